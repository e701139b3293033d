import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * Whether Electron can be used on this machine. Its npm package brings the types but not the runtime, which is fetched
 * from elsewhere on first use: that is tried once, for a limited time, and a failure is remembered, so that `npm start`
 * behind a closed network is as quick the second time as it can be.
 */
export const FETCH_MS_MAX = 60_000;
const PROBE_MS_MAX = 15_000;

export type ElectronSearch = {
  /** The project's folder, with node_modules. */
  readonly root: string;
  /** Where a failed attempt is remembered. */
  readonly memoryFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Asked for by name (`--host electron`): tried again although it failed before. */
  readonly insist: boolean;
  readonly fetchMsMax: number;
  readonly say: (line: string) => void;
};

const memorySchema = z.object({ version: z.string(), failed: z.literal(true) });
const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The path of an Electron that starts, or null; `say` has told why. */
export async function findElectron(options: Partial<ElectronSearch> = {}): Promise<string | null> {
  const search: ElectronSearch = {
    root: projectRoot,
    memoryFile: join(projectRoot, '.data', 'electron-runtime.json'),
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    insist: false,
    fetchMsMax: FETCH_MS_MAX,
    say: (line) => void process.stderr.write(`${line}\n`),
    ...options,
  };
  if (search.isRoot && search.platform === 'linux') {
    search.say("Electron is left out: it keeps its sandbox, which root can't have.");
    return null;
  }
  const overridden = search.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (overridden) {
    const file = join(overridden, executableName(search.platform));
    if (await starts(file)) return file;
    search.say(`Electron is left out: ELECTRON_OVERRIDE_DIST_PATH names ${overridden}, and no Electron starts from there.`);
    return null;
  }
  const installed = installedRuntime(search.root);
  if (installed !== null) return usable(installed, search);
  const version = electronVersion(search.root);
  if (version === null) return null;
  if (!search.insist && hasFailedBefore(search.memoryFile, version)) return null;
  if (await fetchRuntime(search)) {
    const fetched = installedRuntime(search.root);
    if (fetched !== null) return usable(fetched, search);
  }
  remember(search.memoryFile, version);
  search.say("Electron's runtime could not be fetched; going on without it. To try again: npm start -- --host electron");
  return null;
}

async function usable(file: string, search: ElectronSearch): Promise<string | null> {
  if (await starts(file)) return file;
  search.say('Electron is left out: its runtime is here and does not start (system libraries may be missing).');
  return null;
}

const executableName = (platform: NodeJS.Platform): string =>
  platform === 'win32' ? 'electron.exe' : platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';

/** Needs no display: it only shows that the file is there and finds its libraries. */
const starts = async (file: string): Promise<boolean> =>
  existsSync(file) && (await succeeds(file, ['--version'], PROBE_MS_MAX, process.env));

const succeeds = (file: string, args: readonly string[], msMax: number, env: NodeJS.ProcessEnv): Promise<boolean> =>
  new Promise((resolve) => execFile(file, args, { timeout: msMax, killSignal: 'SIGKILL', env }, (error) => resolve(error === null)));

/** What Electron's own installer leaves behind: the name of its executable, and the executable in dist/. */
function installedRuntime(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(join(folder, 'path.txt'))) return null;
  const file = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(file) ? file : null;
}

function electronVersion(root: string): string | null {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')))
      .version;
  } catch {
    return null;
  }
}

function fetchRuntime(search: ElectronSearch): Promise<boolean> {
  search.say(`Fetching Electron's runtime (once, at most ${Math.round(search.fetchMsMax / 1_000)} s) …`);
  const installer = join(search.root, 'node_modules', 'electron', 'install.js');
  return succeeds(process.execPath, [installer], search.fetchMsMax, search.env);
}

function hasFailedBefore(file: string, version: string): boolean {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version === version;
  } catch {
    return false;
  }
}

function remember(file: string, version: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ version, failed: true })}\n`);
}
