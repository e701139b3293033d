import { describe, expect, it } from 'vitest';
import type { CounterView, TicketRow } from '../../../src/api/counter.ts';
import { hallRig } from '../../support/hall-rig.ts';

const rig = hallRig();
const HOLDER = { name: '颜\u4dae', sex: 'female', ageYears: 92 } as const;

describe('calling', () => {
  it('shows the name of who comes only at the window that called, only until it is done', async () => {
    await rig.hall.take({ priority: 'age', holder: HOLDER });
    const li = await rig.atWindow('li', 1);
    const wang = await rig.atWindow('wang', 2);
    const liWatch = await li.watch<CounterView>('counter');
    const wangWatch = await wang.watch<CounterView>('counter');
    const before = await liWatch.take();
    expect(before.waiting.map((row) => [row.label, row.priority, row.holder])).toEqual([['C001', 'age', null]]);

    const called = (await li.command('callNext')).body as { ok: true; value: TicketRow };
    expect(called.value.holder).toEqual(HOLDER);
    expect((await liWatch.take((view) => view.current !== null)).current!.holder).toEqual(HOLDER);
    const elsewhere = await wangWatch.take((view) => view.windows.some((window) => window.label === 'C001'));
    expect(JSON.stringify(elsewhere)).not.toContain(HOLDER.name);

    const done = (await li.command('finish', { ticketId: called.value.id })).body as { ok: true; value: TicketRow };
    expect(done.value).toMatchObject({ state: 'done', holder: null });
    const after = await liWatch.take((view) => view.doneToday === 1);
    expect(JSON.stringify(after)).not.toContain(HOLDER.name);
  });

  it('by two windows at the same instant gives each another ticket, never the same one', async () => {
    for (let i = 0; i < 20; i++) await rig.hall.take();
    const windows = await Promise.all([rig.atWindow('li', 1), rig.atWindow('wang', 2), rig.atWindow('zhao', 3)]);
    const labels: string[] = [];
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(windows.map((window) => window.command('callNext')));
      const rows = answers.map((answer) => (answer.body as { ok: true; value: TicketRow }).value);
      labels.push(...rows.map((row) => row.label));
      await Promise.all(rows.map((row, index) => windows[index]!.command('finish', { ticketId: row.id })));
    }
    expect(labels).toHaveLength(18);
    expect(new Set(labels).size).toBe(18);
  });

  it('twice with one request id is one call', async () => {
    await rig.hall.take();
    await rig.hall.take();
    const li = await rig.atWindow('li', 1);
    const input = { requestId: '0195f000-0000-7000-8000-000000000001', epoch: 1 };
    const [first, second] = await Promise.all([li.call('callNext', input), li.call('callNext', input)]);
    expect(first.body).toEqual(second.body);
    expect(rig.hall.keeper.queue().tickets.filter((ticket) => ticket.state === 'called')).toHaveLength(1);
  });

  it('under an epoch of another keeper is refused, and so is a ticket of another window', async () => {
    await rig.hall.take();
    const li = await rig.atWindow('li', 1);
    const wang = await rig.atWindow('wang', 2);
    expect((await li.command('callNext', { epoch: 0 })).body).toEqual({ ok: false, error: { kind: 'stale-epoch' } });
    const { value } = (await li.command('callNext')).body as { value: TicketRow };
    expect((await wang.command('finish', { ticketId: value.id })).body).toEqual({ ok: false, error: { kind: 'already-changed' } });
    expect((await li.command('markMissed', { ticketId: value.id })).body).toEqual({
      ok: false,
      error: { kind: 'too-early', callsLeft: 1, waitSeconds: 10 },
    });
    expect((await li.command('callNext')).body).toEqual({ ok: false, error: { kind: 'window-busy', label: 'A001' } });
  });

  it('lists who waits in the order of the calls to come: a priority ticket after two others', async () => {
    for (let i = 0; i < 4; i++) await rig.hall.take();
    await rig.hall.take({ priority: 'declared' });
    const li = await rig.atWindow('li', 1);
    const { waiting } = await (await li.watch<CounterView>('counter')).take();
    const called: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { value } = (await li.command('callNext')).body as { value: TicketRow };
      called.push(value.label);
      await li.command('finish', { ticketId: value.id });
    }
    expect(waiting.map((row) => row.label)).toEqual(called);
  });

  it('issues for somebody who cannot use the screen, and prints again what did not come out', async () => {
    const li = await rig.atWindow('li', 1);
    rig.hall.printer.set({ kind: 'troubled', trouble: 'out-of-paper', sinceMs: 0 });
    const { value } = (await li.command('issue', { matterId: 'MZ-01', priority: true })).body as { value: TicketRow };
    expect(value).toMatchObject({ label: 'C001', priority: 'declared', matterName: '最低生活保障申请' });
    const watch = await li.watch<CounterView>('counter');
    const troubled = await watch.take((view) => view.unprinted.length === 1);
    expect(troubled.troubles).toEqual([expect.objectContaining({ device: 'ticket-printer', trouble: 'out-of-paper' })]);
    rig.hall.printer.set({ kind: 'ready', paperLow: true });
    await li.command('reprint', { ticketId: value.id });
    const fine = await watch.take(
      (view) => view.unprinted.length === 0 && view.troubles.length === 0 && view.waiting[0]?.print === 'confirmed',
    );
    expect(fine.paperLow).toBe(true);
  });

  it('hears who is going to a help call', async () => {
    const li = await rig.atWindow('li', 1);
    const watch = await li.watch<CounterView>('counter');
    const call = rig.hall.helpDesk.ring('K01');
    expect((await watch.take((view) => view.helpCalls.length === 1)).helpCalls[0]).toMatchObject({ terminal: 'K01', heardBy: null });
    await li.call('answerHelp', { helpId: call.id });
    expect((await watch.take((view) => view.helpCalls[0]?.heardBy !== null)).helpCalls[0]!.heardBy).toBe('李敏');
  });
});
