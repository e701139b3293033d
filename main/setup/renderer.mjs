/**
 * Builds the pages with Vite when their sources changed. They are built beside the old ones and then take their place,
 * so a build that fails, or is stopped, leaves what was there.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupFault } from './setup-fault.mjs';

/** What the pages are made of. The law of imports keeps the rest of src out of them. */
const SOURCES = ['renderer', 'src', 'vite.config.ts', 'package-lock.json'];
const NOT_IN_PAGES = ['src/center', 'src/store', 'src/web'];
const LOCK_AGE_MS_MAX = 300_000;
const LOCK_LOOK_EVERY_MS = 500;

export async function ensureRenderer({ root, node, children, say }) {
  const stampFile = join(root, 'dist', 'renderer.stamp');
  const fresh = () => {
    const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
    return stamp === hashOf(root) && existsSync(join(root, 'dist', 'renderer', 'kiosk', 'index.html'));
  };
  if (fresh()) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  const release = await takeLock(join(root, 'dist', 'renderer.lock'), children, say);
  try {
    // Somebody else may have built while this one waited.
    if (fresh()) return;
    say('Building the pages …');
    const hash = hashOf(root);
    const next = join(root, 'dist', 'renderer.next');
    const since = Date.now();
    const code = await children.run(
      node,
      [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn', '--outDir', next, '--emptyOutDir'],
      { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
    );
    if (children.stopping()) throw new SetupFault('Stopped while building the pages. Run it again to go on.');
    if (code !== 0)
      throw new SetupFault('The pages could not be built; the reason stands above. Please mend the source it names and run this again.');
    rmSync(stampFile, { force: true });
    rmSync(join(root, 'dist', 'renderer'), { recursive: true, force: true });
    renameSync(next, join(root, 'dist', 'renderer'));
    writeFileSync(stampFile, hash);
    say(`Pages built in ${((Date.now() - since) / 1_000).toFixed(1)} s.`);
  } finally {
    release();
  }
}

/** A hash over the names and contents of everything that the pages are made of. */
export function hashOf(root) {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesBelow(root, source)).toSorted((a, b) => (a < b ? -1 : 1))) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesBelow(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat || NOT_IN_PAGES.includes(path)) return [];
  if (stat.isFile()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/** Two builds at once would empty each other's folder: the second waits for the first. */
async function takeLock(file, children, say) {
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(file)) rmSync(file, { force: true });
    else {
      if (!told) say('Another build of the pages is running; waiting for it …');
      await pause(LOCK_LOOK_EVERY_MS);
      if (children.stopping()) throw new SetupFault('Stopped while waiting for another build of the pages.');
    }
  }
}

function isStale(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (Date.now() - stat.mtimeMs > LOCK_AGE_MS_MAX) return true;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
