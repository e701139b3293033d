import { afterEach, describe, expect, it } from 'vitest';
import { createPrinter } from '../../../drivers/ticket-printer/escpos/driver.ts';
import { PRINTER_MODELS } from '../../../drivers/ticket-printer/escpos/models.ts';
import { memoryPair } from '../../../drivers/link/memory.ts';
import { ok } from '../../../src/basics/result.ts';
import type { PrintOutcome } from '../../../src/devices/printer.ts';
import { slipText } from '../../../drivers/ticket-printer/escpos/slip-svg.ts';
import { SeededRandom } from '../../support/clock-by-hand.ts';
import { benchByHand, type BenchByHand, turnUntil } from './printer-bench.ts';
import { font, ticket } from './sample-slips.ts';

const benches: BenchByHand[] = [];
const bench = async (...options: Parameters<typeof benchByHand>): Promise<BenchByHand> => {
  const made = await benchByHand(...options);
  benches.push(made);
  return made;
};
afterEach(() => Promise.all(benches.splice(0).map((b) => b.close())));
const noted = (): Promise<void> => Promise.resolve();
const print = (b: BenchByHand, number: string): Promise<PrintOutcome> => turnUntil(b.clock, b.printer.print(ticket(number), noted));

describe('the roll ends', () => {
  it('before the slip: not a byte is sent, and the record was never told "sent"', async () => {
    const b = await bench();
    b.simulator.emptyPaper();
    const before = b.simulator.receivedBytes();
    let told = false;
    const outcome = await turnUntil(
      b.clock,
      b.printer.print(ticket('A012'), async () => void (told = true)),
    );
    expect(outcome).toEqual({ kind: 'not-printed', trouble: { kind: 'out-of-paper' } });
    expect(told).toBe(false);
    // Four questions of three bytes; nothing of the slip.
    expect(b.simulator.receivedBytes() - before).toBe(12);
    expect(b.simulator.hanging()).toBeUndefined();
  });

  it('in the middle of the slip: nobody knows, a person must look; told at once, not at the deadline', async () => {
    const b = await bench();
    b.simulator.paperEndsAfterLines(4);
    const begun = b.clock.now();
    expect(await print(b, 'A012')).toEqual({ kind: 'unknown', trouble: { kind: 'out-of-paper' } });
    expect(b.clock.now() - begun).toBeLessThan(2_000);
    expect(b.printer.state()).toMatchObject({ kind: 'troubled', trouble: 'out-of-paper' });
    expect(b.simulator.slips()).toHaveLength(0);
    expect(b.simulator.hanging()?.items.length).toBeGreaterThan(0);
  });

  it('in the middle of the slip: what was left of it does not come out unattended when the roll is changed', async () => {
    const b = await bench();
    b.simulator.paperEndsAfterLines(4);
    await print(b, 'A012');
    const hanging = b.simulator.hanging();
    b.simulator.refillPaper();
    await b.clock.turn(60_000);
    expect(b.simulator.hanging()).toEqual(hanging);
    expect(b.simulator.slips()).toHaveLength(0);
    expect(b.printer.state().kind).toBe('ready');
  });

  it('in the middle of the slip, and the program is killed before it can say "forget it": the next one says it', async () => {
    const b = await bench();
    b.simulator.paperEndsAfterLines(4);
    void b.printer.print(ticket('A012'), noted);
    for (let i = 0; i < 400 && b.simulator.state().paper !== 'out'; i++) await b.clock.turn(5);
    // As kill -9 does it: the line breaks, and nobody says anything more over it.
    b.cable = 'out';
    b.simulator.cutConnection();
    expect(b.simulator.state()).toMatchObject({ paper: 'out', waitingBytes: expect.toSatisfy((bytes: number) => bytes > 0) });
    await b.close();

    const next = createPrinter({
      model: PRINTER_MODELS['escpos-80'],
      openLink: async () => {
        const pair = memoryPair();
        b.simulator.attach(pair[1]);
        return ok(pair[0]);
      },
      clock: b.clock,
      random: new SeededRandom(1),
      font,
    });
    await b.clock.turn(2_000);
    expect(next.state()).toMatchObject({ kind: 'troubled', trouble: 'out-of-paper' });
    b.simulator.refillPaper();
    await b.clock.turn(10_000);
    expect(b.simulator.slips()).toHaveLength(0);
    expect(await turnUntil(b.clock, next.print(ticket('A013'), noted))).toMatchObject({ kind: 'confirmed' });
    const [half, whole, ...more] = b.simulator.slips();
    expect(more).toEqual([]);
    expect(slipText(half!).join()).not.toContain('https://example.invalid/t/');
    expect(slipText(whole!)).toContain('https://example.invalid/t/A013');
    expect(slipText(whole!)[0]).toBe('草桥口社区便民服务大厅');
    const closed = next.stop();
    await b.clock.turn(1_000);
    await closed;
  });

  it('in the middle of the slip: the torn half is cut off, and does not go to the next person with theirs', async () => {
    const b = await bench();
    b.simulator.paperEndsAfterLines(4);
    await print(b, 'A012');
    b.simulator.refillPaper();
    expect(await print(b, 'A013')).toEqual({ kind: 'confirmed', paperLow: false });
    const [scrap, whole] = b.simulator.slips();
    expect(b.simulator.slips()).toHaveLength(2);
    expect(slipText(scrap!).join('')).not.toContain('A013');
    expect(slipText(whole!)).toContain('https://example.invalid/t/A013');
    expect(slipText(whole!)[0]).toBe('草桥口社区便民服务大厅');
    expect(whole!.items.filter((item) => item.kind === 'qr')).toHaveLength(1);
  });

  it.each([
    ['goes on with it', 'resumes', 1],
    ['goes on with it, after two such slips', 'resumes', 2],
    ['forgets it by itself', 'forgets', 1],
  ] as const)(
    'on a slow printer that cannot be told to forget, and %s: its late answers do not confirm the next slip',
    async (_, afterFault, slips) => {
      const b = await bench('escpos-80', { afterFault, clearsBuffer: false, pace: { lineMs: 450 } });
      for (let i = 0; i < slips; i++) {
        b.simulator.paperEndsAfterLines(4);
        expect((await print(b, `A01${i}`)).kind).not.toBe('confirmed');
        b.simulator.refillPaper();
        await b.clock.turn(slips > 1 ? 1_000 : 0);
      }
      // Asked for while the old slip may still be coming out: whenever it is confirmed, it is on paper.
      for (let tries = 0; tries < 10; tries++) {
        const outcome = await print(b, 'A020');
        const came = b.simulator.slips().filter((out) => slipText(out).includes('https://example.invalid/t/A020'));
        if (outcome.kind !== 'confirmed') {
          expect(outcome.kind).toBe('not-printed');
          continue;
        }
        expect(came).toHaveLength(1);
        return;
      }
      throw new Error('never came out');
    },
  );

  it('anywhere, 60 times (seed 5150): every "confirmed" is whole on paper, every "not printed" left nothing of itself, nothing comes out twice', async () => {
    const random = new SeededRandom(5150);
    const b = await bench('escpos-58', { afterFault: 'resumes', clearsBuffer: true });
    const ends: Record<PrintOutcome['kind'], number> = { confirmed: 0, 'not-printed': 0, unknown: 0 };
    for (let i = 0; i < 60; i++) {
      const number = `C${String(i).padStart(3, '0')}`;
      if (random.below(3) > 0) b.simulator.paperEndsAfterBytes(1 + random.below(14_000));
      const outcome = await print(b, number);
      ends[outcome.kind]++;
      const whole = b.simulator.slips().filter((out) => slipText(out).includes(`https://example.invalid/t/${number}`));
      expect(whole.length, `${number} ${outcome.kind}`).toBeLessThanOrEqual(1);
      if (outcome.kind === 'confirmed') {
        expect(whole, number).toHaveLength(1);
        expect(slipText(whole[0]!)[0]).toBe('草桥口社区便民');
      }
      if (outcome.kind === 'not-printed') expect(whole, number).toHaveLength(0);
      b.simulator.refillPaper();
      await b.clock.turn(4_000);
      const later = b.simulator.slips().filter((out) => slipText(out).includes(`https://example.invalid/t/${number}`));
      expect(later.length, `${number} after the new roll`).toBe(whole.length);
    }
    expect(ends.confirmed).toBeGreaterThan(10);
    expect(ends.unknown).toBeGreaterThan(10);
  });
});
