import { z } from 'zod';
import { hallDaySchema, instantSchema } from './hall-day.ts';
import { hallCodeSchema, terminalIdSchema } from './hall.ts';
import { matterIdSchema } from './matter.ts';

export const ticketIdSchema = z.uuid().brand<'TicketId'>();
export type TicketId = z.infer<typeof ticketIdSchema>;

/** A 综合, C 优先 (B 预约 and more follow). */
export const ticketClassSchema = z.enum(['A', 'C']);
export type TicketClass = z.infer<typeof ticketClassSchema>;

/** Numbers restart each day; three digits are what a display and an ear can take in. */
export const TICKET_NUMBER_MAX = 999;

/** What was read from the card that the window needs: who comes, and why first. Sealed at rest, never sent on. */
export const holderSchema = z.object({
  name: z.string().min(1).max(60),
  sex: z.enum(['male', 'female', 'unknown']),
  ageYears: z.number().int().min(0).max(150),
});
export type Holder = z.infer<typeof holderSchema>;

export const prioritySchema = z.enum(['none', 'declared', 'age']);
export type Priority = z.infer<typeof prioritySchema>;

/**
 * waiting → called → done; called → missed → waiting (came back); waiting|called|missed → expired at the day's end.
 */
export const ticketStateSchema = z.enum(['waiting', 'called', 'done', 'missed', 'expired']);
export type TicketState = z.infer<typeof ticketStateSchema>;

/** What is known about the slip; the paper itself is in the print record. */
export const printStateSchema = z.enum(['planned', 'sent', 'confirmed', 'unknown', 'not-printed']);
export type PrintState = z.infer<typeof printStateSchema>;

export const ticketSchema = z.object({
  id: ticketIdSchema,
  hall: hallCodeSchema,
  terminal: terminalIdSchema,
  day: hallDaySchema,
  class: ticketClassSchema,
  number: z.number().int().min(1).max(TICKET_NUMBER_MAX),
  /** null: 不清楚，由窗口帮选. */
  matterId: matterIdSchema.nullable(),
  matterName: z.string(),
  priority: prioritySchema,
  /** null: no card was read. */
  holder: holderSchema.nullable(),
  /** Who pressed the button: the resident, or a member of staff by account. */
  issuedBy: z.string().min(1),
  issuedAt: instantSchema,
  state: ticketStateSchema,
  /** How many times it was called, and when last. */
  calls: z.number().int().min(0),
  lastCalledAt: instantSchema.nullable(),
  /** The window that called it, while called and afterwards. */
  window: z.number().int().nullable(),
  /** The keeper's epoch under which it was last called. */
  calledEpoch: z.number().int().nullable(),
  closedAt: instantSchema.nullable(),
  print: printStateSchema,
  /** Grows by one with each change; a write against an older revision is refused. */
  revision: z.number().int().min(1),
});
export type Ticket = z.infer<typeof ticketSchema>;

/** The label people read and hear: class letter and three digits. */
export const labelOf = (ticket: { readonly class: TicketClass; readonly number: number }): string =>
  `${ticket.class}${String(ticket.number).padStart(3, '0')}`;

/** Numbers leased to one terminal, so that two that can't see each other never print the same one. */
export const numberBlockSchema = z.object({
  day: hallDaySchema,
  class: ticketClassSchema,
  terminal: terminalIdSchema,
  from: z.number().int().min(1),
  to: z.number().int().max(TICKET_NUMBER_MAX),
  /** The next number to give; `to + 1` when the block is used up. */
  next: z.number().int().min(1),
});
export type NumberBlock = z.infer<typeof numberBlockSchema>;

/** What happened to a ticket: the center keeps these, in order, beside the ticket's newest state. */
export const ticketActionSchema = z.enum([
  'issued',
  'printed',
  'print-unknown',
  'not-printed',
  'called',
  'recalled',
  'missed',
  'came-back',
  'done',
  'expired',
]);
export type TicketAction = z.infer<typeof ticketActionSchema>;
