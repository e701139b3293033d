import type { Instant } from '../basics/clock.ts';
import type { PaperDocument } from '../devices/paper.ts';
import type { HallDay } from './hall-day.ts';
import type { NumberBlock, PrintState, Ticket, TicketAction, TicketId } from './ticket.ts';

/**
 * Saved before said: a decision is pure and yields one batch, a value; the store commits all of it in one transaction
 * (WAL, synchronous=FULL) or none. Only then is anybody told.
 */
export type Batch = {
  /** uuid v7. The same id committed again changes nothing and answers as the first time: an error from COMMIT means
   * "unknown", so the batch is offered once more under its own id. */
  readonly id: string;
  readonly at: Instant;
  readonly changes: readonly Change[];
  /** What goes to the center. The store gives each the next gapless sequence number of this terminal's epoch. */
  readonly messages: readonly OutgoingMessage[];
  readonly audit: readonly AuditEntry[];
};

export type Change =
  /** Written only when the stored revision is `ticket.revision - 1` (0: the ticket is new). */
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'number-block'; readonly block: NumberBlock }
  | { readonly kind: 'print-job'; readonly job: PrintJob }
  | {
      readonly kind: 'print-job-state';
      readonly id: string;
      readonly state: PrintState;
      readonly reason: string | null;
      readonly at: Instant;
    }
  /** The ticket is closed: what its slips said, a name perhaps, has served its purpose and goes. */
  | { readonly kind: 'forget-papers'; readonly ticketId: TicketId }
  /** A keeper takes over: its epoch must be exactly one above the stored one. */
  | { readonly kind: 'keeper-epoch'; readonly epoch: number; readonly terminal: string };

/** The print record: planned with the decision that wants the paper, then sent, then confirmed | unknown. */
export type PrintJob = {
  readonly id: string;
  readonly ticketId: TicketId;
  /** 0: the original; each repeat counts up and says 补打 on the paper. */
  readonly copy: number;
  readonly plannedAt: Instant;
  /** null: forgotten, because the ticket is closed. */
  readonly paper: PaperDocument | null;
  readonly state: PrintState;
  readonly reason: string | null;
};

/** What the center is told: the ticket as it is after the action. The holder stays in the hall. */
export type OutgoingMessage = {
  readonly kind: 'ticket';
  readonly action: TicketAction;
  readonly ticket: Omit<Ticket, 'holder'>;
};

export type AuditEntry = {
  /** From a closed list of doings, never free text with a person in it. */
  readonly action: TicketAction | 'keeper-took-over' | 'reprint-asked' | 'help-rung' | 'help-heard' | 'signed-in' | 'sign-in-refused';
  readonly by: string;
  readonly subject: string | null;
};

export type Committed = {
  readonly batchId: string;
  /** Sequence numbers given to the batch's messages, in order. */
  readonly sequences: readonly number[];
};

export type CommitRefusal =
  /** Somebody else changed it first: read again, decide again. */
  | { readonly kind: 'conflict'; readonly what: string }
  /** Nothing was written, and nothing will be until someone helps (disk full, file damaged). */
  | { readonly kind: 'cannot-save'; readonly reason: string };

/** What the hall's keeper and the kiosk ask of the store. `src/store` answers it from SQLite in a worker thread. */
export interface HallStore {
  /** Throws StoreRefused (with a CommitRefusal) when nothing was written. Resolves after the data is on the disk. */
  commit(batch: Batch): Promise<Committed>;
  /** In order of arrival. */
  ticketsOf(day: HallDay): Promise<readonly Ticket[]>;
  blocksOf(day: HallDay): Promise<readonly NumberBlock[]>;
  /** Tickets of earlier days that nobody closed. */
  unclosedBefore(day: HallDay): Promise<readonly Ticket[]>;
  keeperEpoch(): Promise<number>;
  /** Print jobs whose end is not written down, `planned` and `sent`: at a start, a stop of the program cut them off. */
  openPrintJobs(): Promise<readonly PrintJob[]>;
  printJobsOf(ticketId: TicketId): Promise<readonly PrintJob[]>;
}

export class StoreRefused extends Error {
  readonly refusal: CommitRefusal;
  constructor(refusal: CommitRefusal) {
    super(refusal.kind === 'conflict' ? `already changed: ${refusal.what}` : `cannot save: ${refusal.reason}`);
    this.name = 'StoreRefused';
    this.refusal = refusal;
  }
}
