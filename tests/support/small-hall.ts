import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSamReader, type OpenedIdCardReader } from '../../drivers/id-card/sam/driver.ts';
import { createSamSimulator, type SamSimulator } from '../../drivers/id-card/sam/simulator.ts';
import { memoryPair } from '../../drivers/link/memory.ts';
import { ok } from '../../src/basics/result.ts';
import type { IdCard } from '../../src/devices/id-card-reader.ts';
import type { PaperDocument } from '../../src/devices/paper.ts';
import type { PrintOutcome, Printer } from '../../src/devices/printer.ts';
import type { Hall } from '../../src/domain/hall.ts';
import { HelpDesk } from '../../src/hall/help-desk.ts';
import { Keeper } from '../../src/hall/keeper.ts';
import { Kiosk } from '../../src/kiosk/kiosk.ts';
import { ticketSlip } from '../../src/kiosk/ticket-slip.ts';
import type { Intent, IntentAnswer, Screen, View } from '../../src/kiosk/view.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createWords } from '../../src/words/words.ts';
import { ClockByHand, SeededRandom, settle } from './clock-by-hand.ts';
import { K01, hallFor, smallCatalogue } from './people-and-halls.ts';

/**
 * A hall in one process, for tests about what happens when: the real kiosk, keeper and store (a file, in its worker
 * thread), the real reader driver against the simulator's bytes, and a clock turned by hand. The printer is a desk
 * where a test says what becomes of each slip; its bytes have tests of their own.
 */
export class PrinterByHand implements Printer {
  readonly papers: PaperDocument[] = [];
  outcome: PrintOutcome = { kind: 'confirmed', paperLow: false };
  /** While true, a job stays with the printer after its first byte until `finish`. */
  hold = false;
  #finish: () => void = () => undefined;

  state() {
    return { kind: 'ready', paperLow: false } as const;
  }
  onState() {
    return () => undefined;
  }
  async print(document: PaperDocument, onSend: () => Promise<void>): Promise<PrintOutcome> {
    if (this.outcome.kind === 'not-printed') return this.outcome;
    await onSend();
    this.papers.push(document);
    if (this.hold) await new Promise<void>((resolve) => (this.#finish = resolve));
    return this.outcome;
  }
  finish(): void {
    this.#finish();
  }
}

export type SmallHall = {
  readonly clock: ClockByHand;
  readonly store: Store;
  readonly keeper: Keeper;
  readonly kiosk: Kiosk;
  readonly helpDesk: HelpDesk;
  readonly printer: PrinterByHand;
  readonly reader: SamSimulator;
  readonly directory: string;
  view(): View;
  /** What a finger does: an intent for the screen that is shown. */
  tap(intent: Intent): IntentAnswer;
  /** Turns the clock in small steps until the screen is of this kind. */
  screen<K extends Screen['kind']>(kind: K): Promise<Extract<Screen, { kind: K }>>;
  until(what: string, look: () => boolean | Promise<boolean>): Promise<void>;
  /** Ends the process of this hall without a word, as a power cut would; the folder stays. */
  cut(): Promise<void>;
};

const REAL_MS_MAX = 20_000;
const REAL_MS_PER_TURN = 5;
const KEY = new Uint8Array(32).fill(7);

export async function openSmallHall(options: { at?: string; hall?: Hall; directory?: string; seed?: number } = {}): Promise<SmallHall> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'small-hall-'));
  const hall = options.hall ?? hallFor();
  const clock = new ClockByHand(options.at ?? '2026-11-23T09:00:00+08:00');
  const random = new SeededRandom(options.seed ?? 20261123);
  const words = createWords();
  const store = await openStore({ directory, sealingKey: KEY });
  const keeper = await Keeper.open(hall, K01, smallCatalogue, {
    store,
    clock,
    random,
    unsureMatterName: '不清楚',
    slipOf: (ticket, copy, ahead, minutes) => ticketSlip(words, hall, smallCatalogue, ticket, copy, { ahead, minutes }),
  });
  const simulator = createSamSimulator({ clock });
  const reader: OpenedIdCardReader = createSamReader(
    async () => {
      const [near, far] = memoryPair();
      simulator.attach(far);
      return ok(near);
    },
    { clock, random },
  );
  const printer = new PrinterByHand();
  const helpDesk = new HelpDesk(clock, random);
  const kiosk = new Kiosk({ keeper, helpDesk, reader, printer, clock, random, log: () => undefined, pxPerMm: null });

  const until = async (what: string, look: () => boolean | Promise<boolean>): Promise<void> => {
    const end = performance.now() + REAL_MS_MAX;
    while (!(await look())) {
      if (performance.now() > end)
        throw new Error(`did not come to pass: ${what}; the screen shows ${JSON.stringify(kiosk.view().screen)}`);
      await clock.turn(20);
      await settle();
      // The disk is real: it gets real time, or the hall's limits would run out while it still works.
      await new Promise((resolve) => setTimeout(resolve, REAL_MS_PER_TURN));
    }
  };
  return {
    clock,
    store,
    keeper,
    kiosk,
    helpDesk,
    printer,
    reader: simulator,
    directory,
    view: () => kiosk.view(),
    tap: (intent) => kiosk.intent({ visitId: kiosk.view().visitId, revision: kiosk.view().revision, intent }),
    async screen(kind) {
      await until(`screen ${kind}`, () => kiosk.view().screen.kind === kind);
      return kiosk.view().screen as never;
    },
    until,
    async cut() {
      kiosk.stop();
      await reader.close();
      await store.close();
    },
  };
}

export async function closeSmallHall(hall: SmallHall): Promise<void> {
  await hall.cut();
  rmSync(hall.directory, { recursive: true, force: true });
}

export const cardOf = (more: Partial<IdCard> = {}): IdCard => ({
  name: '王桂兰',
  sex: 'female',
  ethnicCode: '01',
  ethnic: '汉',
  birth: '1949-03-07',
  address: '山东省济宁市任城区草桥口街1号（演示）',
  idNumber: '370899194903070024',
  issuer: '济宁市公安局任城分局（演示）',
  validFrom: '2010-05-01',
  validTo: null,
  ...more,
});
