import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/basics/clock.ts';
import { backOffMs, BACK_OFF_MS_MAX, BACK_OFF_MS_MIN, ceilingMs } from '../../src/sync/back-off.ts';
import { HAND_IN_MS_MAX, startSync, type Sync } from '../../src/sync/engine.ts';
import type { HandInResult } from '../../src/sync/hand-in.ts';
import { ClockByHand, SeededRandom, settle } from '../support/clock-by-hand.ts';
import { HALL, TERMINAL } from '../store/samples.ts';
import { CenterDouble, OutboxInMemory } from './outbox-in-memory.ts';

const SEED = 8;
const down: HandInResult = { kind: 'not-reached', reason: 'http-500', retryAfterMs: null };

function terminal(store = new OutboxInMemory(), center = new CenterDouble(), clock = new ClockByHand('2026-03-02T04:00:00Z')) {
  const events: string[] = [];
  const start = (): Sync =>
    startSync({
      store,
      handIn: center.handIn,
      clock,
      random: new SeededRandom(SEED),
      log: (event, fields) => void events.push(`${event} ${Object.values(fields).join(' ')}`),
      hall: HALL,
      terminal: TERMINAL,
    });
  return { store, center, clock, events, start };
}
const ids = (messages: readonly { id: string }[]): string[] => messages.map((message) => message.id);

describe('the center is there', () => {
  test('a saved message is handed in at once, and the terminal says hello when it starts', async () => {
    const { store, center, clock, start } = terminal();
    const sync = start();
    await settle();
    expect(center.requests).toHaveLength(1);
    expect(center.requests[0]).toMatchObject({ wire: 1, hall: HALL, terminal: TERMINAL, messages: [] });
    store.save();
    sync.poke();
    await settle();
    expect(store.through).toBe(1);
    expect(sync.state()).toEqual({ pending: 0, oldestAt: null, lastSuccessAt: clock.now(), refusal: null, retryAt: null, parked: 0 });
  });

  test('450 messages go in batches of at most 200, one after the other', async () => {
    const { store, center, start } = terminal();
    store.save(450);
    const sync = start();
    for (let i = 0; i < 10; i++) sync.poke();
    await settle();
    expect(center.requests.map((request) => request.messages.length).filter(Boolean)).toEqual([200, 200, 50]);
    expect(center.underMax).toBe(1);
    expect(ids(center.taken)).toEqual(ids(store.messages));
  });

  test('a quiet terminal lets itself be heard about once a minute', async () => {
    const { center, clock, start } = terminal();
    start();
    await clock.turn(HOUR_MS);
    expect(center.requests.length).toBeGreaterThanOrEqual(48);
    expect(center.requests.length).toBeLessThanOrEqual(82);
  });

  test('those who watch are told of each change, and of nothing else', async () => {
    const { store, clock, start } = terminal();
    const sync = start();
    const pendings: number[] = [];
    const unwatch = sync.watch((state) => pendings.push(state.pending));
    await settle();
    store.save();
    sync.poke();
    await settle();
    const told = pendings.length;
    expect(pendings).toContain(1);
    expect(pendings.at(-1)).toBe(0);
    sync.poke();
    await settle();
    unwatch();
    store.save();
    sync.poke();
    await clock.turn(SECOND_MS);
    expect(pendings.length).toBe(told);
  });
});

