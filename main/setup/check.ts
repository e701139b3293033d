import '../version-guard.ts';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run check`: everything about the source that needs no running product. All steps run even when one fails, so one
 * round shows all there is to mend.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));

const STEPS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'types, zone by zone', args: ['node_modules/typescript/bin/tsc', '--build'] },
  {
    name: 'law of imports',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'parts', 'tests/layers.test.ts', 'tests/tracked-files.test.ts'],
  },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
];

const failed = STEPS.filter((step) => {
  process.stdout.write(`\n── ${step.name}\n`);
  return spawnSync(process.execPath, step.args, { cwd: root, stdio: 'inherit' }).status !== 0;
});
process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nNot right yet: ${failed.map((step) => step.name).join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
