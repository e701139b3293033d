import type { Refusal } from '../api/counter.ts';
import type { Cancel, Clock } from '../basics/clock.ts';
import { uuidV7, type Random } from '../basics/random.ts';
import { err, ok, type Result } from '../basics/result.ts';
import {
  StoreRefused,
  type AuditEntry,
  type Batch,
  type Change,
  type HallStore,
  type OutgoingMessage,
  type PrintJob,
} from '../domain/batch.ts';
import { hallDayOf, nextDay, type HallDay } from '../domain/hall-day.ts';
import { openingOf, type Hall, type TerminalId } from '../domain/hall.ts';
import type { Catalogue, MatterId } from '../domain/matter.ts';
import type { Holder, PrintState, Priority, Ticket, TicketAction, TicketId } from '../domain/ticket.ts';
import { meanServiceMs, waitMinutes } from '../domain/wait-estimate.ts';
import type { PaperDocument } from '../devices/paper.ts';
import type { TicketCommand, WindowCommand } from './hall-desk.ts';
import * as rules from './queue.ts';
import type { Decision, Queue, QueueRules } from './queue.ts';

export type KeeperPorts = {
  readonly store: HallStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Draws the slip of a ticket; called inside the decision, so that paper and ticket are saved together. */
  readonly slipOf: (ticket: Ticket, copy: number, ahead: number, minutes: { from: number; to: number } | null) => PaperDocument;
  /** What the ticket is called when no matter was chosen. */
  readonly unsureMatterName: string;
};

export type IssueCommand = {
  readonly requestId: string;
  readonly matterId: MatterId | null;
  readonly priority: Priority;
  readonly holder: Holder | null;
  /** 'resident', or the account of the member of staff. */
  readonly by: string;
};
export type Issued = {
  readonly ticket: Ticket;
  readonly job: PrintJob;
  readonly ahead: number;
  readonly minutes: { readonly from: number; readonly to: number } | null;
};

/** What was answered to a request, and about which ticket, so that it can be forgotten with it. */
type Answered = Result<Ticket | { readonly ticket: Ticket }, Refusal>;
type Remembered = { readonly answer: Promise<Answered>; ticketId: TicketId | null };

const REMEMBERED_REQUESTS_MAX = 1_000;
/** A clock that jumps by days (a flat battery, a wrong server) is believed when it has stayed there so long. */
const CLOCK_DOUBTED_MINUTES = 10;
const COMMIT_TRIES = 3;

/**
 * The queue's keeper: the one program in the hall that gives numbers and calls. It takes commands one after the other,
 * commits each decision before it is told to anybody, and carries an epoch, so that a command decided under another
 * keeper is refused. A request repeated under its own id gets its first answer.
 */
export class Keeper {
  readonly hall: Hall;
  readonly terminal: TerminalId;
  readonly catalogue: Catalogue;
  readonly #ports: KeeperPorts;
  readonly #rules: QueueRules;
  #queue: Queue;
  #windowsOpen: number | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #answers = new Map<string, Remembered>();
  /** A day that the clock suddenly shows, more than one off, and for how many minutes it has. */
  #doubted: { readonly day: HallDay; readonly minutes: number } | null = null;
  #earlierDaysOpen = true;
  readonly #listeners = new Set<() => void>();

  private constructor(hall: Hall, terminal: TerminalId, catalogue: Catalogue, ports: KeeperPorts, queueRules: QueueRules, queue: Queue) {
    this.hall = hall;
    this.terminal = terminal;
    this.catalogue = catalogue;
    this.#ports = ports;
    this.#rules = queueRules;
    this.#queue = queue;
  }

