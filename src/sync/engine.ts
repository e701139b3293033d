import type { Cancel, Clock, Instant } from '../basics/clock.ts';
import { MINUTE_MS } from '../basics/clock.ts';
import type { Random } from '../basics/random.ts';
import type { HallCode, TerminalId } from '../domain/hall.ts';
import type { Log } from '../domain/log-events.ts';
import { backOffMs, quietMs } from './back-off.ts';
import type { HandIn, HandInResult } from './hand-in.ts';
import type { OutboxStore } from './outbox.ts';
import { firstSync, nextSync, type SyncEvent, type SyncPhase, type SyncStep } from './sync-machine.ts';
import { MESSAGES_PER_BATCH_MAX, WIRE_VERSION, type WireRefusal } from './wire.ts';

/**
 * Hands the outbox to the center, exactly once whatever happens on the way: SPEC.md beside this file has the states
 * and the numbered invariants. Time, chance, the store and the line are handed in.
 */
export type SyncState = {
  readonly pending: number;
  readonly oldestAt: Instant | null;
  /** When the center last answered well, since this program started. */
  readonly lastSuccessAt: Instant | null;
  /** Why the center takes nothing; null while all is well. */
  readonly refusal: WireRefusal | 'not-reached' | null;
  /** When it is tried again; null: now, or when there is something to tell. */
  readonly retryAt: Instant | null;
  /** Messages that the center keeps apart because it could not apply them, as told since this program started. */
  readonly parked: number;
};

export type Sync = {
  /** Something was saved: tries at once, unless a back-off is running. */
  poke(): void;
  state(): SyncState;
  /** Called after each change of the state. */
  watch(listener: (state: SyncState) => void): Cancel;
  /** Resolves when the store is no longer asked; an answer that is still on its way changes nothing more. */
  stop(): Promise<void>;
};

export type SyncOptions = {
  readonly store: OutboxStore;
  readonly handIn: HandIn;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly hall: HallCode;
  readonly terminal: TerminalId;
};

/** The line has a time-out of its own; this is the net below it. */
export const HAND_IN_MS_MAX = 2 * MINUTE_MS;

type Outcome =
  | { readonly event: 'rested' | 'progressed' }
  | { readonly event: 'failed'; readonly reason: string; readonly askedMs: number | null; readonly refusal: SyncState['refusal'] };

