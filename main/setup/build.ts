import '../version-guard.ts';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.ts';

/** `npm run build`: dist/ as it is packaged. The pages (dist/renderer) were built before this runs. */
const root = fileURLToPath(new URL('../../', import.meta.url));
process.exitCode = compile(root, { fresh: true }) ? 0 : 1;
if (process.exitCode === 0) process.stdout.write('Built into dist/. Try it: npx node dist/main/browser.js --config FILE\n');
