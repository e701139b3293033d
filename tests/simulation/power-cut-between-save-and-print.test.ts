import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmallHall, type SmallHall } from '../support/small-hall.ts';

let hall: SmallHall | null = null;
afterEach(async () => {
  await hall?.cut();
  if (hall) rmSync(hall.directory, { recursive: true, force: true });
  hall = null;
});

const takeTicket = async (of: SmallHall): Promise<void> => {
  of.tap({ kind: 'wake' });
  of.tap({ kind: 'open-tile', tile: 'take-ticket' });
  of.tap({ kind: 'choose-matter', matterId: null });
  of.tap({ kind: 'take-ticket', priority: false });
  await of.screen('ticket');
};

describe('the power fails', () => {
  it('after the ticket was saved and before the printer had a byte: not printed, told, and not printed by itself later', async () => {
    hall = await openSmallHall();
    // Nobody goes to the printer in this test: the ticket is saved with its planned slip, and then there is no power.
    const issued = await hall.keeper.issue({ requestId: 'a', matterId: null, priority: 'none', holder: null, by: 'resident' });
    if (!issued.ok) throw new Error(issued.error.kind);
    await hall.cut();
    hall = await openSmallHall({ directory: hall.directory, at: '2026-11-23T09:05:00+08:00', seed: 2 });
    const [ticket] = await hall.store.ticketsOf(hall.keeper.queue().day);
    expect(ticket).toMatchObject({ number: 1, state: 'waiting', print: 'not-printed' });
    await hall.clock.turn(600_000);
    expect(hall.printer.papers).toHaveLength(0);
  });

  it('while the slip was in the printer: nobody claims to know, the next number is another one', async () => {
    hall = await openSmallHall();
    hall.printer.hold = true;
    await takeTicket(hall);
    const before = hall;
    await hall.until('the job was sent', async () => (await before.store.openPrintJobs())[0]?.state === 'sent');
    await hall.cut();
    hall = await openSmallHall({ directory: hall.directory, at: '2026-11-23T09:05:00+08:00', seed: 3 });
    expect((await hall.store.ticketsOf(hall.keeper.queue().day))[0]).toMatchObject({ print: 'unknown', state: 'waiting' });
    await takeTicket(hall);
    expect(await hall.screen('ticket')).toMatchObject({ label: 'A002' });
  });

  it('and the next keeper has a higher epoch, so that a window that saw the old one is refused', async () => {
    hall = await openSmallHall();
    await takeTicket(hall);
    const { epoch } = hall.keeper.queue();
    await hall.cut();
    hall = await openSmallHall({ directory: hall.directory, at: '2026-11-23T09:01:00+08:00', seed: 4 });
    expect(hall.keeper.queue().epoch).toBe(epoch + 1);
    expect(await hall.keeper.callNext({ requestId: 'w', epoch, window: 1, by: 'li' })).toEqual({
      ok: false,
      error: { kind: 'stale-epoch' },
    });
    expect(await hall.keeper.callNext({ requestId: 'x', epoch: epoch + 1, window: 1, by: 'li' })).toMatchObject({
      ok: true,
      value: { calledEpoch: epoch + 1 },
    });
  });
});
