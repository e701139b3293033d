import type { Clock } from '../../src/basics/clock.ts';
import { err, never, ok, type Result } from '../../src/basics/result.ts';
import type { DeviceName, DeviceState } from '../../src/devices/device-state.ts';
import type { CardTrouble, IdCard, IdCardReader } from '../../src/devices/id-card-reader.ts';
import type { Printer, PrinterTrouble, PrintOutcome } from '../../src/devices/printer.ts';
import type { Log } from '../../src/domain/log-events.ts';
import { startDeviceChild, type DeviceChild } from './device-child.ts';
import type { FromDevices } from './messages.ts';

/**
 * The devices of a terminal as the kiosk knows them: the contracts of src/devices, kept by a device process apart. When
 * that process is lost, what was asked of it ends as trouble, the devices are troubled, and both come back by
 * themselves.
 */
export type Devices = {
  readonly reader: IdCardReader;
  readonly printer: Printer;
  /** Of the device process; undefined while there is none. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

type DeviceOptions = { readonly model: string; readonly link: string } | null;

export function startDevices(options: {
  readonly idCardReader: DeviceOptions;
  readonly ticketPrinter: DeviceOptions;
  readonly clock: Clock;
  readonly log: Log;
}): Devices {
  const { idCardReader, ticketPrinter, clock, log } = options;
  const states: Record<DeviceName, StateBoard> = {
    'id-card-reader': createStateBoard('id-card-reader', idCardReader !== null, clock, log),
    'ticket-printer': createStateBoard('ticket-printer', ticketPrinter !== null, clock, log),
  };
  let child: DeviceChild | undefined;
  let calls = 0;
  let lostSinceMs: number = clock.now();

  type Reading = { readonly onFound: () => void; settle(result: Result<IdCard, CardTrouble>): void };
  const readings = new Map<number, Reading>();
  type Job = {
    readonly onSend: () => Promise<void>;
    mayHaveGone: boolean;
    settle(outcome: PrintOutcome): void;
    fail(fault: unknown): void;
  };
  const jobs = new Map<number, Job>();

  const loseCalls = (trouble: CardTrouble): void => {
    for (const reading of [...readings.values()]) reading.settle(err(trouble));
    for (const job of [...jobs.values()])
      job.settle({ kind: job.mayHaveGone ? 'unknown' : 'not-printed', trouble: { kind: 'process-lost' } });
  };

  const send = async (call: number, job: Job): Promise<void> => {
    try {
      await job.onSend();
    } catch (fault) {
      child?.send({ kind: 'print-must-not-go', call });
      return job.fail(fault);
    }
    // Lost in the meantime: it has been told as not printed, and no byte will leave.
    if (jobs.get(call) !== job) return;
    job.mayHaveGone = child?.send({ kind: 'print-may-go', call }) ?? false;
  };

  const hear = (message: FromDevices): void => {
    switch (message.kind) {
      case 'started':
      case 'pong':
        return;
      case 'state':
        return states[message.device].set(message.state);
      case 'card-found':
        return readings.get(message.call)?.onFound();
      case 'card-read':
        return readings.get(message.call)?.settle(ok(message.card));
      case 'card-not-read':
        return readings.get(message.call)?.settle(err(message.trouble));
      case 'print-sending': {
        const job = jobs.get(message.call);
        return job && void send(message.call, job);
      }
      case 'print-ended':
        return jobs.get(message.call)?.settle(message.outcome);
      default:
        return never(message);
    }
  };

  if (idCardReader !== null || ticketPrinter !== null) {
    child = startDeviceChild({
      configuration: { idCardReader, ticketPrinter },
      clock,
      log,
      onMessage: hear,
      onLost: () => {
        lostSinceMs = clock.now();
        for (const board of Object.values(states)) board.lose();
        loseCalls({ kind: 'reader-not-answering', sinceMs: lostSinceMs });
      },
    });
  }

  const reader: IdCardReader = {
    ...states['id-card-reader'].face,
    readCard: ({ waitMsMax, onFound }) => {
      const call = calls++;
      let resolve: (result: Result<IdCard, CardTrouble>) => void;
      const done = new Promise<Result<IdCard, CardTrouble>>((settle) => (resolve = settle));
      const settle = (result: Result<IdCard, CardTrouble>): void => {
        readings.delete(call);
        resolve(result);
      };
      readings.set(call, { onFound, settle });
      const asked = idCardReader !== null && child?.send({ kind: 'read-card', call, waitMsMax });
      if (!asked) settle(err({ kind: 'reader-not-answering', sinceMs: lostSinceMs }));
      return {
        done,
        cancel: () => {
          if (!readings.has(call)) return;
          child?.send({ kind: 'cancel-reading', call });
          settle(err({ kind: 'cancelled' }));
        },
      };
    },
  };

  const printer: Printer = {
    ...states['ticket-printer'].face,
    print: (document, onSend) => {
      const call = calls++;
      return new Promise<PrintOutcome>((resolve, reject) => {
        const end =
          <T>(finish: (value: T) => void) =>
          (value: T): void => {
            jobs.delete(call);
            finish(value);
          };
        const job: Job = { onSend, mayHaveGone: false, settle: end(resolve), fail: end(reject) };
        jobs.set(call, job);
        if (ticketPrinter === null) return job.settle(notPrinted({ kind: 'link-lost' }));
        if (!child?.send({ kind: 'print', call, document })) job.settle(notPrinted({ kind: 'process-lost' }));
      });
    },
  };

  return {
    reader,
    printer,
    pid: () => child?.pid(),
    stop: async () => {
      for (const reading of [...readings.values()]) reading.settle(err({ kind: 'cancelled' }));
      await child?.stop();
      loseCalls({ kind: 'cancelled' });
      child = undefined;
    },
  };
}

const notPrinted = (trouble: PrinterTrouble): PrintOutcome => ({ kind: 'not-printed', trouble });

type StateBoard = {
  readonly face: { state(): DeviceState; onState(listener: (state: DeviceState) => void): () => void };
  set(state: DeviceState): void;
  lose(): void;
};

function createStateBoard(device: DeviceName, configured: boolean, clock: Clock, log: Log): StateBoard {
  const listeners = new Set<(state: DeviceState) => void>();
  let state: DeviceState = { kind: configured ? 'opening' : 'absent' };
  const set = (next: DeviceState): void => {
    // A new device process begins by opening; nothing is better until it has an answer.
    if (state.kind === 'troubled' && next.kind === 'opening') return;
    state = next;
    log('device.state', { device, state: next.kind, trouble: next.kind === 'troubled' ? next.trouble : 'none' });
    for (const listener of [...listeners]) listener(next);
  };
  return {
    face: {
      state: () => state,
      onState: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    set,
    lose: () => {
      if (configured) set({ kind: 'troubled', trouble: 'process-lost', sinceMs: clock.now() });
    },
  };
}
