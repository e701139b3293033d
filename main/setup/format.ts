import '../version-guard.ts';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run format [-- FILES]`: writes every file (or those named) as .oxfmtrc.json says. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const { status } = spawnSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
