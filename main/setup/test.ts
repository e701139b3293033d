import '../version-guard.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './debian-packages.ts';
import { exitCodeOf, lastLine, parseReport, summarize } from './test-summary.ts';

/**
 * `npm test [-- FILES]`: everything, on a fresh clone too (packages and pages were made ready before this runs). The last
 * line is `N passed, N failed, N skipped`, and the exit code agrees with it whatever happened to vitest.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const missing = ensurePackages(say);
if (missing !== null) {
  say(missing);
  say('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

const since = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'yichuang-tests-'));
const reportFile = join(folder, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
const report = parseReport(readOrNull(reportFile));
rmSync(folder, { recursive: true, force: true });

const summary = summarize(report, status ?? 1);
if (summary.slowest.length > 0) {
  say(`\nThe slowest of ${((performance.now() - since) / 1_000).toFixed(0)} s:`);
  for (const test of summary.slowest) say(`${test.seconds.toFixed(1).padStart(7)} s  ${test.name}  (${relative(root, test.file)})`);
}
for (const remark of summary.remarks) say(remark);
say(`\n${lastLine(summary)}`);
process.exitCode = exitCodeOf(summary);

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
