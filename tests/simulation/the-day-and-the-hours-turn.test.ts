import { afterEach, describe, expect, it } from 'vitest';
import { labelOf } from '../../src/domain/ticket.ts';
import { closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';
import { hallFor } from '../support/people-and-halls.ts';

let hall: SmallHall;
afterEach(() => closeSmallHall(hall));
const issue = (requestId: string) => hall.keeper.issue({ requestId, matterId: null, priority: 'none', holder: { name: '孔祥礼', sex: 'male', ageYears: 74 }, by: 'resident' });

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