describe('the center answers 500', () => {
  test('the same batch comes again, after a wait, and is taken once', async () => {
    const { store, center, clock, events, start } = terminal();
    let failures = 3;
    center.line = () => (failures-- > 0 ? down : null);
    store.save(5);
    const sync = start();
    await settle();
    expect(sync.state()).toMatchObject({ pending: 5, refusal: 'not-reached' });
    expect(sync.state().retryAt).toBeGreaterThan(clock.now());
    await clock.turn(10 * SECOND_MS);
    const withMessages = center.requests.filter((request) => request.messages.length > 0);
    expect(withMessages.map((request) => ids(request.messages))).toEqual([1, 2, 3, 4].map(() => ids(store.messages)));
    expect(ids(center.taken)).toEqual(ids(store.messages));
    expect(sync.state()).toMatchObject({ pending: 0, refusal: null, retryAt: null });
    expect(events.filter((event) => event.startsWith('sync.failed http-500'))).toHaveLength(3);
    expect(events).toContain('sync.sent 5 5');
  });

  test('new messages do not shorten the wait, and are counted meanwhile', async () => {
    const { store, center, clock, start } = terminal();
    center.line = () => down;
    const sync = start();
    await clock.turn(MINUTE_MS);
    const asked = center.requests.length;
    for (let i = 0; i < 50; i++) {
      store.save();
      sync.poke();
      await settle();
    }
    expect(center.requests.length).toBe(asked);
    expect(sync.state().pending).toBe(50);
  });

  test('when the center asks for patience, it gets it', async () => {
    const { center, clock, start } = terminal();
    center.line = () => ({ kind: 'not-reached', reason: 'http-503', retryAfterMs: 60_000 });
    start();
    await clock.turn(59 * SECOND_MS);
    expect(center.requests).toHaveLength(1);
    await clock.turn(2 * SECOND_MS);
    expect(center.requests).toHaveLength(2);
  });

  test('the wait is chance below a ceiling: seconds at first, then doubling to five minutes', () => {
    expect([1, 2, 3, 4, 10, 11, 12, 16, 17, 18, 1_000].map(ceilingMs)).toEqual([
      1_000, 2_000, 4_000, 4_000, 4_000, 8_000, 16_000, 256_000, 300_000, 300_000, 300_000,
    ]);
    const random = new SeededRandom(SEED);
    for (let failures = 1; failures <= 40; failures++) {
      const ceiling = ceilingMs(failures);
      const waits = Array.from({ length: 400 }, () => backOffMs(failures, random, null));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(BACK_OFF_MS_MIN);
      expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling);
      expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeGreaterThan(ceiling * 0.4);
    }
    expect(backOffMs(1, random, 10 ** 9)).toBe(BACK_OFF_MS_MAX);
  });
});

describe('the line is cut', () => {
  test('an answer that is lost after the center has taken the batch: the same batch again, taken once', async () => {
    const { store, center, clock, start } = terminal();
    let lost = 2;
    center.line = (request) => (request.messages.length > 0 && lost-- > 0 ? 'lost' : null);
    store.save(3);
    const sync = start();
    await clock.turn(MINUTE_MS);
    expect(center.requests.filter((request) => request.messages.length > 0)).toHaveLength(3);
    expect(ids(center.taken)).toEqual(ids(store.messages));
    expect(sync.state().pending).toBe(0);
  });

  test('an answer that never comes is given up in the end', async () => {
    const { store, center, clock, start } = terminal();
    center.line = () => 'never';
    store.save();
    const sync = start();
    await clock.turn(HAND_IN_MS_MAX - 1);
    expect(center.requests).toHaveLength(1);
    center.line = () => null;
    await clock.turn(2 * SECOND_MS);
    expect(sync.state().pending).toBe(0);
  });

  test('is found again within seconds when it was cut for seconds', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const store = new OutboxInMemory();
      const center = new CenterDouble();
      const clock = new ClockByHand('2026-03-02T04:00:00Z');
      center.line = () => down;
      store.save();
      const sync = startSync({
        store,
        handIn: center.handIn,
        clock,
        random: new SeededRandom(seed),
        log: () => {},
        hall: HALL,
        terminal: TERMINAL,
      });
      await clock.turn(5 * SECOND_MS);
      center.line = () => null;
      await clock.turn(4 * SECOND_MS);
      expect(store.through, `seed ${seed}`).toBe(1);
      await sync.stop();
    }
  });
});

describe('the center is down all day', () => {
  test('everything is kept, asked for at most every five minutes, and handed in when it comes back', async () => {
    const { store, center, clock, start } = terminal();
    center.line = () => down;
    const sync = start();
    for (let ticket = 0; ticket < 480; ticket++) {
      store.save(3);
      sync.poke();
      await clock.turn(MINUTE_MS);
    }
    expect(sync.state()).toMatchObject({ pending: 1_440, refusal: 'not-reached', lastSuccessAt: null });
    expect(center.requests.length).toBeLessThan(600);
    center.line = () => null;
    await clock.turn(BACK_OFF_MS_MAX);
    expect(ids(center.taken)).toEqual(ids(store.messages));
    expect(sync.state()).toMatchObject({ pending: 0, refusal: null });
    await clock.turn(DAY_MS);
    expect(center.taken).toHaveLength(1_440);
  });
});

