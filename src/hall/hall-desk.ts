import type { Cancel, Instant } from '../basics/clock.ts';
import type { Result } from '../basics/result.ts';
import type { HelpCall, Refusal } from '../api/counter.ts';
import type { AuditEntry } from '../domain/batch.ts';
import type { DeviceName, DeviceState } from '../devices/device-state.ts';
import type { HallDay } from '../domain/hall-day.ts';
import type { Hall } from '../domain/hall.ts';
import type { Catalogue, MatterId } from '../domain/matter.ts';
import type { Ticket, TicketId } from '../domain/ticket.ts';

/** The hall's day at one moment, for counters and displays to be drawn from. */
export type HallSnapshot = {
  readonly epoch: number;
  readonly day: HallDay;
  /** Every ticket of today, in order of arrival. */
  readonly tickets: readonly Ticket[];
  /** Normal tickets called since the last priority one: with it, the rule says in which order the waiting are called. */
  readonly normalsSincePriority: number;
  readonly helpCalls: readonly HelpCall[];
  readonly devices: readonly { readonly name: DeviceName; readonly state: DeviceState; readonly since: Instant }[];
  readonly center: {
    readonly pending: number;
    readonly oldestAt: Instant | null;
    readonly lastSuccessAt: Instant | null;
    /** Why the center takes nothing: a WireRefusal, 'not-reached', or null while all is well. */
    readonly refusal: string | null;
  };
};

/** A command of a window. `requestId` makes a double click one command; `epoch` is the keeper's the page last saw. */
export type WindowCommand = { readonly requestId: string; readonly epoch: number; readonly window: number; readonly by: string };
export type TicketCommand = WindowCommand & { readonly ticketId: TicketId };

/** What the hall's server (counters, displays) asks of the queue's keeper and its terminal. */
export interface HallDesk {
  readonly hall: Hall;
  readonly catalogue: Catalogue;
  now(): Instant;
  snapshot(): HallSnapshot;
  /** Called after each change; the listener reads `snapshot()`. */
  watch(listener: () => void): Cancel;
  callNext(command: WindowCommand): Promise<Result<Ticket, Refusal>>;
  recall(command: TicketCommand): Promise<Result<Ticket, Refusal>>;
  markMissed(command: TicketCommand): Promise<Result<Ticket, Refusal>>;
  bringBack(command: TicketCommand): Promise<Result<Ticket, Refusal>>;
  finish(command: TicketCommand): Promise<Result<Ticket, Refusal>>;
  /** Saved, then printed at the terminal; resolves when it is saved. */
  issue(command: WindowCommand & { readonly matterId: MatterId | null; readonly priority: boolean }): Promise<Result<Ticket, Refusal>>;
  /** Resolves when the repeat is planned; its print state follows by `watch`. */
  reprint(command: TicketCommand): Promise<Result<Ticket, Refusal>>;
  answerHelp(helpId: string, by: string): void;
  /** Signing in and being refused are kept in the audit trail. */
  audit(entry: AuditEntry): Promise<void>;
  /** How many windows have somebody signed in; null before anybody was today. */
  setWindowsOpen(count: number | null): void;
}
