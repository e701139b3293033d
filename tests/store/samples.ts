import { randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '../../src/basics/clock.ts';
import { uuidV7, type Random } from '../../src/basics/random.ts';
import type { Batch, PrintJob } from '../../src/domain/batch.ts';
import { hallDayOf, type HallDay } from '../../src/domain/hall-day.ts';
import type { HallCode, TerminalId } from '../../src/domain/hall.ts';
import type { Ticket, TicketAction, TicketId } from '../../src/domain/ticket.ts';

/** Tickets and batches as the hall makes them, for the tests of what is saved and handed in. 演示 data. */
export const HALL = '370811001001' as HallCode;
export const TERMINAL = 'K01' as TerminalId;
export const NOON = Date.parse('2026-03-02T04:00:00Z') as Instant;
export const DAY: HallDay = hallDayOf(NOON);
export const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
export const id = (at: Instant = NOON): string => uuidV7(at, random);
export const newKey = (): Uint8Array => new Uint8Array(randomBytes(32));

export function aTicket(number: number, changes: Partial<Ticket> = {}): Ticket {
  return {
    id: id() as TicketId,
    hall: HALL,
    terminal: TERMINAL,
    day: DAY,
    class: 'A',
    number,
    matterId: null,
    matterName: '不清楚，帮我选',
    priority: 'none',
    holder: null,
    issuedBy: 'resident',
    issuedAt: NOON,
    state: 'waiting',
    calls: 0,
    lastCalledAt: null,
    window: null,
    calledEpoch: null,
    closedAt: null,
    print: 'planned',
    revision: 1,
    ...changes,
  };
}

export const aJob = (ticket: Ticket, changes: Partial<PrintJob> = {}): PrintJob => ({
  id: id(),
  ticketId: ticket.id,
  copy: 0,
  plannedAt: NOON,
  state: 'planned',
  reason: null,
  paper: { title: '取号凭条', blocks: [{ kind: 'number', text: 'A001' }] },
  ...changes,
});

/** What saving a new ticket is made of: the ticket, its number's block, its slip, what the center hears, who did it. */
export function issueBatch(ticket: Ticket, more: Partial<Batch> = {}): Batch {
  return {
    id: id(),
    at: NOON,
    changes: [
      { kind: 'ticket', ticket },
      {
        kind: 'number-block',
        block: { day: ticket.day, class: ticket.class, terminal: ticket.terminal, from: 1, to: 999, next: ticket.number + 1 },
      },
      { kind: 'print-job', job: aJob(ticket) },
    ],
    messages: [{ kind: 'ticket', action: 'issued', ticket: withoutHolder(ticket) }],
    audit: [{ action: 'issued', by: 'resident', subject: ticket.id }],
    ...more,
  };
}

export function changeBatch(ticket: Ticket, action: TicketAction): Batch {
  return {
    id: id(),
    at: NOON,
    changes: [{ kind: 'ticket', ticket }],
    messages: [{ kind: 'ticket', action, ticket: withoutHolder(ticket) }],
    audit: [{ action, by: 'zhang', subject: ticket.id }],
  };
}

export function withoutHolder(ticket: Ticket): Omit<Ticket, 'holder'> {
  const { holder: _, ...told } = ticket;
  return told;
}

export const anEpoch = (): string => randomUUID();