export function startSync({ store, handIn, clock, random, log, hall, terminal }: SyncOptions): Sync {
  let phase: SyncPhase = { kind: 'resting' };
  let state: SyncState = { pending: 0, oldestAt: null, lastSuccessAt: null, refusal: null, retryAt: null, parked: 0 };
  let cancelTimer: Cancel = () => {};
  /** The center misses messages that it had acknowledged (it was restored): they are told again from here. */
  let resendFrom: number | null = null;
  /** A resending that the center itself asked for and that it has not yet answered well. */
  let gapAnswered = false;
  let counted = 0;
  let cancelNet: Cancel = () => {};
  const listeners = new Set<(state: SyncState) => void>();
  const underWay = new Set<Promise<unknown>>();

  const stopped = (): boolean => phase.kind === 'stopped';

  function change(changes: Partial<SyncState>): void {
    const next = { ...state, ...changes };
    if ((Object.keys(changes) as (keyof SyncState)[]).every((key) => next[key] === state[key])) return;
    state = next;
    for (const listener of [...listeners]) listener(state);
  }

  /** Asks the store, so that `stop` can wait for the answer. */
  function ask<T>(call: Promise<T>): Promise<T> {
    const settled = call
      .then(
        () => {},
        () => {},
      )
      .then(() => void underWay.delete(settled));
    underWay.add(settled);
    return call;
  }

  async function count(): Promise<void> {
    const mine = ++counted;
    try {
      const { count: pending, oldestAt } = await ask(store.pendingCount());
      if (mine === counted && !stopped()) change({ pending, oldestAt });
    } catch {
      // The store tells its own troubles; the figures stay as they were.
    }
  }

  function happen(event: SyncEvent, askedMs: number | null = null): number {
    const next = nextSync(phase, event);
    return next === null ? 0 : enter(next, askedMs);
  }

  /** @returns how long it waits, for the log. */
  function enter({ phase: next, act }: SyncStep, askedMs: number | null): number {
    phase = next;
    if (act === 'none' && phase.kind !== 'stopped') return 0;
    cancelTimer();
    cancelTimer = () => {};
    if (act === 'try') {
      change({ retryAt: null });
      void attempt();
    } else if (act === 'rest') cancelTimer = clock.after(quietMs(random), () => void happen({ kind: 'due' }));
    else if (act === 'wait' && phase.kind === 'waiting') {
      const delayMs = backOffMs(phase.failures, random, askedMs);
      cancelTimer = clock.after(delayMs, () => void happen({ kind: 'due' }));
      change({ retryAt: (clock.now() + delayMs) as Instant });
      return delayMs;
    }
    return 0;
  }

  async function attempt(): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await tryOnce();
    } catch {
      outcome = { event: 'failed', reason: 'store', askedMs: null, refusal: state.refusal };
    }
    if (stopped()) return;
    if (outcome.event === 'failed') {
      change({ refusal: outcome.refusal });
      const waitMs = happen({ kind: 'failed' }, outcome.askedMs);
      log('sync.failed', { reason: outcome.reason, waitMs });
    } else happen({ kind: outcome.event });
    void count();
  }

  async function tryOnce(): Promise<Outcome> {
    const hello = phase.kind === 'trying' && phase.hello;
    const messages = await ask(
      resendFrom === null ? store.pendingMessages(MESSAGES_PER_BATCH_MAX) : store.messagesFrom(resendFrom, MESSAGES_PER_BATCH_MAX),
    );
    if (stopped()) return { event: 'rested' };
    const first = messages[0]?.sequence;
    const last = messages.at(-1)?.sequence;
    if (first === undefined || last === undefined) {
      if (resendFrom !== null) {
        resendFrom = null;
        return { event: 'progressed' };
      }
      if (!hello) return { event: 'rested' };
    }
    const epoch = await ask(store.epoch());
    if (stopped()) return { event: 'rested' };
    const result = await withinTime(handIn({ wire: WIRE_VERSION, hall, terminal, epoch, messages: [...messages] }));
    if (stopped()) return { event: 'rested' };
    if (result.kind === 'not-reached')
      return { event: 'failed', reason: result.reason, askedMs: result.retryAfterMs, refusal: 'not-reached' };
    if (result.kind === 'refused') return refused(result, first);
    gapAnswered = false;
    return first === undefined || last === undefined
      ? answeredHello(result.reply.acknowledgedThrough)
      : acknowledged(result.reply, first, last);
  }

  async function acknowledged(
    reply: { acknowledgedThrough: number; parked: readonly unknown[] },
    first: number,
    last: number,
  ): Promise<Outcome> {
    // Never more than was handed in here and now: a copy of this terminal may have told the center more.
    const through = Math.min(reply.acknowledgedThrough, last);
    if (through < first) return { event: 'failed', reason: 'short-answer', askedMs: null, refusal: state.refusal };
    await ask(store.acknowledge(through, clock.now()));
    if (stopped()) return { event: 'rested' };
    if (resendFrom !== null) resendFrom = through + 1;
    log('sync.sent', { through, messages: through - first + 1 });
    change({ lastSuccessAt: clock.now(), refusal: null, parked: state.parked + reply.parked.length });
    return { event: 'progressed' };
  }

  async function answeredHello(through: number): Promise<Outcome> {
    const mine = await ask(store.acknowledgedThrough());
    if (through < mine) {
      resendFrom = through + 1;
      return { event: 'progressed' };
    }
    // The center has heard more from this epoch than this store has ever said: it is an older copy of itself.
    if (through > mine && (await ask(store.pendingCount())).count === 0)
      return { event: 'failed', reason: 'sequence-forked', askedMs: null, refusal: 'sequence-forked' };
    change({ lastSuccessAt: clock.now(), refusal: null });
    return { event: 'rested' };
  }

  function refused(result: Extract<HandInResult, { kind: 'refused' }>, first: number | undefined): Outcome {
    if (result.reason === 'sequence-gap' && result.expected !== null && first !== undefined && result.expected < first && !gapAnswered) {
      gapAnswered = true;
      resendFrom = Math.max(1, result.expected);
      return { event: 'progressed' };
    }
    return { event: 'failed', reason: result.reason, askedMs: null, refusal: result.reason };
  }

  function withinTime(answer: Promise<HandInResult>): Promise<HandInResult> {
    return new Promise((resolve) => {
      const notReached = (reason: string): void => resolve({ kind: 'not-reached', reason, retryAfterMs: null });
      cancelNet = clock.after(HAND_IN_MS_MAX, () => notReached('no-answer'));
      answer.then(resolve, () => notReached('line-broken')).finally(() => cancelNet());
    });
  }

  enter(firstSync(), null);
  void count();

  return {
    poke() {
      happen({ kind: 'poke' });
      if (!stopped()) void count();
    },
    state: () => state,
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      happen({ kind: 'stop' });
      cancelNet();
      listeners.clear();
      await Promise.all([...underWay]);
    },
  };
}