describe('the terminal restarts', () => {
  test('in the middle of a batch: the next start hands in what is left, and a late answer changes nothing', async () => {
    const { store, center, clock, start } = terminal();
    store.save(4);
    center.line = (request) => (request.messages.length > 0 ? 'lost' : null);
    const first = start();
    await settle();
    await first.stop();
    const asked = center.requests.length;
    await clock.turn(HOUR_MS);
    expect(center.requests).toHaveLength(asked);
    expect(store.through).toBe(0);
    center.line = () => null;
    start();
    await settle();
    expect(store.through).toBe(4);
    expect(ids(center.taken)).toEqual(ids(store.messages));
  });

  test('stop leaves no timer behind', async () => {
    const { center, clock, start } = terminal();
    for (const line of [() => null, () => down, () => 'never' as const]) {
      center.line = line;
      const sync = start();
      await settle();
      await sync.stop();
      expect(clock.timers()).toBe(0);
    }
  });

  test('the store does not answer for a while: it is asked again', async () => {
    const { store, clock, start } = terminal();
    store.save();
    store.broken = true;
    start();
    await clock.turn(5 * SECOND_MS);
    store.broken = false;
    await clock.turn(MINUTE_MS);
    expect(store.through).toBe(1);
  });
});

describe('the center was restored from a backup', () => {
  test('what it has lost is told again, in order, before what is new', async () => {
    const { store, center, clock, start } = terminal();
    store.save(500);
    const sync = start();
    await settle();
    expect(store.through).toBe(500);
    center.taken = center.taken.slice(0, 120);
    store.save(3);
    sync.poke();
    await clock.turn(MINUTE_MS);
    expect(ids(center.taken)).toEqual(ids(store.messages));
    expect(sync.state()).toMatchObject({ pending: 0, refusal: null });
  });

  test('it is found by the next hello even when nothing new is saved', async () => {
    const { store, center, clock, start } = terminal();
    store.save(10);
    start();
    await settle();
    center.taken = [];
    await clock.turn(2 * MINUTE_MS);
    expect(ids(center.taken)).toEqual(ids(store.messages));
  });

  test('a center that asks for what was never said is not believed twice, and it is shown', async () => {
    const { store, center, clock, start } = terminal();
    store.save(3);
    center.line = () => ({ kind: 'refused', reason: 'sequence-gap', expected: 9 });
    const sync = start();
    await clock.turn(MINUTE_MS);
    expect(sync.state()).toMatchObject({ pending: 3, refusal: 'sequence-gap' });
    expect(center.requests.length).toBeLessThan(25);
  });
});

describe('a refusal is an answer', () => {
  test.each(['unknown-terminal', 'wrong-token', 'wrong-hall', 'unknown-wire-version', 'sequence-forked'] as const)(
    '%s is shown, nothing is lost, and it is tried again',
    async (reason) => {
      const { store, center, clock, start } = terminal();
      store.save(2);
      center.line = () => ({ kind: 'refused', reason, expected: null });
      const sync = start();
      await clock.turn(SECOND_MS);
      expect(sync.state()).toMatchObject({ pending: 2, refusal: reason });
      center.line = () => null;
      await clock.turn(MINUTE_MS);
      expect(sync.state()).toMatchObject({ pending: 0, refusal: null });
    },
  );

  test('messages that the center keeps apart are counted', async () => {
    const { store, center, start } = terminal();
    store.save(2);
    center.line = (request) =>
      request.messages.length === 0
        ? null
        : { kind: 'taken', reply: { acknowledgedThrough: 2, parked: [{ sequence: 2, reason: 'not-understood' }] } };
    const sync = start();
    await settle();
    expect(sync.state()).toMatchObject({ pending: 0, parked: 1 });
  });

  test('an acknowledgement of more than was handed in is not believed', async () => {
    const { store, center, start } = terminal();
    store.save(250);
    center.line = (request) =>
      request.messages.length === 200
        ? { kind: 'taken', reply: { acknowledgedThrough: 9_999, parked: [] } }
        : { kind: 'not-reached', reason: 'cut-off', retryAfterMs: null };
    start();
    await settle();
    expect(store.through).toBe(200);
  });

  test('an acknowledgement of less than was handed in is tried again, not taken for all', async () => {
    const { store, center, clock, start } = terminal();
    store.save(4);
    let short = true;
    center.line = (request) =>
      request.messages.length > 0 && short ? { kind: 'taken', reply: { acknowledgedThrough: 0, parked: [] } } : null;
    const sync = start();
    await settle();
    expect(store.through).toBe(0);
    expect(sync.state().retryAt).not.toBeNull();
    short = false;
    await clock.turn(MINUTE_MS);
    expect(store.through).toBe(4);
  });

  test('a center that has heard more than this store ever said: the store is an old copy, and that is shown', async () => {
    const { store, center, clock, start } = terminal();
    store.save(2);
    const sync = start();
    await settle();
    center.line = (request) => (request.messages.length === 0 ? { kind: 'taken', reply: { acknowledgedThrough: 7, parked: [] } } : null);
    await clock.turn(2 * MINUTE_MS);
    expect(sync.state().refusal).toBe('sequence-forked');
  });
});
