import { fork, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackOff } from '../../drivers/link/back-off.ts';
import type { Cancel, Clock } from '../../src/basics/clock.ts';
import type { Log } from '../../src/domain/log-events.ts';
import { createHostRandom } from '../host-ports.ts';
import { fromDevicesSchema, type DeviceConfiguration, type FromDevices, type ToDevices } from './messages.ts';

/**
 * Keeps one device process running: starts it, asks for a sign of life, ends it when it hangs, starts it again after a
 * growing wait when it has ended.
 */
export const HEARTBEAT_MS = 2_000;
/**
 * Silent for three beats, 6 s: hung. Beats are counted instead of reading a clock, so that a kiosk process that was
 * itself held up does not blame its child.
 */
export const BEATS_MISSED_MAX = 3;
/** Reading the sources and the native parts takes a second on a calm machine. */
const START_BEATS_MAX = 15;
const STOP_MS_MAX = 5_000;
/** Having lived this long, a process that ends starts the waits from the shortest again. */
const STABLE_MS = 60_000;

export type DeviceChild = {
  /** False when no process is there to hear it. */
  send(message: ToDevices): boolean;
  pid(): number | undefined;
  stop(): Promise<void>;
};

export function startDeviceChild(options: {
  readonly configuration: DeviceConfiguration;
  readonly clock: Clock;
  readonly log: Log;
  readonly onMessage: (message: FromDevices) => void;
  /** The process is gone with everything that was asked of it; another will be started. */
  readonly onLost: () => void;
}): DeviceChild {
  const { configuration, clock, log, onMessage, onLost } = options;
  const backOff = createBackOff(createHostRandom());
  let child: ChildProcess | undefined;
  let restarts = 0;
  let stopping = false;
  let cancelRestart: Cancel = () => undefined;

  const start = (): void => {
    const mine = fork(fileURLToPath(new URL(`./device-process${extname(import.meta.url)}`, import.meta.url)), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = mine;
    let beatsMissed = 0;
    let beatsMax = START_BEATS_MAX;
    let over = false;
    let cancelBeat: Cancel;

    const beat = (): void => {
      if (beatsMissed >= beatsMax) return void mine.kill('SIGKILL');
      beatsMissed++;
      post(mine, { kind: 'ping' });
      cancelBeat = clock.after(HEARTBEAT_MS, beat);
    };
    const cancelStable = clock.after(STABLE_MS, () => backOff.reset());
    const end = (): void => {
      if (over) return;
      over = true;
      cancelBeat();
      cancelStable();
      child = undefined;
      if (stopping) return;
      log('devices.process-lost', { restarts: ++restarts });
      onLost();
      cancelRestart = clock.after(backOff.nextMs(), start);
    };

    mine.on('message', (raw) => {
      const message = fromDevicesSchema.safeParse(raw);
      if (!message.success) return void mine.kill('SIGKILL');
      beatsMissed = 0;
      if (message.data.kind === 'started') beatsMax = BEATS_MISSED_MAX;
      if (!over) onMessage(message.data);
    });
    mine.on('exit', end);
    // It could not be started at all (no memory, no file): there is no exit to wait for.
    mine.on('error', () => mine.pid === undefined && end());
    cancelBeat = clock.after(HEARTBEAT_MS, beat);
    post(mine, { kind: 'start', configuration });
  };
  start();

  return {
    send: (message) => child !== undefined && post(child, message),
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      cancelRestart();
      const mine = child;
      if (mine === undefined) return;
      const exited = new Promise<void>((resolve) => void mine.once('exit', () => resolve()));
      const cancelKill = clock.after(STOP_MS_MAX, () => mine.kill('SIGKILL'));
      if (!post(mine, { kind: 'stop' })) mine.kill('SIGKILL');
      await exited;
      cancelKill();
    },
  };
}

/** A pipe that breaks at this very moment is told by `exit`, not here. */
function post(child: ChildProcess, message: ToDevices): boolean {
  if (!child.connected) return false;
  child.send(message, () => undefined);
  return true;
}
