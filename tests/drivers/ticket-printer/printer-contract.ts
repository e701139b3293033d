import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceState } from '../../../src/devices/device-state.ts';
import type { Printer } from '../../../src/devices/printer.ts';
import { slip, ticket } from './sample-slips.ts';

/** What any printer owes the hall, whatever is behind it: run on every simulator and cable, and on a real machine. */
export interface PrinterUnderTest {
  readonly printer: Printer;
  /** How many slips lie in the tray. */
  slips(): number;
  /** A person's hands; left out where only a real person can do it. */
  readonly hands?: { emptyPaper(): void; refillPaper(): void; runLow(): void; openCover(): void; closeCover(): void };
  /** Waits, in the printer's own time, until it is so. */
  until(what: string, look: () => boolean): Promise<void>;
  /** Waits in the printer's own time for a promise. */
  wait<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function printerContract(name: string, start: () => Promise<PrinterUnderTest>): void {
  describe(`a printer ${name}`, () => {
    let under: PrinterUnderTest;
    beforeEach(async () => {
      under = await start();
      await under.until('ready', () => under.printer.state().kind === 'ready');
    });
    afterEach(() => under.close());
    const noted = (): Promise<void> => Promise.resolve();

    it('prints a slip, and says so only when it is on paper', async () => {
      const outcome = await under.wait(under.printer.print(ticket('A012'), noted));
      expect(outcome).toEqual({ kind: 'confirmed', paperLow: false });
      expect(under.slips()).toBe(1);
    });

    it('sends not a byte before the record says "sent"', async () => {
      let seen = -1;
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const asked = under.printer.print(ticket('A012'), async () => {
        seen = under.slips();
        await held;
      });
      await under.until('asked to note', () => seen >= 0);
      expect([seen, under.slips()]).toEqual([0, 0]);
      release();
      expect((await under.wait(asked)).kind).toBe('confirmed');
      expect(under.slips()).toBe(1);
    });

    it('prints nothing when the record cannot be kept, and the next slip comes out all the same', async () => {
      const failed = under.printer.print(ticket('A012'), () => Promise.reject(new Error('disk full')));
      await expect(under.wait(failed)).rejects.toThrow('disk full');
      expect(under.slips()).toBe(0);
      expect((await under.wait(under.printer.print(ticket('A013'), noted))).kind).toBe('confirmed');
      expect(under.slips()).toBe(1);
    });

    it('prints slips asked for at once one after the other, in order', async () => {
      const order: string[] = [];
      const jobs = ['A001', 'A002', 'A003'].map(async (number) => {
        const outcome = await under.printer.print(ticket(number), async () => void order.push(number));
        order.push(`${number} ${outcome.kind}`);
      });
      await under.wait(Promise.all(jobs));
      expect(order).toEqual(['A001', 'A001 confirmed', 'A002', 'A002 confirmed', 'A003', 'A003 confirmed']);
      expect(under.slips()).toBe(3);
    });

    it('prints the largest slip there may be', async () => {
      const blocks = Array.from({ length: 200 }, (_, i) => ({ kind: 'text', text: `第${i}行，${'请带好身份证和户口簿。'.repeat(20)}` }));
      expect((await under.wait(under.printer.print(slip(blocks), noted))).kind).toBe('confirmed');
    });

    it('tells an empty roll without being asked to print, prints nothing on it, and is well again after a new one', async (context) => {
      if (under.hands === undefined) return context.skip('needs a person’s hands');
      const states: DeviceState[] = [];
      under.printer.onState((state) => states.push(state));
      under.hands.emptyPaper();
      await under.until('troubled', () => under.printer.state().kind === 'troubled');
      expect(states).toMatchObject([{ kind: 'troubled', trouble: 'out-of-paper' }]);
      let told = false;
      const outcome = await under.wait(under.printer.print(ticket('A012'), async () => void (told = true)));
      expect(outcome).toEqual({ kind: 'not-printed', trouble: { kind: 'out-of-paper' } });
      expect(told).toBe(false);
      under.hands.refillPaper();
      await under.until('ready again', () => under.printer.state().kind === 'ready');
      expect(under.slips()).toBe(0);
      expect((await under.wait(under.printer.print(ticket('A013'), () => Promise.resolve()))).kind).toBe('confirmed');
      expect(under.slips()).toBe(1);
    });

    it('tells an open cover, and a roll that runs low', async (context) => {
      if (under.hands === undefined) return context.skip('needs a person’s hands');
      under.hands.openCover();
      await under.until('troubled', () => under.printer.state().kind === 'troubled');
      expect(under.printer.state()).toMatchObject({ trouble: 'cover-open' });
      expect(await under.wait(under.printer.print(ticket('A012'), noted))).toEqual({
        kind: 'not-printed',
        trouble: { kind: 'cover-open' },
      });
      under.hands.closeCover();
      under.hands.runLow();
      await under.until('ready and low', () => under.printer.state().kind === 'ready');
      expect(under.printer.state()).toEqual({ kind: 'ready', paperLow: true });
      expect(await under.wait(under.printer.print(ticket('A013'), noted))).toEqual({ kind: 'confirmed', paperLow: true });
    });

    it('forgets whoever stopped listening', async (context) => {
      if (under.hands === undefined) return context.skip('needs a person’s hands');
      let told = 0;
      const forget = under.printer.onState(() => told++);
      forget();
      under.hands.emptyPaper();
      await under.until('troubled', () => under.printer.state().kind === 'troubled');
      expect(told).toBe(0);
    });
  });
}
