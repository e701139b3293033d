import { afterEach, describe, expect, it } from 'vitest';
import { benchByHand, type BenchByHand, turnUntil } from './printer-bench.ts';
import { ticket } from './sample-slips.ts';

let b: BenchByHand;
afterEach(() => b.close());
const noted = (): Promise<void> => Promise.resolve();

describe('hands in the printer', () => {
  it('the cover is opened while the slip comes out: unknown, and well again when it is shut', async () => {
    b = await benchByHand('escpos-80');
    const asked = b.printer.print(ticket('A012'), async () => b.simulator.openCover());
    expect(await turnUntil(b.clock, asked)).toEqual({ kind: 'unknown', trouble: { kind: 'cover-open' } });
    b.simulator.closeCover();
    await b.clock.turn(4_000);
    expect(b.printer.state()).toEqual({ kind: 'ready', paperLow: false });
    expect(b.simulator.slips()).toHaveLength(0);
  });

  it('the cutter is stuck: told with its own words, and nothing is sent', async () => {
    b = await benchByHand();
    b.simulator.jamCutter();
    await b.clock.turn(4_000);
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'cutter-jam' });
    expect(await turnUntil(b.clock, b.printer.print(ticket('A012'), noted))).toEqual({
      kind: 'not-printed',
      trouble: { kind: 'cutter-jam' },
    });
  });

  it('somebody pressed the button that takes it off line', async () => {
    b = await benchByHand();
    b.simulator.goOffline();
    expect(await turnUntil(b.clock, b.printer.print(ticket('A012'), noted))).toEqual({ kind: 'not-printed', trouble: { kind: 'offline' } });
    b.simulator.goOnline();
    expect(await turnUntil(b.clock, b.printer.print(ticket('A013'), noted))).toEqual({ kind: 'confirmed', paperLow: false });
  });

  it('a trouble keeps the time at which it began', async () => {
    b = await benchByHand();
    b.simulator.openCover();
    await b.clock.turn(4_000);
    const first = b.printer.state();
    await b.clock.turn(60_000);
    expect(b.printer.state()).toEqual(first);
  });
});