  /** Takes over the hall's queue: a new epoch, today's rows, an end to what earlier days and a stopped program left open. */
  static async open(
    hall: Hall,
    terminal: TerminalId,
    catalogue: Catalogue,
    ports: KeeperPorts,
    queueRules: QueueRules = rules.DEFAULT_RULES,
  ): Promise<Keeper> {
    const { store, clock } = ports;
    const day = hallDayOf(clock.now());
    const epoch = (await store.keeperEpoch()) + 1;
    const keeper = new Keeper(hall, terminal, catalogue, ports, queueRules, rules.emptyQueue(day, epoch));
    await keeper.#commit(
      [{ kind: 'keeper-epoch', epoch, terminal }],
      [],
      [{ action: 'keeper-took-over', by: terminal, subject: String(epoch) }],
    );
    keeper.#queue = rules.queueFrom(day, epoch, await store.ticketsOf(day), await store.blocksOf(day));
    await keeper.#expireEarlierDays();
    await keeper.#settleCutOffSlips();
    return keeper;
  }

  queue(): Queue {
    return this.#queue;
  }

  watch(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  windowsOpen(): number | null {
    return this.#windowsOpen;
  }

  setWindowsOpen(count: number | null): void {
    if (this.#windowsOpen === count) return;
    this.#windowsOpen = count;
    this.#tell();
  }

  /** How many come before a new ticket of this kind, and how long that may take. */
  wait(
    priority: boolean,
    ticketId?: TicketId,
  ): { readonly ahead: number; readonly minutes: { readonly from: number; readonly to: number } | null } {
    const ahead = rules.aheadOf(this.#queue, priority ? 'C' : 'A', this.#rules, ticketId);
    return { ahead, minutes: waitMinutes(ahead, this.#windowsOpen, meanServiceMs(this.#queue.tickets)) };
  }

  matterName(matterId: MatterId | null): string {
    return this.catalogue.matters.find((matter) => matter.id === matterId)?.name ?? this.#ports.unsureMatterName;
  }

  /** Gives a number and plans its slip, in one batch. */
  issue(command: IssueCommand): Promise<Result<Issued, Refusal>> {
    return this.#once(command.requestId, async () => {
      const now = this.#ports.clock.now();
      if (!openingOf(this.hall, now).open) return err({ kind: 'hall-closed' });
      const id = uuidV7(now, this.#ports.random) as TicketId;
      const decision = rules.issue(
        this.#queue,
        {
          id,
          hall: this.hall.code,
          terminal: this.terminal,
          matterId: command.matterId,
          matterName: this.matterName(command.matterId),
          priority: command.priority,
          holder: command.holder,
          issuedBy: command.by,
          now,
        },
        this.#rules,
      );
      if (!decision.ok) return decision;
      const { ahead, minutes } = this.wait(command.priority !== 'none');
      const job = this.#planSlip(decision.value.ticket, 0, ahead, minutes);
      const done = await this.#carryOut(decision.value, command.by, [{ kind: 'print-job', job }]);
      return done.ok ? ok({ ticket: done.value, job, ahead, minutes }) : done;
    });
  }

  callNext(command: WindowCommand): Promise<Result<Ticket, Refusal>> {
    return this.#window(command, () => rules.callNext(this.#queue, command.window, this.#ports.clock.now(), this.#rules));
  }
  recall(command: TicketCommand): Promise<Result<Ticket, Refusal>> {
    return this.#window(command, () => rules.recall(this.#queue, command.ticketId, command.window, this.#ports.clock.now()));
  }
  markMissed(command: TicketCommand): Promise<Result<Ticket, Refusal>> {
    return this.#window(command, () =>
      rules.markMissed(this.#queue, command.ticketId, command.window, this.#ports.clock.now(), this.#rules),
    );
  }
  bringBack(command: TicketCommand): Promise<Result<Ticket, Refusal>> {
    return this.#window(command, () => rules.bringBack(this.#queue, command.ticketId));
  }
  finish(command: TicketCommand): Promise<Result<Ticket, Refusal>> {
    return this.#window(command, () => rules.finish(this.#queue, command.ticketId, command.window, this.#ports.clock.now()));
  }

  /** 补打: a new job whose paper says so. */
  reprint(command: TicketCommand): Promise<Result<{ readonly ticket: Ticket; readonly job: PrintJob }, Refusal>> {
    return this.#once(command.requestId, async () => {
      if (command.epoch !== this.#queue.epoch) return err({ kind: 'stale-epoch' });
      const ticket = this.#queue.tickets.find((other) => other.id === command.ticketId);
      if (!ticket || !rules.isOpen(ticket)) return err({ kind: 'already-changed' });
      const copy = Math.max(0, ...(await this.#ports.store.printJobsOf(ticket.id)).map((job) => job.copy)) + 1;
      const planned: Ticket = { ...ticket, print: 'planned', revision: ticket.revision + 1 };
      const { ahead, minutes } = this.wait(ticket.class === 'C', ticket.id);
      const job = this.#planSlip(planned, copy, ahead, minutes);
      const saved = await this.#write(
        [
          { kind: 'ticket', ticket: planned },
          { kind: 'print-job', job },
        ],
        [],
        [{ action: 'reprint-asked', by: command.by, subject: ticket.id }],
      );
      if (!saved.ok) return saved;
      this.#take({ ...this.#queue, tickets: this.#queue.tickets.map((other) => (other.id === planned.id ? planned : other)) });
      return ok({ ticket: planned, job });
    });
  }

  /** Writes down what became of a slip. The ticket's row says it too, so that the counter sees it at once. */
  recordPrint(ticketId: TicketId, jobId: string, state: PrintState, reason: string | null): Promise<Ticket | null> {
    return this.#inTurn(async () => {
      const ticket = this.#queue.tickets.find((other) => other.id === ticketId);
      const at = this.#ports.clock.now();
      const changes: Change[] = [{ kind: 'print-job-state', id: jobId, state, reason, at }];
      if (!ticket) {
        await this.#commit(changes, [], []);
        return null;
      }
      const printed: Ticket = { ...ticket, print: state, revision: ticket.revision + 1 };
      const action = PRINT_ACTIONS[state];
      const show = (shown: Ticket): void =>
        this.#take({ ...this.#queue, tickets: this.#queue.tickets.map((other) => (other.id === shown.id ? shown : other)) });
      try {
        await this.#commit([...changes, { kind: 'ticket', ticket: printed }], action ? [messageOf(printed, action)] : [], []);
      } catch (cause) {
        // The row could not be written; the counter is told all the same, and the next change of the ticket carries it.
        show({ ...ticket, print: state });
        throw cause;
      }
      show(printed);
      return printed;
    });
  }

  audit(entry: AuditEntry): Promise<void> {
    return this.#inTurn(async () => void (await this.#commit([], [], [entry])));
  }

  /** To be called each minute: turns the hall's day when it is over, and ends what earlier days left open. */
  turnDay(): Promise<void> {
    return this.#inTurn(async () => {
      const doubted = this.#doubted;
      if (doubted) this.#doubted = { ...doubted, minutes: doubted.minutes + 1 };
      await this.#enterDay();
      if (this.#earlierDaysOpen) await this.#expireEarlierDays();
    });
  }

  /**
   * The day that the queue is on. It turns at midnight; a clock set back over midnight does not bring yesterday's
   * numbers back to life; and a clock that jumps by days is believed only after a while, so that a minute of a wrong
   * year does not end everybody's ticket.
   */
  async #enterDay(): Promise<void> {
    const today = this.#queue.day;
    const day = hallDayOf(this.#ports.clock.now());
    if (day === today || (day < today && nextDay(day) === today && this.#queue.tickets.length > 0)) {
      this.#doubted = null;
      return;
    }
    if (nextDay(today) !== day && nextDay(day) !== today) {
      if (this.#doubted?.day !== day) this.#doubted = { day, minutes: 0 };
      if (this.#doubted.minutes < CLOCK_DOUBTED_MINUTES) return;
    }
    this.#doubted = null;
    const { store } = this.#ports;
    const left = this.#queue.tickets.filter(rules.isOpen);
    this.#queue = rules.queueFrom(day, this.#queue.epoch, await store.ticketsOf(day), await store.blocksOf(day));
    // Not the one that is being answered right now: its double click must still find it.
    for (const [requestId, remembered] of this.#answers) if (remembered.ticketId !== null) this.#answers.delete(requestId);
    this.#earlierDaysOpen = true;
    // Going forward, the store finds them as earlier; only a day that was wrongly ahead would be overlooked.
    if (day < today) await this.#expire(left);
    this.#tell();
  }

  async #expireEarlierDays(): Promise<void> {
    await this.#expire(await this.#ports.store.unclosedBefore(this.#queue.day));
    this.#earlierDaysOpen = false;
  }

  async #expire(left: readonly Ticket[]): Promise<void> {
    for (const ticket of left) {
      const ended = rules.expired(ticket, this.#ports.clock.now());
      await this.#commit(written(ended), [messageOf(ended, 'expired')], [{ action: 'expired', by: this.terminal, subject: ticket.id }]);
    }
  }

  /** A stop of the program cut these off. Nothing is printed unattended now: the record says so, and the counter is told. */
  async #settleCutOffSlips(): Promise<void> {
    for (const job of await this.#ports.store.openPrintJobs()) {
      await this.recordPrint(job.ticketId, job.id, job.state === 'planned' ? 'not-printed' : 'unknown', 'stopped');
    }
  }

  #planSlip(ticket: Ticket, copy: number, ahead: number, minutes: { from: number; to: number } | null): PrintJob {
    const now = this.#ports.clock.now();
    return {
      id: uuidV7(now, this.#ports.random),
      ticketId: ticket.id,
      copy,
      plannedAt: now,
      paper: this.#ports.slipOf(ticket, copy, ahead, minutes),
      state: 'planned',
      reason: null,
    };
  }

  #window(command: WindowCommand, decide: () => Result<Decision, Refusal>): Promise<Result<Ticket, Refusal>> {
    return this.#once(command.requestId, async () => {
      if (command.epoch !== this.#queue.epoch) return err({ kind: 'stale-epoch' });
      const decision = decide();
      return decision.ok ? this.#carryOut(decision.value, command.by, []) : decision;
    });
  }

  async #carryOut(decision: Decision, by: string, more: readonly Change[]): Promise<Result<Ticket, Refusal>> {
    const { ticket, action, block } = decision;
    const changes: Change[] = [...written(ticket), ...(block ? [{ kind: 'number-block', block } as const] : []), ...more];
    const saved = await this.#write(changes, [messageOf(ticket, action)], [{ action, by, subject: ticket.id }]);
    if (!saved.ok) return saved;
    if (ticket.closedAt !== null) this.#forgetAnswersAbout(ticket.id);
    this.#take(decision.queue);
    return ok(ticket);
  }

  async #write(
    changes: readonly Change[],
    messages: readonly OutgoingMessage[],
    audit: readonly AuditEntry[],
  ): Promise<Result<void, Refusal>> {
    try {
      await this.#commit(changes, messages, audit);
      return ok(undefined);
    } catch (cause) {
      if (!(cause instanceof StoreRefused)) throw cause;
      if (cause.refusal.kind === 'cannot-save') return err({ kind: 'cannot-save' });
      // Somebody wrote behind our back (a takeover): what we hold is old, so read again before the next command.
      const { store } = this.#ports;
      this.#take(
        rules.queueFrom(this.#queue.day, this.#queue.epoch, await store.ticketsOf(this.#queue.day), await store.blocksOf(this.#queue.day)),
      );
      return err({ kind: 'already-changed' });
    }
  }

  /** An error that is no refusal means "unknown": the same batch is offered again under its own id. */
  async #commit(changes: readonly Change[], messages: readonly OutgoingMessage[], audit: readonly AuditEntry[]): Promise<void> {
    const at = this.#ports.clock.now();
    const batch: Batch = { id: uuidV7(at, this.#ports.random), at, changes, messages, audit };
    for (let tries = 1; ; tries++) {
      try {
        await this.#ports.store.commit(batch);
        return;
      } catch (cause) {
        if (cause instanceof StoreRefused || tries >= COMMIT_TRIES) throw cause;
      }
    }
  }

  #take(queue: Queue): void {
    this.#queue = queue;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** One command after the other, each on the day that it is now. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run, run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Answers carry names; they go when the ticket is closed, as everything else does. */
  #forgetAnswersAbout(ticketId: TicketId): void {
    for (const [requestId, remembered] of this.#answers) if (remembered.ticketId === ticketId) this.#answers.delete(requestId);
  }

  #once<T extends Answered>(requestId: string, run: () => Promise<T>): Promise<T> {
    const before = this.#answers.get(requestId);
    if (before) return before.answer as Promise<T>;
    const answer = this.#inTurn(async () => {
      await this.#enterDay();
      return run();
    });
    const remembered: Remembered = { answer, ticketId: null };
    this.#answers.set(requestId, remembered);
    answer.then(
      (result) => {
        if (result.ok) remembered.ticketId = 'ticket' in result.value ? result.value.ticket.id : result.value.id;
      },
      () => this.#answers.delete(requestId),
    );
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > REMEMBERED_REQUESTS_MAX && !oldest.done) this.#answers.delete(oldest.value);
    return answer;
  }
}

const PRINT_ACTIONS: Readonly<Record<PrintState, TicketAction | null>> = {
  planned: null,
  sent: null,
  confirmed: 'printed',
  unknown: 'print-unknown',
  'not-printed': 'not-printed',
};

/** A closed ticket takes what its slips said along. */
const written = (ticket: Ticket): readonly Change[] =>
  ticket.closedAt === null
    ? [{ kind: 'ticket', ticket }]
    : [
        { kind: 'ticket', ticket },
        { kind: 'forget-papers', ticketId: ticket.id },
      ];

/** The center hears everything but the holder. */
export function messageOf(ticket: Ticket, action: TicketAction): OutgoingMessage {
  const { holder: _holder, ...rest } = ticket;
  return { kind: 'ticket', action, ticket: rest };
}
