import type { Batch, CommitRefusal, Committed, PrintJob } from '../domain/batch.ts';
import type { HallDay } from '../domain/hall-day.ts';
import type { NumberBlock, Ticket, TicketId } from '../domain/ticket.ts';
import type { Instant } from '../basics/clock.ts';
import type { NumberedMessage } from '../sync/wire.ts';
import type { Pragmas } from './database.ts';
import type { ParkedReason } from './tables/parked-rows.ts';

/** What the store's client and its thread say to each other. Plain values; both ends are this folder. */
export type StoreMethods = {
  commit(batch: Batch): Committed;
  ticketsOf(day: HallDay): readonly Ticket[];
  blocksOf(day: HallDay): readonly NumberBlock[];
  unclosedBefore(day: HallDay): readonly Ticket[];
  keeperEpoch(): number;
  openPrintJobs(): readonly PrintJob[];
  printJobsOf(ticketId: TicketId): readonly PrintJob[];
  epoch(): string;
  pendingMessages(limit: number): readonly NumberedMessage[];
  messagesFrom(sequence: number, limit: number): readonly NumberedMessage[];
  acknowledgedThrough(): number;
  pendingCount(): { readonly count: number; readonly oldestAt: Instant | null };
  acknowledge(sequence: number, at: Instant): void;
  pragmas(): Pragmas;
  parkedRows(): number;
  close(): void;
};
export type StoreMethod = keyof StoreMethods;

export type WorkerData = { readonly directory: string; readonly sealingKey: Uint8Array };
export type StoreRequest = {
  [M in StoreMethod]: { readonly call: number; readonly method: M; readonly args: Parameters<StoreMethods[M]> };
}[StoreMethod];

export type StoreReply =
  | { readonly kind: 'opened'; readonly pragmas: Pragmas }
  | { readonly kind: 'start-refused'; readonly sentence: string }
  | { readonly kind: 'parked'; readonly source: string; readonly reason: ParkedReason }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly call: number; readonly refusal: CommitRefusal }
  | { readonly kind: 'broken'; readonly call: number; readonly message: string };
