import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A real pair of serial ports joined by a cable: two pseudo-terminals with socat between them, under names that stay
 * the same when the cable is cut and put back.
 */
export type PortPair = {
  /** The path for the driver, and the one for what simulates the device. */
  readonly near: string;
  readonly far: string;
  /** socat is killed: both ports are gone. */
  cut(): Promise<void>;
  /** The ports are back under the same names. */
  mend(): Promise<void>;
  /** Nothing moves, but the ports are there. */
  freeze(): void;
  thaw(): void;
  remove(): Promise<void>;
};

const START_MS_MAX = 10_000;

export async function startPortPair(): Promise<PortPair> {
  const directory = mkdtempSync(join(tmpdir(), 'yichuang-ports-'));
  const near = join(directory, 'near');
  const far = join(directory, 'far');
  let socat: ChildProcess | undefined;

  const mend = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      socat = child;
      let said = '';
      const timer = setTimeout(() => reject(new Error(`socat did not start: ${said}`)), START_MS_MAX);
      child.once('error', (fault) => reject(new Error(`socat is needed for these tests (apt-get install socat): ${fault.message}`)));
      child.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (!said.includes('starting data transfer loop')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  const cut = async (): Promise<void> => {
    const child = socat;
    socat = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
    rmSync(near, { force: true });
    rmSync(far, { force: true });
  };

  await mend();
  return {
    near,
    far,
    cut,
    mend,
    freeze: () => void socat?.kill('SIGSTOP'),
    thaw: () => void socat?.kill('SIGCONT'),
    remove: async () => {
      await cut();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
