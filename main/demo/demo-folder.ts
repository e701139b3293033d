import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Sentence } from './sentence.ts';

/**
 * The folder where a demo keeps everything: its own mark is in it, so that `--reset` never empties anything else, and
 * the process that uses it, so that two demos never share one.
 */
const MARK = '.yichuang-demo';
const RUNNING = 'running.json';
/** How long the children of a demo that was killed may take to notice and go. */
const LEFTOVERS_MS_MAX = 15_000;
const runningSchema = z.object({ pid: z.number().int().positive(), children: z.array(z.number().int().positive()) });

export type DemoFolder = {
  readonly path: string;
  /** Notes the processes of this demo, so that a next one can wait until all are gone. */
  note(children: readonly number[]): void;
  /** Empties it, but for its mark; the demo goes on owning it. */
  empty(names?: readonly string[]): void;
  leave(): void;
};

/** Throws a Sentence when the folder can't be used. */
export async function openDemoFolder(path: string, { reset }: { readonly reset: boolean }): Promise<DemoFolder> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const names = readdirSync(path);
    if (names.length > 0 && !names.includes(MARK))
      throw new Sentence(
        `${path} belongs to something else (it has files in it that are not a demo's); choose an empty folder with --data DIR.`,
      );
    writeFileSync(join(path, MARK), 'The data of a Yichuang demo (演示). It may be deleted, or emptied with npm start -- --reset\n');
  } catch (error) {
    if (error instanceof Sentence) throw error;
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Sentence(`The folder ${path} can't be written${code}; choose another one with --data DIR.`);
  }
  const running = join(path, RUNNING);
  const earlier = existsSync(running) ? runningSchema.safeParse(jsonOf(readFileSync(running, 'utf8'))) : null;
  if (earlier?.success) {
    if (isDemo(earlier.data.pid))
      throw new Sentence(
        `A demo is already running in ${path} (process ${earlier.data.pid}); stop it with Ctrl-C, or choose another folder with --data DIR.`,
      );
    await untilGone(earlier.data.children.filter((pid) => isDemo(pid)));
  }
  const empty = (only?: readonly string[]): void => {
    for (const name of only ?? readdirSync(path))
      if (name !== MARK && name !== RUNNING) rmSync(join(path, name), { recursive: true, force: true });
  };
  const note = (children: readonly number[]): void => {
    try {
      writeFileSync(running, JSON.stringify({ pid: process.pid, children }));
    } catch (error) {
      // Somebody removed the folder under a running demo: what runs goes on running until it is told to end.
      process.stderr.write(`${running} can't be written (${error instanceof Error ? error.message : String(error)})\n`);
    }
  };
  note([]);
  if (reset) empty();
  return { path, note, empty, leave: () => rmSync(running, { force: true }) };
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

/** Whether a process with this number runs, and is one of ours: numbers are given again. */
function isDemo(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return /demo[\\/]start|center[\\/]serve|main[\\/](browser|main)\./.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const end = performance.now() + LEFTOVERS_MS_MAX;
  while (pids.some(isDemo)) {
    if (performance.now() > end)
      throw new Sentence(`Processes of an earlier demo are still running (${pids.filter(isDemo).join(', ')}); end them, then start again.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
