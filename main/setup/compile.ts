import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/**
 * Emits the TypeScript of the Node zones into dist/ as JavaScript, in the same tree, and puts beside it the files that
 * the code reads at run time. Electron and an installed terminal run from there; in development Node runs the source.
 */
const ZONES = ['src', 'main', 'drivers'];
/** JSON is emitted by tsc where it is imported, and copied here where it is read. */
const READ_AT_RUN_TIME = new Set(['.json', '.sql', '.cjs', '.csv', '.html', '.css', '.svg', '.png', '.wav']);

/** True when everything was emitted; tsc says on the terminal what is wrong otherwise. `fresh`: what is gone from the source goes from dist too. */
export function compile(root: string, { fresh }: { readonly fresh: boolean }): boolean {
  if (fresh) {
    for (const zone of ZONES) rmSync(join(root, 'dist', zone), { recursive: true, force: true });
    rmSync(join(root, '.tsbuild'), { recursive: true, force: true });
  }
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--build', 'main', 'src/tsconfig.center.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (tsc.status !== 0) return false;
  for (const file of ZONES.flatMap((zone) => filesBelow(root, zone))) {
    if (!READ_AT_RUN_TIME.has(extname(file)) || /(^|\/)tsconfig[^/]*\.json$/.test(file)) continue;
    mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
    copyFileSync(join(root, file), join(root, 'dist', file));
  }
  return true;
}

function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}
