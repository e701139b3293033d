import { randomUUID } from 'node:crypto';
import type { Cancel, Clock } from '../../src/basics/clock.ts';
import type { Random } from '../../src/basics/random.ts';
import type { DeviceState } from '../../src/devices/device-state.ts';
import type { IdCardReader } from '../../src/devices/id-card-reader.ts';
import type { PrintOutcome, Printer } from '../../src/devices/printer.ts';
import { StoreRefused, type AuditEntry, type Batch, type Committed, type HallStore, type PrintJob } from '../../src/domain/batch.ts';
import { hallSchema } from '../../src/domain/hall.ts';
import type { Log } from '../../src/domain/log-events.ts';
import { catalogueSchema, type Catalogue, type MatterId } from '../../src/domain/matter.ts';
import type { Holder, NumberBlock, Priority, Ticket } from '../../src/domain/ticket.ts';
import { createHallDesk } from '../../src/hall/create-hall-desk.ts';
import type { HallDesk, HallSnapshot } from '../../src/hall/hall-desk.ts';
import { HelpDesk } from '../../src/hall/help-desk.ts';
import { Keeper } from '../../src/hall/keeper.ts';

/**
 * A hall for the tests of counters and displays: the real keeper, its rules and its desk, over a store in memory and a
 * printer and a reader whose state a test sets. What is saved and what is printed are not what these tests are about.
 */
export const TEST_HALL = hallSchema.parse({
  code: '370811012901',
  name: '草桥口社区（演示）',
  city: '370800',
  hotline: '0537-0000000',
  windows: [1, 2, 3, 4].map((number) => ({ number, name: `综合${number}号窗口` })),
  hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
});

const matter = (id: string, name: string, pinyin: string, plain: string, words: { text: string; pinyin: string }[], common: boolean) => ({
  id,
  name,
  pinyin,
  plain,
  bring: ['身份证'],
  words,
  common,
});
export const TEST_CATALOGUE: Catalogue = catalogueSchema.parse({
  demo: true,
  version: 'tests',
  matters: [
    matter(
      'SB-01',
      '养老保险待遇资格认证',
      'yang lao bao xian dai yu zi ge ren zheng',
      '每年确认一次，继续领养老金',
      [{ text: '养老金', pinyin: 'yang lao jin' }],
      true,
    ),
    matter(
      'SB-02',
      '城乡居民医疗保险参保登记',
      'cheng xiang ju min yi liao bao xian can bao deng ji',
      '给自己或家人上医保',
      [{ text: '医保', pinyin: 'yi bao' }],
      true,
    ),
    matter(
      'MZ-01',
      '最低生活保障申请',
      'zui di sheng huo bao zhang shen qing',
      '家里收入低，申请低保',
      [{ text: '低保', pinyin: 'di bao' }],
      true,
    ),
    matter('CL-01', '残疾人证办理', 'can ji ren zheng ban li', '第一次办或换残疾人证', [], false),
    matter('WJ-01', '生育登记', 'sheng yu deng ji', '怀孕或生孩子后登记', [], false),
    matter(
      'ZF-01',
      '公共租赁住房申请',
      'gong gong zu lin zhu fang shen qing',
      '申请租政府的房子',
      [{ text: '公租房', pinyin: 'gong zu fang' }],
      false,
    ),
  ],
});

class MemoryStore implements HallStore {
  readonly tickets = new Map<string, Ticket>();
  readonly jobs = new Map<string, PrintJob>();
  readonly audit: AuditEntry[] = [];
  #blocks: NumberBlock[] = [];
  #epoch = 0;
  /** The disk is full. */
  refuses = false;

