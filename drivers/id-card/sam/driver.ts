import { err, type Result } from '../../../src/basics/result.ts';
import type { Cancel, Clock } from '../../../src/basics/clock.ts';
import type { Random } from '../../../src/basics/random.ts';
import type { DeviceState, DeviceTrouble } from '../../../src/devices/device-state.ts';
import type { CardReading, CardTrouble, IdCard, IdCardReader } from '../../../src/devices/id-card-reader.ts';
import { createBackOff } from '../../link/back-off.ts';
import type { OpenLink } from '../../link/link.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { checkReader, findCard, isFault, readFoundCard, type ReaderFault } from './read-card.ts';

/**
 * The SAM reader as the hall knows it. It supervises itself: opens its link, asks the module whether it is well, and
 * opens anew, after a growing wait, whenever that fails or the reader falls silent. It is `opening` until the first
 * answer, and then `ready` or `troubled`; while it is being reopened it stays `troubled`, since nothing has become
 * better yet. A card is looked for only while somebody waits for one.
 */
/** Public drivers poll at 300 to 1000 ms; the module wants more than 300. */
const POLL_MS = 400;
/** While nobody waits, a reader that has died in silence is noticed at the next of these. */
const HEALTH_EVERY_MS = 5_000;

export type DriverPorts = { readonly clock: Clock; readonly random: Random };
export type OpenedIdCardReader = IdCardReader & {
  /** Ends a reading under way as cancelled, and lets go of the link. */
  close(): Promise<void>;
};

type Attempt = {
  readonly onFound: () => void;
  settle(result: Result<IdCard, CardTrouble>): void;
  settled(): boolean;
  looking: boolean;
};

export function createSamReader(openLink: OpenLink, { clock, random }: DriverPorts): OpenedIdCardReader {
  const backOff = createBackOff(random);
  const listeners = new Set<(state: DeviceState) => void>();
  let state: DeviceState = { kind: 'absent' };
  let troubledStatus = '';
  let attempt: Attempt | undefined;
  let closed = false;
  let wake: (() => void) | undefined;
  let current: Exchange | undefined;

  const setState = (next: DeviceState): void => {
    if (next.kind === state.kind && (next.kind !== 'troubled' || state.kind !== 'troubled' || next.trouble === state.trouble)) return;
    state = next;
    for (const listener of [...listeners]) listener(state);
  };
  const setTrouble = (trouble: DeviceTrouble, status: string): void => {
    troubledStatus = status;
    setState({ kind: 'troubled', trouble, sinceMs: clock.now() });
  };

  /** Resolves after `ms`, or as soon as something has happened: a reading is asked for or cancelled, the link is lost, the end. */
  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => wake?.());
      wake = () => {
        cancel();
        wake = undefined;
        resolve();
      };
    });

  /** What a person in front of the reader is told while it is as it is now. */
  const troubleOfState = (): CardTrouble => {
    const sinceMs = state.kind === 'troubled' ? state.sinceMs : clock.now();
    if (state.kind === 'troubled' && state.trouble === 'garbled') return { kind: 'reader-garbled' };
    if (state.kind === 'troubled' && state.trouble === 'out-of-order') return { kind: 'reader-out-of-order', status: troubledStatus };
    return { kind: 'reader-not-answering', sinceMs };
  };

  const readOnce = async (exchange: Exchange, asked: Attempt): Promise<ReaderFault | undefined> => {
    asked.looking = true;
    while (!asked.settled()) {
      const found = await findCard(exchange);
      if (isFault(found)) return found;
      if (asked.settled()) return undefined;
      if (found === 'found') {
        asked.onFound();
        const result = await readFoundCard(exchange);
        if (isFault(result)) return result;
        asked.settle(result);
      } else if (found === 'nothing') await nap(POLL_MS);
      else asked.settle(err(found));
    }
    return undefined;
  };

  /** Until the reader has to be opened anew. */
  const serve = async (exchange: Exchange): Promise<ReaderFault> => {
    for (;;) {
      const asked = attempt;
      if (exchange.lost() || closed) return { kind: 'reader-fault', trouble: 'link-lost', status: '' };
      if (asked !== undefined && !asked.settled()) {
        const fault = await readOnce(exchange, asked);
        if (fault !== undefined) return fault;
        continue;
      }
      await nap(HEALTH_EVERY_MS);
      if (exchange.lost() || closed || (attempt !== undefined && !attempt.settled())) continue;
      const fault = await checkReader(exchange);
      if (fault !== undefined) return fault;
    }
  };

  const openAndServe = async (): Promise<ReaderFault> => {
    const opened = await openLink();
    if (!opened.ok) return { kind: 'reader-fault', trouble: 'link-lost', status: '' };
    const link = opened.value;
    try {
      const exchange = createExchange(link, clock, () => wake?.());
      current = exchange;
      if (closed) exchange.end();
      const fault = await checkReader(exchange);
      if (fault !== undefined) return fault;
      backOff.reset();
      setState({ kind: 'ready', paperLow: false });
      return await serve(exchange);
    } finally {
      await link.close();
    }
  };

  const run = async (): Promise<void> => {
    setState({ kind: 'opening' });
    while (!closed) {
      const fault = await openAndServe();
      if (closed) return;
      setTrouble(fault.trouble, fault.status);
      attempt?.settle(err(troubleOfState()));
      await nap(backOff.nextMs());
    }
  };
  const ended = run();

  const readCard: IdCardReader['readCard'] = ({ waitMsMax, onFound }): CardReading => {
    // One person stands here: whoever asks now is the one who waits.
    attempt?.settle(err({ kind: 'cancelled' }));
    let resolve: (result: Result<IdCard, CardTrouble>) => void;
    const done = new Promise<Result<IdCard, CardTrouble>>((settle) => (resolve = settle));
    let settled = false;
    let cancelTimer: Cancel = () => undefined;
    const asked: Attempt = {
      looking: false,
      onFound: () => {
        cancelTimer();
        onFound();
      },
      settled: () => settled,
      settle: (result) => {
        if (settled) return;
        settled = true;
        cancelTimer();
        resolve(result);
      },
    };
    cancelTimer = clock.after(waitMsMax, () => {
      asked.settle(err(asked.looking ? { kind: 'no-card' } : troubleOfState()));
      wake?.();
    });
    if (closed) asked.settle(err({ kind: 'cancelled' }));
    else attempt = asked;
    // A reader in trouble is tried again at once, because somebody needs it.
    wake?.();
    return {
      done,
      cancel: () => {
        asked.settle(err({ kind: 'cancelled' }));
        wake?.();
      },
    };
  };

  return {
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readCard,
    close: async () => {
      if (closed) return ended;
      closed = true;
      attempt?.settle(err({ kind: 'cancelled' }));
      current?.end();
      wake?.();
      await ended;
      listeners.clear();
    },
  };
}
