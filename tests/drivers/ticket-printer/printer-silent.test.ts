import { afterEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../support/clock-by-hand.ts';
import { benchByHand, type BenchByHand, turnUntil } from './printer-bench.ts';
import { ticket } from './sample-slips.ts';

let b: BenchByHand;
afterEach(() => b.close());
const noted = (): Promise<void> => Promise.resolve();
const print = (number: string) => turnUntil(b.clock, b.printer.print(ticket(number), noted));

describe('a printer that does not answer', () => {
  it('is told as such, gets no slip, and its link is opened anew', async () => {
    b = await benchByHand();
    b.simulator.fallSilent();
    await b.clock.turn(5_000);
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'not-answering' });
    const since = b.printer.state();
    expect(await print('A012')).toMatchObject({ kind: 'not-printed', trouble: { kind: 'not-answering' } });
    const opened = b.opened();
    await b.clock.turn(60_000);
    expect(b.opened()).toBeGreaterThan(opened);
    expect(b.printer.state()).toEqual(since);
    b.simulator.speakAgain();
    await b.clock.turn(40_000);
    expect(b.printer.state().kind).toBe('ready');
    expect((await print('A013')).kind).toBe('confirmed');
  });

  it('falls silent in the middle of the slip: unknown, at the deadline', async () => {
    b = await benchByHand();
    expect((await print('A011')).kind).toBe('confirmed');
    const begun = b.clock.now();
    const outcome = await turnUntil(
      b.clock,
      b.printer.print(ticket('A012'), async () => b.simulator.fallSilentAfterBytes(5_000)),
    );
    expect(outcome).toMatchObject({ kind: 'unknown', trouble: { kind: 'not-answering' } });
    expect(b.clock.now() - begun).toBeLessThan(20_000);
  });

  it('answers with bytes that mean nothing: told as garbled, and nothing is sent', async () => {
    b = await benchByHand();
    for (const garbage of [[0xff], [0x00], [0x37, 0x12], [0x80, 0x9f, 0xf0]]) {
      b.simulator.speakAgain();
      await b.clock.turn(40_000);
      expect(b.printer.state().kind, String(garbage)).toBe('ready');
      b.simulator.answerGarbage(garbage);
      const received = b.simulator.receivedBytes();
      const outcome = await print('A012');
      if (garbage.includes(0x12)) continue;
      expect(outcome, String(garbage)).toMatchObject({ kind: 'not-printed', trouble: { kind: 'not-answering' } });
      expect(b.printer.state(), String(garbage)).toMatchObject({ kind: 'troubled', trouble: 'garbled' });
      expect(b.simulator.receivedBytes() - received).toBeLessThan(20);
    }
  });

  it('says something unasked before the slip: that does not count as its end', async () => {
    b = await benchByHand('escpos-80', { pace: { lineMs: 100 } });
    expect((await print('A011')).kind).toBe('confirmed');
    b.simulator.sayUnasked([0x00, 0x00]);
    await b.clock.turn(1);
    expect((await print('A012')).kind).toBe('confirmed');
    expect(b.simulator.slips()).toHaveLength(2);
  });

  it('babbles at random, 30 times (seed 31337): it never breaks the driver, and never counts as paper', async () => {
    b = await benchByHand();
    const random = new SeededRandom(31337);
    const kinds = new Set<string>();
    for (let i = 0; i < 30; i++) {
      b.simulator.emptyPaper();
      b.simulator.answerGarbage([...random.bytes(1 + random.below(6))]);
      kinds.add((await print('A012')).kind);
      await b.clock.turn(500);
    }
    expect(b.simulator.slips()).toHaveLength(0);
    expect(kinds.has('not-printed')).toBe(true);
    b.simulator.speakAgain();
    b.simulator.refillPaper();
    await b.clock.turn(40_000);
    b.simulator.takeAll();
    expect((await print('A013')).kind).toBe('confirmed');
  });
});
