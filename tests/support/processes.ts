import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Who runs on this machine right now (Linux): what a test must not leave behind, and what it may end. */
export type RunningProcess = { readonly pid: number; readonly command: string };

/**
 * Every process, but our own, whose command line, working folder or environment holds this text: a folder of the test's,
 * or a mark that it gave along, which every descendant inherits.
 */
export function processesNaming(text: string): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        const known =
          command.includes(text) ||
          readFileSync(`/proc/${name}/environ`, 'utf8').includes(text) ||
          readlinkSync(`/proc/${name}/cwd`).includes(text);
        return known && !isEnded(name) ? [{ pid: Number(name), command: command.replaceAll('\0', ' ').trim() }] : [];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}

/** Ended, and only waiting for its parent to hear of it. */
const isEnded = (pid: string): boolean => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
