import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kioskReadySchema, type KioskReady } from '../../main/browser-host/parent-line.ts';
import { testAccounts } from './test-accounts.ts';

/**
 * The kiosk as in production: `main/browser.ts --config FILE` as a process of its own, without demo, dock or simulators.
 * When the test run ends, however it ends, the kiosk notices and goes.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const BROWSER = join(root, 'main', 'browser.ts');
const DEMO_DATA = join(root, 'main', 'demo', 'data');
const READY_MS_MAX = 60_000;

export type KioskProcess = {
  readonly child: ChildProcess;
  readonly ready: KioskReady;
  stderr(): string;
  /** Resolves with the exit code when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type KioskFile = Readonly<Record<string, unknown>>;

/**
 * Writes a terminal's files into a folder: the demo's hall and matters, the test accounts (`li` with `li-password` …), a
 * device token. @returns the configuration's path.
 */
export async function writeKioskFiles(
  folder: string,
  more: KioskFile = {},
  token = 'a-token-of-a-test-0123456789-0123456789',
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(DEMO_DATA, 'catalogue.json'), join(folder, 'catalogue.json'));
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(await testAccounts()));
  writeFileSync(join(folder, 'token'), `${token}\n`, { mode: 0o600 });
  const file = join(folder, 'kiosk.json');
  const config = {
    terminal: 'K01',
    hall: JSON.parse(readFileSync(join(DEMO_DATA, 'hall.json'), 'utf8')) as unknown,
    data: 'data',
    catalogue: 'catalogue.json',
    accounts: 'accounts.json',
    hallServer: { listen: { port: 0 } },
    center: null,
    ...more,
  };
  writeFileSync(file, JSON.stringify(config, null, 2));
  return file;
}

/**
 * Rejects with what it said when it ends before it is ready. `onChild` is handed the process at once, for who wants to
 * end it while it starts.
 */
export async function startKioskProcess(
  file: string,
  options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv; readonly onChild?: (child: ChildProcess) => void } = {},
): Promise<KioskProcess> {
  const child = fork(BROWSER, ['--config', file, '--host', 'none', ...(options.args ?? [])], {
    cwd: root,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  options.onChild?.(child);
  const closed = once(child, 'close') as Promise<[number | null]>;
  let stdout = '';
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const line = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the kiosk was not ready within ${READY_MS_MAX} ms: ${stderr}`));
    }, READY_MS_MAX);
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const said = /^ready (\{.*\})$/m.exec(stdout)?.[1];
      if (said === undefined) return;
      clearTimeout(late);
      resolve(said);
    });
    void closed.then(([code]) => {
      clearTimeout(late);
      reject(new Error(`the kiosk ended with ${code}: ${stderr}`));
    });
  });
  return {
    child,
    ready: kioskReadySchema.parse(JSON.parse(line)),
    stderr: () => stderr,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}
