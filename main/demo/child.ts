import { fork, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { z } from 'zod';
import { Sentence } from './sentence.ts';

/** A process of the demo: started until it says `ready {json}`, stopped as Ctrl-C does, killed as a power cut does. */
export interface DemoChild<Ready> {
  readonly process: ChildProcess;
  /** Rejects with a Sentence when it ends, or is silent, before it is ready; nothing of it is left running then. */
  readonly ready: Promise<Ready>;
  running(): boolean;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
  /** kill -9. Resolves when it has ended. */
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 12_000;
const LINE_LENGTH_MAX = 100_000;
const TAIL_LENGTH = 2_000;
const STDERR_BYTES_MAX = 5_000_000;

export type ChildOptions<S extends z.ZodType> = {
  /** What it is called in a sentence. */
  readonly name: string;
  readonly ready: S;
  /** Where what it says on stderr is kept; left out: on the terminal. The end of it is shown when it can't start. */
  readonly stderrFile?: string;
  readonly start:
    | { readonly kind: 'node'; readonly module: string; readonly args: readonly string[]; readonly execArgv?: readonly string[] }
    | { readonly kind: 'program'; readonly file: string; readonly args: readonly string[] };
};

export function startChild<S extends z.ZodType>({ name, ready, stderrFile, start }: ChildOptions<S>): DemoChild<z.output<S>> {
  const stderr = stderrFile === undefined ? null : openFor(stderrFile);
  const stdio: StdioOptions = ['ignore', 'pipe', stderr ?? 'inherit', 'ipc'];
  const child =
    start.kind === 'node'
      ? fork(start.module, [...start.args], { stdio, execArgv: [...(start.execArgv ?? [])] })
      : spawn(start.file, [...start.args], { stdio });
  if (stderr !== null) closeSync(stderr);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const running = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  let stopping = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    stopping = true;
    if (running()) child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(late);
  };

  async function becomeReady(): Promise<z.output<S>> {
    try {
      const said = await readyLine(child, ended);
      const parsed = ready.safeParse(said);
      if (!parsed.success) throw new Error(`it said ${JSON.stringify(said)}`);
      return parsed.data;
    } catch (error) {
      const why = stopping ? 'it was stopped' : error instanceof Error ? error.message : String(error);
      if (!stopping && stderrFile !== undefined) process.stderr.write(`${readFileSync(stderrFile, 'utf8').slice(-TAIL_LENGTH)}\n`);
      await end('SIGKILL');
      throw new Sentence(`${name} could not start (${why})${why === 'it was stopped' ? '' : '; what it said stands above'}.`);
    }
  }
  return { process: child, ready: becomeReady(), running, ended, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** For appending; a file that has grown large begins anew. */
function openFor(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > STDERR_BYTES_MAX) rmSync(file);
  return openSync(file, 'a', 0o600);
}

function readyLine(child: ChildProcess, ended: Promise<void>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${START_MS_MAX / 1_000} s`)), START_MS_MAX);
    const settle =
      <T>(then: (value: T) => void) =>
      (value: T): void => {
        clearTimeout(timer);
        then(value);
      };
    void ended.then(() => settle(reject)(new Error('it ended at once')));
    let held = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      held += text;
      const lines = held.split('\n');
      held = (lines.pop() ?? '').slice(-LINE_LENGTH_MAX);
      for (const line of lines) {
        // stdout belongs to the demo's own ready line: whatever else a child says is for the person at the terminal.
        if (!line.startsWith('ready ')) process.stderr.write(`${line}\n`);
        else settle(resolve)(jsonOf(line.slice('ready '.length)));
      }
    });
  });
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
