/**
 * Runs one child program at a time, and leaves none behind. On Linux and macOS each child leads a process group of its
 * own: Ctrl-C reaches it exactly once (the terminal would signal everybody, npm passes the same signal on again, and a
 * program that stops on the second signal would be cut off while it saves), and whatever it started and forgot goes
 * with it at the end. Windows has no groups: there the console's Ctrl-C reaches every program by itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A second Ctrl-C this long after the first means "now". */
const IMPATIENT_AFTER_MS = 1_000;
/** npm, stopped by a signal from a program, does not always pass it on to what it runs: its end is noticed here. */
const LOOK_FOR_NPM_EVERY_MS = 500;
/** What was asked to stop and has not after this long is ended. */
const STOP_MS_MAX = 20_000;

export function createChildren(machine) {
  const windows = machine.platform === 'win32';
  let current = null;
  let stopping = null;

  const end = (pid) => {
    if (windows) return void spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
    try {
      machine.kill(-pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
    }
  };

  const stop = (signal) => {
    if (stopping !== null) {
      if (current && Date.now() - stopping.since > IMPATIENT_AFTER_MS) end(current.pid);
      return;
    }
    stopping = { since: Date.now(), signal };
    if (!current) return machine.exit(128 + constants.signals[signal]);
    // A lost terminal is a wish to stop like any other.
    if (!windows) current.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    setTimeout(() => current && end(current.pid), STOP_MS_MAX).unref();
  };
  for (const signal of SIGNALS) machine.on(signal, () => stop(signal));
  if (machine.env.npm_lifecycle_event !== undefined && !windows) {
    const npm = whoRunsUs(machine);
    setInterval(() => whoRunsUs(machine) !== npm && stop('SIGTERM'), LOOK_FOR_NPM_EVERY_MS).unref();
  }

  return {
    /** Whether somebody asked to stop. */
    stopping: () => stopping !== null,

    /**
     * Resolves with the exit code; a child ended by a signal counts as 128 + its number, as in a shell.
     * `onStderr` gets what the child says there, instead of the terminal.
     */
    run(command, args, { onStderr, ...options } = {}) {
      return new Promise((resolve, reject) => {
        const child = spawn(command, args, { ...options, detached: !windows, windowsHide: true });
        current = child;
        if (onStderr) child.stderr.on('data', onStderr);
        child.once('error', (error) => {
          current = null;
          reject(error);
        });
        child.once('exit', () => end(child.pid));
        child.once('close', (code, signal) => {
          current = null;
          resolve(code ?? 128 + (constants.signals[signal] ?? 0));
        });
      });
    },
  };
}

/** The process that started us, and, where that is a shell which only waits for us (Debian's), the one behind it. */
function whoRunsUs(machine) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${machine.ppid}/stat`, 'utf8'));
    return /^(sh|dash|bash)$/.test(name) ? `${machine.ppid} ${parent}` : String(machine.ppid);
  } catch {
    return String(machine.ppid);
  }
}
