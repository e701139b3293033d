import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DockCommand, DockState } from '../../main/demo/dock-api.ts';
import type { DockSlip } from '../../main/demo/demo-devices.ts';
import { until } from './until.ts';

/**
 * The real demo for tests: `main/demo/start.ts` as a process of its own, steered through the dock's own API. When the
 * test run ends, however it ends, the demo notices and goes.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const START = join(root, 'main', 'demo', 'start.ts');
const READY_MS_MAX = 90_000;

export type DemoUrls = {
  readonly kiosk: string;
  readonly counter: string;
  readonly display: string;
  readonly center: string;
  readonly dock: string;
};
export type DemoRun = {
  readonly urls: DemoUrls;
  readonly pids: { readonly demo: number; readonly kiosk: number; readonly center: number };
  readonly dock: DockClient;
  readonly data: string;
  /** Everything it said on stdout so far. */
  stdout(): string;
  stderr(): string;
  /** Ctrl-C; resolves with the exit code when it has ended. A data folder that was made here is removed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** What `start.ts` says and how it ends, when it is expected not to start. */
export async function runStart(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = fork(START, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/**
 * `data`: a folder to keep; left out: a fresh one, removed by `stop`. Needs the built pages: `npm test` builds them.
 */
export async function startDemo(
  options: {
    readonly host?: 'none' | 'browser';
    readonly data?: string;
    readonly args?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<DemoRun> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'yichuang-demo-'));
  const child = fork(START, ['--host', options.host ?? 'none', '--port', '0', '--data', data, ...(options.args ?? [])], {
    cwd: root,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const line = await until(
    'the demo is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}: ${stderr}`);
      return /^ready (\{.*\})$/m.exec(stdout)?.[1];
    },
    READY_MS_MAX,
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${stderr}`);
  });
  const { pids, ...urls } = JSON.parse(line) as DemoUrls & { pids: DemoRun['pids'] };
  return {
    urls,
    pids,
    data,
    dock: new DockClient(new URL(urls.dock).origin),
    stdout: () => stdout,
    stderr: () => stderr,
    async stop(signal = 'SIGINT') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await closed;
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** Whether the built pages are there; a test that serves them says so instead of failing on a blank page. */
export const pagesAreBuilt = (): boolean => existsSync(join(root, 'dist', 'renderer', 'kiosk', 'index.html'));

/** The dock's API, in the words of its commands. Each call resolves when the thing is done. */
export class DockClient {
  readonly #origin: string;
  constructor(origin: string) {
    this.#origin = origin;
  }

  async state(): Promise<DockState> {
    const response = await fetch(`${this.#origin}/api/state`);
    return (await response.json()) as DockState;
  }

  /** Rejects with the dock's sentence when it was not done. */
  async run(command: DockCommand): Promise<DockState> {
    const response = await fetch(`${this.#origin}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const answer = (await response.json()) as { ok: boolean; sentence?: string; state: DockState };
    if (!answer.ok) throw new Error(answer.sentence ?? `the dock answered ${response.status}`);
    return answer.state;
  }

  /** A fresh one-time address of the kiosk's screen. */
  async kioskUrl(): Promise<string> {
    const response = await fetch(`${this.#origin}/open-kiosk`, { redirect: 'manual' });
    const url = response.headers.get('location');
    if (url === null) throw new Error(`no address of the kiosk: ${response.status} ${await response.text()}`);
    return url;
  }

  putCard = (person: string) => this.run({ do: 'put-card', person });
  takeCard = () => this.run({ do: 'take-card' });
  readerFault = (fault: DockState['reader']['fault']) => this.run({ do: 'reader', fault });
  paper = (paper: DockState['printer']['paper']) => this.run({ do: 'paper', paper });
  cover = (cover: DockState['printer']['cover']) => this.run({ do: 'cover', cover });
  printerFault = (fault: DockState['printer']['fault']) => this.run({ do: 'printer', fault });
  takeSlips = () => this.run({ do: 'take-slips' });
  network = (state: DockState['network']['state']) => this.run({ do: 'network', state });
  center = (act: 'start' | 'stop' | 'kill' | 'restart') => this.run({ do: 'center', act });
  kiosk = (act: 'start' | 'stop' | 'kill' | 'restart') => this.run({ do: 'kiosk', act });
  killDevices = () => this.run({ do: 'kill-devices' });
  /** Everything whole and running; with `data`, the terminal's and the center's data are gone too. */
  reset = (data = false) => this.run({ do: 'reset', data });

  async slips(): Promise<readonly DockSlip[]> {
    return (await this.state()).slips;
  }

  /** PNG of a slip, as it lies there. */
  async picture(number: number): Promise<Uint8Array> {
    const response = await fetch(`${this.#origin}/api/slips/${number}.png`);
    if (!response.ok) throw new Error(`no picture of slip ${number}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
