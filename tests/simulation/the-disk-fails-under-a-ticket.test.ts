import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreRefused, type Batch } from '../../src/domain/batch.ts';
import { closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';

let hall: SmallHall;
beforeEach(async () => {
  hall = await openSmallHall();
});
afterEach(() => closeSmallHall(hall));

function takeTicket(): void {
  hall.tap({ kind: 'wake' });
  hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
  hall.tap({ kind: 'choose-matter', matterId: null });
  hall.tap({ kind: 'take-ticket', priority: false });
}
/** From now on the disk refuses batches of this kind. */
function refuse(which: (batch: Batch) => boolean): void {
  const commit = hall.store.commit.bind(hall.store);
  hall.store.commit = (batch) => (which(batch) ? Promise.reject(new StoreRefused({ kind: 'cannot-save', reason: 'full' })) : commit(batch));
}
const records = (state: string) => (batch: Batch) =>
  batch.changes.some((change) => change.kind === 'print-job-state' && change.state === state);
const slip = (): string => {
  const { screen } = hall.view();
  return screen.kind === 'ticket' ? screen.slip.kind : screen.kind;
};

describe('the disk', () => {
  it('takes no ticket: the resident is sent to a window, and no paper comes', async () => {
    refuse((batch) => batch.messages.length > 0);
    takeTicket();
    expect(await hall.screen('sorry')).toEqual({ kind: 'sorry', reason: 'cannot-save' });
    expect(hall.printer.papers).toEqual([]);
  });

  it('fails before the slip could be recorded as sent: no paper, and both the screen and the counter say so', async () => {
    refuse(records('sent'));
    takeTicket();
    await hall.until('the screen says that no slip came', () => slip() === 'not-printed');
    expect(hall.printer.papers).toEqual([]);
    expect(hall.keeper.queue().tickets[0]).toMatchObject({ state: 'waiting', print: 'not-printed' });
  });

  it('fails after the paper came: the screen says what the printer said', async () => {
    refuse(records('confirmed'));
    takeTicket();
    await hall.until('the slip is told', () => slip() === 'printed');
    expect(hall.keeper.queue().tickets[0]).toMatchObject({ print: 'confirmed' });
    // The next change of the ticket carries what could not be written.
    const { epoch } = hall.keeper.queue();
    expect(await hall.keeper.callNext({ requestId: 'a', epoch, window: 1, by: 'li-na' })).toMatchObject({
      ok: true,
      value: { print: 'confirmed' },
    });
  });

  it('does not answer: after a while a window helps on, and a ticket that was saved after all shows up at the counter', async () => {
    const commit = hall.store.commit.bind(hall.store);
    let answer: () => void = () => undefined;
    hall.store.commit = (batch) => new Promise((resolve, reject) => (answer = () => void commit(batch).then(resolve, reject)));
    takeTicket();
    await hall.clock.turn(14_000);
    expect(hall.view().screen.kind).toBe('issuing');
    await hall.clock.turn(1_000);
    expect(hall.view().screen).toEqual({ kind: 'sorry', reason: 'cannot-save' });
    hall.store.commit = commit;
    answer();
    await hall.until('the counter sees it', () => hall.keeper.queue().tickets[0]?.print === 'not-printed');
    expect(hall.view().screen.kind).toBe('sorry');
    expect(hall.printer.papers).toEqual([]);
  });
});
