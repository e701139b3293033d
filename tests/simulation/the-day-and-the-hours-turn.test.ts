import { afterEach, describe, expect, it } from 'vitest';
import { StoreRefused } from '../../src/domain/batch.ts';
import { labelOf } from '../../src/domain/ticket.ts';
import { closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';
import { hallFor } from '../support/people-and-halls.ts';

let hall: SmallHall;
afterEach(() => closeSmallHall(hall));
const issue = (requestId: string) =>
  hall.keeper.issue({ requestId, matterId: null, priority: 'none', holder: { name: '孔祥礼', sex: 'male', ageYears: 74 }, by: 'resident' });

describe('midnight', () => {
  it('ends what was left waiting, forgets the name, and starts again at 1', async () => {
    hall = await openSmallHall({ at: '2026-11-23T23:58:30+08:00' });
    await issue('a');
    await hall.clock.turn(60_000);
    expect(hall.keeper.queue()).toMatchObject({ day: '2026-11-23' });
    await hall.clock.turn(60_000);
    await hall.until('the day has turned', () => hall.keeper.queue().day === '2026-11-24');
    expect(hall.keeper.queue().tickets).toEqual([]);
    await hall.until('yesterday is closed', async () => (await hall.store.ticketsOf('2026-11-23' as never))[0]?.state === 'expired');
    expect((await hall.store.ticketsOf('2026-11-23' as never))[0]).toMatchObject({ state: 'expired', holder: null });
    const first = await issue('b');
    expect(first.ok && labelOf(first.value.ticket)).toBe('A001');
  });

  it('does not bring yesterday back when the clock is set back', async () => {
    hall = await openSmallHall({ at: '2026-11-24T00:05:00+08:00' });
    await issue('a');
    hall.clock.jumpTo('2026-11-23T23:50:00+08:00');
    await hall.clock.turn(120_000);
    const next = await issue('b');
    expect(next).toMatchObject({ ok: true, value: { ticket: { day: '2026-11-24', number: 2 } } });
  });
});

describe('a disk that fails at midnight', () => {
  it('is asked again each minute, until yesterday’s names are gone', async () => {
    hall = await openSmallHall({ at: '2026-11-23T23:59:00+08:00' });
    await issue('a');
    const commit = hall.store.commit.bind(hall.store);
    let refusals = 1;
    hall.store.commit = (batch) =>
      batch.messages[0]?.kind === 'ticket' && batch.messages[0].action === 'expired' && refusals-- > 0
        ? Promise.reject(new StoreRefused({ kind: 'cannot-save', reason: 'full' }))
        : commit(batch);
    await hall.clock.turn(61_000);
    await hall.until('the day has turned', () => hall.keeper.queue().day === '2026-11-24');
    expect((await hall.store.ticketsOf('2026-11-23' as never))[0]).toMatchObject({ state: 'waiting' });
    await hall.clock.turn(60_000);
    await hall.until('yesterday is closed', async () => (await hall.store.ticketsOf('2026-11-23' as never))[0]?.state === 'expired');
    expect((await hall.store.ticketsOf('2026-11-23' as never))[0]).toMatchObject({ holder: null });
  });
});

describe('a clock that is wrong', () => {
  it('by years, for a minute, ends nobody’s ticket and starts no new day', async () => {
    hall = await openSmallHall({ at: '2026-11-23T09:10:00+08:00' });
    await issue('a');
    hall.clock.jumpTo('2031-01-06T09:10:00+08:00');
    await hall.clock.turn(120_000);
    hall.clock.jumpTo('2026-11-23T09:13:00+08:00');
    await hall.clock.turn(120_000);
    expect(hall.keeper.queue().tickets).toMatchObject([{ number: 1, state: 'waiting' }]);
    expect(await issue('b')).toMatchObject({ ok: true, value: { ticket: { day: '2026-11-23', number: 2 } } });
  });

  it('when the terminal starts, and right later, leads back to the right day', async () => {
    hall = await openSmallHall({ at: '2031-01-06T09:10:00+08:00' });
    await issue('a');
    hall.clock.jumpTo('2026-11-23T09:12:00+08:00');
    await hall.clock.turn(12 * 60_000);
    await hall.until('the day is right', () => hall.keeper.queue().day === '2026-11-23');
    expect((await hall.store.ticketsOf('2031-01-06' as never))[0]).toMatchObject({ state: 'expired', holder: null });
    expect(await issue('b')).toMatchObject({ ok: true, value: { ticket: { day: '2026-11-23', number: 1 } } });
  });

  it('does not change who came first, not after a restart either', async () => {
    hall = await openSmallHall({ at: '2026-11-23T09:10:00+08:00' });
    await issue('a');
    hall.clock.jumpTo('2026-11-23T09:00:00+08:00');
    await issue('b');
    await hall.cut();
    hall = await openSmallHall({ directory: hall.directory, at: '2026-11-23T09:01:00+08:00', seed: 5 });
    expect(hall.keeper.queue().tickets.map(labelOf)).toEqual(['A001', 'A002']);
  });
});

describe('closing time', () => {
  const nine = hallFor([{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '12:00' }]);

  it('turns the inviting page into one that says when it opens, and back, at the minute', async () => {
    hall = await openSmallHall({ at: '2026-11-23T11:59:30+08:00', hall: nine });
    expect(hall.view().screen).toEqual({ kind: 'attract' });
    await hall.clock.turn(30_000);
    expect(hall.view().screen).toEqual({ kind: 'closed', opens: { day: '2026-11-24', time: '09:00', today: false } });
    expect(hall.tap({ kind: 'wake' })).toBe('not-here');
    await hall.clock.turn(21 * 3_600_000);
    expect(hall.view().screen).toEqual({ kind: 'attract' });
  });

  it('in the middle of a visit says so when the ticket is asked for, and gives none', async () => {
    hall = await openSmallHall({ at: '2026-11-23T11:59:30+08:00', hall: nine });
    hall.tap({ kind: 'wake' });
    hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
    hall.tap({ kind: 'choose-matter', matterId: null });
    await hall.clock.turn(31_000);
    expect(hall.view().screen.kind).toBe('confirm-ticket');
    hall.tap({ kind: 'take-ticket', priority: false });
    expect(await hall.screen('sorry')).toEqual({ kind: 'sorry', reason: 'hall-closed' });
    expect(hall.keeper.queue().tickets).toEqual([]);
  });
});
