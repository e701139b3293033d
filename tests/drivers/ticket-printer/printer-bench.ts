import type { Clock } from '../../../src/basics/clock.ts';
import { instant } from '../../../src/basics/clock.ts';
import { err, ok } from '../../../src/basics/result.ts';
import { listenTcp } from '../../../drivers/link/listen-tcp.ts';
import { memoryPair } from '../../../drivers/link/memory.ts';
import { openTcp } from '../../../drivers/link/tcp.ts';
import type { OpenLink } from '../../../drivers/link/link.ts';
import { createPrinter, type TicketPrinter } from '../../../drivers/ticket-printer/escpos/driver.ts';
import { PRINTER_MODELS, type PrinterModelName } from '../../../drivers/ticket-printer/escpos/models.ts';
import { PrinterSimulator, type SimulatorOptions } from '../../../drivers/ticket-printer/escpos/simulator.ts';
import { ClockByHand, SeededRandom } from '../../support/clock-by-hand.ts';
import { until } from '../../support/until.ts';
import { font } from './sample-slips.ts';

/** A printer on the bench: the real driver, a simulated printer, and a cable between them that can be pulled. */
export interface Bench {
  readonly printer: TicketPrinter;
  readonly simulator: PrinterSimulator;
  close(): Promise<void>;
}

const systemClock: Clock = {
  now: () => instant(Date.now()),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
export const SEED = 20261123;

export async function benchOverTcp(model: PrinterModelName = 'escpos-80', options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const simulator = new PrinterSimulator({ model: PRINTER_MODELS[model], ...options });
  const listening = await listenTcp({ port: 0, onLink: (link) => simulator.attach(link) });
  if (!listening.ok) throw new Error(`no port to listen on: ${listening.error.kind}`);
  const openLink = openTcp({ host: '127.0.0.1', port: listening.value.port });
  const printer = createPrinter({
    model: PRINTER_MODELS[model],
    openLink,
    clock: systemClock,
    random: new SeededRandom(SEED),
    font,
    pollMs: 250,
  });
  await until('the printer has answered', () => printer.state().kind === 'ready');
  return {
    printer,
    simulator,
    async close() {
      await printer.stop();
      await listening.value.close();
    },
  };
}

export interface BenchByHand extends Bench {
  readonly clock: ClockByHand;
  /** Pulls the cable, or leaves it out: nothing can be opened until it is in again. */
  cable: 'in' | 'out';
  opened(): number;
}

/** The same over a cable inside this process, with a clock that the test turns. */
export async function benchByHand(
  model: PrinterModelName = 'escpos-80',
  { pace, ...options }: Omit<Partial<SimulatorOptions>, 'pace'> & { pace?: { lineMs: number } } = {},
  start: { cable?: 'in' | 'out' } = {},
): Promise<BenchByHand> {
  const clock = new ClockByHand('2026-11-23T09:00:00+08:00');
  const simulator = new PrinterSimulator({ model: PRINTER_MODELS[model], ...options, ...(pace && { pace: { clock, ...pace } }) });
  let opened = 0;
  const bench = { cable: start.cable ?? 'in' };
  const openLink: OpenLink = async () => {
    if (bench.cable === 'out') return err({ kind: 'no-such-port' });
    opened++;
    const pair = memoryPair();
    simulator.attach(pair[1]);
    return ok(pair[0]);
  };
  const printer = createPrinter({ model: PRINTER_MODELS[model], openLink, clock, random: new SeededRandom(SEED), font });
  await clock.turn(10);
  return Object.assign(bench, { printer, simulator, clock, opened: () => opened, close: () => printer.stop() });
}

/** Turns the clock until the promise has settled: at most two minutes of the printer's time. */
export async function turnUntil<T>(clock: ClockByHand, promise: Promise<T>): Promise<T> {
  let settled = false;
  const mark = (): void => {
    settled = true;
  };
  promise.then(mark, mark);
  for (let i = 0; i < 1_200 && !settled; i++) await clock.turn(100);
  if (!settled) throw new Error('did not come to pass within two minutes of the printer’s time');
  return promise;
}