  async commit(batch: Batch): Promise<Committed> {
    if (this.refuses) throw new StoreRefused({ kind: 'cannot-save', reason: 'full' });
    for (const change of batch.changes) {
      if (change.kind === 'ticket') {
        if ((this.tickets.get(change.ticket.id)?.revision ?? 0) !== change.ticket.revision - 1)
          throw new StoreRefused({ kind: 'conflict', what: 'ticket' });
        this.tickets.set(change.ticket.id, change.ticket);
      } else if (change.kind === 'number-block') {
        this.#blocks = [
          ...this.#blocks.filter(
            (block) => !(block.class === change.block.class && block.from === change.block.from && block.day === change.block.day),
          ),
          change.block,
        ];
      } else if (change.kind === 'print-job') this.jobs.set(change.job.id, change.job);
      else if (change.kind === 'print-job-state')
        this.jobs.set(change.id, { ...this.jobs.get(change.id)!, state: change.state, reason: change.reason });
      else if (change.kind === 'keeper-epoch') this.#epoch = change.epoch;
    }
    this.audit.push(...batch.audit);
    return { batchId: batch.id, sequences: batch.messages.map((_, index) => index + 1) };
  }
  ticketsOf = async (day: string): Promise<readonly Ticket[]> => [...this.tickets.values()].filter((ticket) => ticket.day === day);
  blocksOf = async (day: string): Promise<readonly NumberBlock[]> => this.#blocks.filter((block) => block.day === day);
  unclosedBefore = async (day: string): Promise<readonly Ticket[]> =>
    [...this.tickets.values()].filter((ticket) => ticket.day < day && ticket.closedAt === null);
  keeperEpoch = async (): Promise<number> => this.#epoch;
  openPrintJobs = async (): Promise<readonly PrintJob[]> =>
    [...this.jobs.values()].filter((job) => job.state === 'planned' || job.state === 'sent');
  printJobsOf = async (ticketId: string): Promise<readonly PrintJob[]> =>
    [...this.jobs.values()].filter((job) => job.ticketId === ticketId);
}

class Settable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();
  constructor(value: T) {
    this.#value = value;
  }
  get = (): T => this.#value;
  set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
  watch = (listener: () => void): Cancel => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export type TestHall = {
  readonly desk: HallDesk;
  readonly keeper: Keeper;
  readonly helpDesk: HelpDesk;
  readonly store: MemoryStore;
  readonly printer: Settable<DeviceState>;
  readonly reader: Settable<DeviceState>;
  readonly center: Settable<HallSnapshot['center']>;
  /** Somebody takes a number at the terminal. */
  take(wanted?: { matter?: string | null; priority?: Priority; holder?: Holder | null; printed?: boolean }): Promise<Ticket>;
};

export async function openTestHall(clock: Clock, random: Random, log: Log = () => {}): Promise<TestHall> {
  const store = new MemoryStore();
  const keeper = await Keeper.open(TEST_HALL, 'K01' as never, TEST_CATALOGUE, {
    store,
    clock,
    random,
    slipOf: (ticket, copy) => ({
      title: '凭条',
      blocks: [{ kind: 'text', text: `${ticket.class}${ticket.number} ${copy}`, size: 1, bold: false, align: 'left' }],
    }),
    unsureMatterName: '由窗口帮选',
  });
  const helpDesk = new HelpDesk(clock, random);
  const printer = new Settable<DeviceState>({ kind: 'ready', paperLow: false });
  const reader = new Settable<DeviceState>({ kind: 'ready', paperLow: false });
  const center = new Settable<HallSnapshot['center']>({ pending: 0, oldestAt: null, lastSuccessAt: clock.now(), refusal: null });
  const print: Printer['print'] = async (_paper, onSend): Promise<PrintOutcome> => {
    if (printer.get().kind !== 'ready') return { kind: 'not-printed', trouble: { kind: 'out-of-paper' } };
    await onSend();
    return { kind: 'confirmed', paperLow: false };
  };
  const desk = createHallDesk({
    keeper,
    helpDesk,
    reader: {
      state: reader.get,
      onState: (listener: (state: DeviceState) => void) => reader.watch(() => listener(reader.get())),
    } as unknown as IdCardReader,
    printer: { state: printer.get, onState: (listener) => printer.watch(() => listener(printer.get())), print },
    clock,
    log,
    centerState: center.get,
    watchCenter: center.watch,
  });
  return {
    desk,
    keeper,
    helpDesk,
    store,
    printer,
    reader,
    center,
    async take({ matter: matterId = 'SB-01', priority = 'none', holder = null, printed = true } = {}) {
      const issued = await keeper.issue({
        requestId: randomUUID(),
        matterId: matterId as MatterId | null,
        priority,
        holder,
        by: 'resident',
      });
      if (!issued.ok) throw new Error(`no ticket: ${issued.error.kind}`);
      await keeper.recordPrint(
        issued.value.ticket.id,
        issued.value.job.id,
        printed ? 'confirmed' : 'not-printed',
        printed ? null : 'out-of-paper',
      );
      return keeper.queue().tickets.find((ticket) => ticket.id === issued.value.ticket.id)!;
    },
  };
}
