import { describe, expect, it } from 'vitest';
import type { CounterView, DisplayView, TicketRow } from '../../../src/api/counter.ts';
import { HallClient } from '../../support/hall-client.ts';
import { hallRig } from '../../support/hall-rig.ts';

const rig = hallRig();
const HOLDER = { name: '颜\u4dae', sex: 'female', ageYears: 92 } as const;

describe('a line to the hall', () => {
  it('says something at least every ten seconds, so that a silent line is told from a quiet hall', async () => {
    const watch = await new HallClient(rig.server.url).watch<DisplayView>('display');
    const first = await watch.take();
    await rig.clock.turn(10_000);
    expect((await watch.take()).now - first.now).toBeLessThanOrEqual(10_000);
  });

  it('that drops is forgotten at once, and the next one begins with the newest state', async () => {
    const display = new HallClient(rig.server.url);
    const timers = rig.clock.timers();
    const watch = await display.watch<DisplayView>('display');
    await watch.take();
    watch.close();
    const deadline = Date.now() + 3_000;
    while (rig.clock.timers() > timers && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(rig.clock.timers()).toBe(timers);
    await rig.hall.take();
    await (await rig.atWindow('li', 3)).command('callNext');
    expect((await (await display.watch<DisplayView>('display')).take()).calls).toEqual([
      expect.objectContaining({ label: 'A001', window: 3, windowName: '综合3号窗口', times: 1 }),
    ]);
  });

  it('skips to the newest state when the reader is slow', async () => {
    const watch = await new HallClient(rig.server.url).watch<DisplayView>('display');
    await watch.take();
    for (let i = 0; i < 50; i++) await rig.hall.take();
    expect((await watch.take((view) => view.waiting === 50)).waiting).toBe(50);
  });

  it('ends with the session it belongs to, and with the server', async () => {
    const li = await rig.atWindow('li', 1);
    const watch = await li.watch<CounterView>('counter');
    const display = await li.watch<DisplayView>('display');
    await watch.take();
    await display.take();
    await li.call('signOut');
    await watch.ended;
    await rig.server.stop();
    await display.ended;
    rig.server = await rig.start();
  });

  it('is not given without end to tabs that were forgotten', async () => {
    const li = await rig.atWindow('li', 1);
    const watches = await Promise.all(Array.from({ length: 5 }, () => li.watch('counter')));
    expect(watches.map((watch) => watch.status)).toEqual([200, 200, 200, 200, 200]);
    expect((await li.watch('counter')).status).toBe(429);
    watches[0]!.close();
    const deadline = Date.now() + 3_000;
    let status = 429;
    while (status !== 200 && Date.now() < deadline) status = (await li.watch('counter')).status;
    expect(status).toBe(200);
  });

  it('tells the last calls, the newest first, without names and without those who were missed', async () => {
    const windows = await Promise.all([rig.atWindow('li', 1), rig.atWindow('wang', 2), rig.atWindow('zhao', 3)]);
    for (let i = 0; i < 7; i++) await rig.hall.take({ holder: HOLDER });
    const rows: TicketRow[] = [];
    for (let i = 0; i < 7; i++) {
      await rig.clock.turn(1_000);
      const window = windows[i % 3]!;
      rows.push(((await window.command('callNext')).body as { value: TicketRow }).value);
      if (i < 6) await window.command('finish', { ticketId: rows[i]!.id });
    }
    await rig.clock.turn(20_000);
    await windows[0].command('recall', { ticketId: rows[6]!.id });
    const watch = await new HallClient(rig.server.url).watch<DisplayView>('display');
    const view = await watch.take();
    expect(view.calls.map((call) => call.label)).toEqual(['A007', 'A006', 'A005', 'A004', 'A003', 'A002', 'A001']);
    expect(view.calls[0]!.times).toBe(2);
    expect(JSON.stringify(view)).not.toContain(HOLDER.name);
    await rig.clock.turn(20_000);
    await windows[0].command('markMissed', { ticketId: rows[6]!.id });
    expect((await watch.take((next) => next.calls[0]?.label === 'A006')).calls).toHaveLength(6);
  });
});

describe('an end', () => {
  it('leaves no timer and no stream behind', async () => {
    const li = await rig.atWindow('li', 1);
    const watch = await li.watch<CounterView>('counter');
    await watch.take();
    await rig.server.stop();
    await watch.ended;
    for (let i = 0; i < 100 && rig.clock.timers() > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(rig.clock.timers()).toBe(0);
    rig.server = await rig.start();
  });
});
