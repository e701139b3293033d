import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreRefused } from '../../src/domain/batch.ts';
import { hallDayOf, nextDay } from '../../src/domain/hall-day.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { aJob, aTicket, changeBatch, DAY, id, issueBatch, newKey, NOON } from './samples.ts';
import { newFolder } from '../support/new-folder.ts';

const opened = async (directory = newFolder('store'), sealingKey = newKey()): Promise<Store> => {
  const store = await openStore({ directory, sealingKey });
  onTestFinished(() => store.close());
  return store;
};
const refusal = async (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => null,
    (error: unknown) => (error instanceof StoreRefused ? error.refusal : error),
  );

describe('a decision is saved whole', () => {
  test('a ticket is there after a restart, with its holder, its slip, its block and its message', async () => {
    const directory = newFolder('store');
    const key = newKey();
    const before = await openStore({ directory, sealingKey: key });
    const ticket = aTicket(1, { holder: { name: '欧阳䶮', sex: 'female', ageYears: 82 }, priority: 'age' });
    const batch = issueBatch(ticket);
    expect(await before.commit(batch)).toEqual({ batchId: batch.id, sequences: [1] });
    const epoch = await before.epoch();
    await before.close();

    const store = await opened(directory, key);
    expect(await store.ticketsOf(DAY)).toEqual([ticket]);
    expect(await store.blocksOf(DAY)).toEqual([{ day: DAY, class: 'A', terminal: 'K01', from: 1, to: 999, next: 2 }]);
    expect((await store.printJobsOf(ticket.id)).map((job) => [job.state, job.paper!.title])).toEqual([['planned', '取号凭条']]);
    expect(await store.epoch()).toBe(epoch);
    const [message] = await store.pendingMessages(10);
    const { holder: _, ...told } = ticket;
    expect(message).toMatchObject({ sequence: 1, at: NOON, message: { kind: 'ticket', action: 'issued', ticket: told } });
    expect(JSON.stringify(message)).not.toContain('欧阳');
  });

  test('the same batch offered twice is saved once and answered alike', async () => {
    const store = await opened();
    const batch = issueBatch(aTicket(1));
    const first = await store.commit(batch);
    expect(await store.commit(batch)).toEqual(first);
    expect(await store.ticketsOf(DAY)).toHaveLength(1);
    expect(await store.pendingCount()).toEqual({ count: 1, oldestAt: NOON });
  });

  test('two decisions about one ticket: the second is refused, and nothing of it is written', async () => {
    const store = await opened();
    const ticket = aTicket(1);
    await store.commit(issueBatch(ticket));
    const called = { ...ticket, state: 'called', window: 3, calls: 1, lastCalledAt: NOON, calledEpoch: 1, revision: 2 } as const;
    await store.commit(changeBatch(called, 'called'));
    expect(await refusal(store.commit(changeBatch({ ...called, window: 4 }, 'called')))).toEqual({ kind: 'conflict', what: 'ticket' });
    expect((await store.ticketsOf(DAY))[0]?.window).toBe(3);
    expect((await store.pendingMessages(10)).map((message) => message.sequence)).toEqual([1, 2]);
  });

  test('the same number is never given twice on one day', async () => {
    const store = await opened();
    await store.commit(issueBatch(aTicket(7)));
    expect(await refusal(store.commit(issueBatch(aTicket(7))))).toEqual({ kind: 'conflict', what: 'ticket-number' });
    await store.commit(issueBatch(aTicket(7, { day: nextDay(DAY) })));
    expect(await store.ticketsOf(DAY)).toHaveLength(1);
  });

  test('numbers leased to one terminal are not leased to another, and none is taken back', async () => {
    const store = await opened();
    const lease = (terminal: string, from: number, to: number, next: number) =>
      store.commit({
        id: id(),
        at: NOON,
        messages: [],
        audit: [],
        changes: [{ kind: 'number-block', block: { day: DAY, class: 'A', terminal: terminal as never, from, to, next } }],
      });
    await lease('K01', 1, 100, 51);
    expect(await refusal(lease('K02', 90, 190, 90))).toEqual({ kind: 'conflict', what: 'number-block' });
    expect(await refusal(lease('K01', 1, 100, 50))).toEqual({ kind: 'conflict', what: 'number-block' });
    await lease('K02', 101, 200, 101);
    expect((await store.blocksOf(DAY)).map((block) => block.next)).toEqual([51, 101]);
  });

  test('a keeper takes over only under the next epoch', async () => {
    const store = await opened();
    const takeOver = (epoch: number) =>
      store.commit({ id: id(), at: NOON, messages: [], audit: [], changes: [{ kind: 'keeper-epoch', epoch, terminal: 'K01' }] });
    expect(await store.keeperEpoch()).toBe(0);
    await takeOver(1);
    expect(await refusal(takeOver(1))).toEqual({ kind: 'conflict', what: 'keeper-epoch' });
    expect(await refusal(takeOver(3))).toEqual({ kind: 'conflict', what: 'keeper-epoch' });
    await takeOver(2);
    expect(await store.keeperEpoch()).toBe(2);
  });

  test('a slip that is not confirmed is found again after a stop', async () => {
    const store = await opened();
    const ticket = aTicket(1);
    const batch = issueBatch(ticket);
    await store.commit(batch);
    const [planned] = await store.openPrintJobs();
    const state = (to: 'sent' | 'confirmed') =>
      store.commit({
        id: id(),
        at: NOON,
        messages: [],
        audit: [],
        changes: [{ kind: 'print-job-state', id: planned!.id, state: to, reason: null, at: NOON }],
      });
    await state('sent');
    expect((await store.openPrintJobs()).map((job) => job.state)).toEqual(['sent']);
    await state('confirmed');
    expect(await store.openPrintJobs()).toEqual([]);
    expect(await refusal(store.commit({ ...issueBatch(aTicket(2)), changes: [{ kind: 'print-job', job: aJob(aTicket(9)) }] }))).toEqual({
      kind: 'conflict',
      what: 'batch',
    });
  });

  test('yesterday’s tickets that nobody closed are found', async () => {
    const store = await opened();
    const yesterday = hallDayOf((NOON - 86_400_000) as Instant);
    await store.commit(issueBatch(aTicket(1, { day: yesterday })));
    await store.commit(issueBatch(aTicket(2, { day: yesterday, state: 'done' })));
    await store.commit(issueBatch(aTicket(3, { day: yesterday, state: 'missed' })));
    await store.commit(issueBatch(aTicket(1)));
    expect((await store.unclosedBefore(DAY)).map((ticket) => ticket.number)).toEqual([1, 3]);
  });
});

describe('the outbox', () => {
  test('numbers messages without a gap, refused batches among them, and keeps what was acknowledged', async () => {
    const store = await opened();
    for (let number = 1; number <= 5; number++) {
      await store.commit(issueBatch(aTicket(number)));
      await refusal(store.commit(issueBatch(aTicket(number))));
    }
    expect((await store.pendingMessages(10)).map((message) => message.sequence)).toEqual([1, 2, 3, 4, 5]);
    await store.acknowledge(3, NOON);
    await store.acknowledge(2, NOON);
    expect(await store.acknowledgedThrough()).toBe(3);
    expect((await store.pendingMessages(1)).map((message) => message.sequence)).toEqual([4]);
    expect(await store.pendingCount()).toEqual({ count: 2, oldestAt: NOON });
    expect((await store.messagesFrom(2, 2)).map((message) => message.sequence)).toEqual([2, 3]);
    await expect(store.acknowledge(6, NOON)).rejects.toThrow('only 5');
  });
});
