import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceState } from '../../../src/devices/device-state.ts';
import { slipText } from '../../../drivers/ticket-printer/escpos/slip-svg.ts';
import { until } from '../../support/until.ts';
import { benchByHand, benchOverTcp, type Bench, type BenchByHand, turnUntil } from './printer-bench.ts';
import { ticket } from './sample-slips.ts';

const benches: Bench[] = [];
const keep = <B extends Bench>(bench: B): B => {
  benches.push(bench);
  return bench;
};
afterEach(() => Promise.all(benches.splice(0).map((b) => b.close())));
const noted = (): Promise<void> => Promise.resolve();
const print = (b: BenchByHand, number: string) => turnUntil(b.clock, b.printer.print(ticket(number), noted));

describe('the cable', () => {
  it('is pulled in the middle of the slip, over TCP: unknown; and the next slip is whole', async () => {
    const b = keep(await benchOverTcp());
    b.simulator.cutConnectionAfterBytes(9_000);
    expect(await b.printer.print(ticket('A012'), noted)).toEqual({ kind: 'unknown', trouble: { kind: 'link-lost' } });
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'link-lost' });
    await until('opened again', () => b.printer.state().kind === 'ready');
    expect(await b.printer.print(ticket('A013'), noted)).toEqual({ kind: 'confirmed', paperLow: false });
    const last = slipText(b.simulator.slips().at(-1)!);
    expect(last).toContain('https://example.invalid/t/A013');
    expect(last.join('')).not.toContain('□');
    expect(b.simulator.unknownCommands()).toEqual([]);
  });

  it.each([1, 20, 700, 3_700, 9_000, 14_000])(
    'is pulled after %i bytes of the slip: unknown; and the next slip is whole, though the printer waits for the rest of a picture',
    async (bytes) => {
      const b = keep(await benchByHand());
      expect((await print(b, 'A011')).kind).toBe('confirmed');
      const asked = b.printer.print(ticket('A012'), async () => b.simulator.cutConnectionAfterBytes(bytes));
      expect(await turnUntil(b.clock, asked)).toEqual({ kind: 'unknown', trouble: { kind: 'link-lost' } });
      await b.clock.turn(5_000);
      expect(b.printer.state().kind).toBe('ready');
      expect(await print(b, 'A013')).toEqual({ kind: 'confirmed', paperLow: false });
      const whole = b.simulator.slips().at(-1)!;
      expect(slipText(whole)[0]).toBe('草桥口社区便民服务大厅');
      expect(slipText(whole)).toEqual(slipText(b.simulator.slips()[0]!).map((line) => line.replace('A011', 'A013')));
      expect(whole.items).toHaveLength(b.simulator.slips()[0]!.items.length);
    },
  );

  it('is pulled between the record and the first byte: not printed', async () => {
    const b = keep(await benchByHand());
    await print(b, 'A011');
    const asked = b.printer.print(ticket('A012'), async () => b.simulator.cutConnection());
    expect(await turnUntil(b.clock, asked)).toEqual({ kind: 'not-printed', trouble: { kind: 'link-lost' } });
    expect(b.simulator.slips()).toHaveLength(1);
  });

  it('is out when the terminal starts, and put in later', async () => {
    const b = keep(await benchByHand('escpos-80', {}, { cable: 'out' }));
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'link-lost' });
    expect(await print(b, 'A012')).toEqual({ kind: 'not-printed', trouble: { kind: 'link-lost' } });
    const states: DeviceState['kind'][] = [];
    b.printer.onState((state) => states.push(state.kind));
    await b.clock.turn(120_000);
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'link-lost' });
    b.cable = 'in';
    await b.clock.turn(31_000);
    expect(b.printer.state()).toEqual({ kind: 'ready', paperLow: false });
    expect(await print(b, 'A013')).toEqual({ kind: 'confirmed', paperLow: false });
  });

  it('is tried again after half a second, then ever more rarely, at least twice a minute', async () => {
    const b = keep(await benchByHand());
    b.cable = 'out';
    b.simulator.cutConnection();
    await b.clock.turn(1);
    expect(b.printer.state()).toMatchObject({ trouble: 'link-lost' });
    b.cable = 'in';
    await b.clock.turn(1_000);
    expect(b.printer.state().kind).toBe('ready');
    b.cable = 'out';
    b.simulator.cutConnection();
    await b.clock.turn(600_000);
    b.cable = 'in';
    await b.clock.turn(30_000 + 100);
    expect(b.printer.state().kind).toBe('ready');
  });

  it('loses its power in the middle of the slip, and the rest is forgotten', async () => {
    const b = keep(await benchByHand());
    b.simulator.cutConnectionAfterBytes(9_000, 'power');
    expect((await print(b, 'A012')).kind).toBe('unknown');
    await b.clock.turn(5_000);
    expect((await print(b, 'A013')).kind).toBe('confirmed');
    expect(slipText(b.simulator.slips().at(-1)!)).toContain('https://example.invalid/t/A013');
  });
});

describe('the driver is stopped', () => {
  it('with a slip under way and one waiting: unknown, and not printed; nothing hangs', async () => {
    const b = keep(await benchByHand('escpos-80'));
    b.simulator.fallSilentAfterBytes(4_000);
    const first = b.printer.print(ticket('A012'), noted);
    const second = b.printer.print(ticket('A013'), noted);
    await b.clock.turn(2_000);
    const stopped = b.printer.stop();
    expect((await first).kind).toBe('unknown');
    expect(await second).toEqual({ kind: 'not-printed', trouble: { kind: 'process-lost' } });
    await stopped;
    expect(b.clock.timers()).toBe(0);
  });
});
