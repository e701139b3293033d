import { afterEach, expect, it } from 'vitest';
import { closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';

let hall: SmallHall;
afterEach(() => closeSmallHall(hall));

it('forgets the name on the ticket and on its slips with 办结, and keeps that it was printed', async () => {
  hall = await openSmallHall();
  const issued = await hall.keeper.issue({
    requestId: 'a',
    matterId: null,
    priority: 'none',
    holder: { name: '孔祥礼', sex: 'male', ageYears: 74 },
    by: 'resident',
  });
  if (!issued.ok) throw new Error(issued.error.kind);
  const { ticket, job } = issued.value;
  await hall.keeper.recordPrint(ticket.id, job.id, 'confirmed', null);
  const { epoch } = hall.keeper.queue();
  const command = { epoch, window: 1, by: 'li-na', ticketId: ticket.id };
  expect(JSON.stringify(await hall.store.printJobsOf(ticket.id))).toContain('孔祥礼');
  await hall.keeper.callNext({ ...command, requestId: 'b' });
  expect(await hall.keeper.finish({ ...command, requestId: 'c' })).toMatchObject({ ok: true, value: { state: 'done', holder: null } });
  expect(await hall.store.printJobsOf(ticket.id)).toMatchObject([{ id: job.id, state: 'confirmed', paper: null }]);
  expect(JSON.stringify(await hall.store.ticketsOf(ticket.day))).not.toContain('孔祥礼');
  // The first answer is not kept either: the same request finds nothing to repeat, and would be a new one.
  expect(JSON.stringify(await hall.keeper.callNext({ ...command, requestId: 'b' }))).not.toContain('孔祥礼');
});
