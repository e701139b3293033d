import { oc } from '@orpc/contract';
import { z } from 'zod';
import { hallDaySchema, instantSchema } from '../domain/hall-day.ts';
import { ticketActionSchema, ticketClassSchema, ticketStateSchema, printStateSchema, prioritySchema } from '../domain/ticket.ts';
import { batchEnvelopeSchema, batchReplySchema, wireRefusalSchema } from '../sync/wire.ts';

/** One ticket as the center knows it: its newest state and everything that happened to it. No holder. */
export const centerTicketSchema = z.object({
  id: z.uuid(),
  hall: z.string(),
  hallName: z.string(),
  terminal: z.string(),
  day: hallDaySchema,
  label: z.string(),
  class: ticketClassSchema,
  /** null: none was chosen; the page says so in the staff's words, `matterName` in the resident's. */
  matterId: z.string().nullable(),
  matterName: z.string(),
  priority: prioritySchema,
  state: ticketStateSchema,
  print: printStateSchema,
  window: z.number().int().nullable(),
  issuedAt: instantSchema,
  /** When the center first had it. */
  arrivedAt: instantSchema,
  actions: z.array(z.object({ action: ticketActionSchema, at: instantSchema, arrivedAt: instantSchema })),
});
export type CenterTicket = z.infer<typeof centerTicketSchema>;

export const terminalStatusSchema = z.object({
  terminal: z.string(),
  hall: z.string(),
  hallName: z.string(),
  lastHeardAt: instantSchema.nullable(),
  acknowledgedThrough: z.number().int(),
  parked: z.number().int(),
});

export type TerminalStatus = z.infer<typeof terminalStatusSchema>;

export const handInAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), reply: batchReplySchema }),
  z.object({ kind: z.literal('refused'), reason: wireRefusalSchema, expected: z.number().int().nullable() }),
]);
export const centerSignInAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in'), name: z.string() }),
  z.object({ kind: z.literal('refused') }),
  z.object({ kind: z.literal('locked'), seconds: z.number().int() }),
]);
/** Who is signed in to the console, of which city; null: nobody. */
export const centerMeSchema = z.object({ name: z.string(), cityName: z.string(), demo: z.boolean() }).nullable();
export const centerDaySchema = z.object({
  now: instantSchema,
  day: hallDaySchema,
  total: z.number().int(),
  tickets: z.array(centerTicketSchema),
  terminals: z.array(terminalStatusSchema),
});
export type CenterDay = z.infer<typeof centerDaySchema>;

/** Terminals and the console's page with the center: HTTP, described by OpenAPI at /api/v1/openapi.json. */
export const centerContract = {
  /** A terminal hands in what happened; `Authorization: Bearer <device token>`. Repeats get the same answer. */
  handIn: oc
    .route({ method: 'POST', path: '/batches', summary: 'Hand in a batch of messages', tags: ['terminal'] })
    .input(batchEnvelopeSchema)
    .output(handInAnswerSchema),
  signIn: oc
    .route({ method: 'POST', path: '/session', summary: 'Sign in to the console', tags: ['console'] })
    .input(z.object({ account: z.string().min(1).max(40), password: z.string().min(1).max(200) }))
    .output(centerSignInAnswerSchema),
  signOut: oc.route({ method: 'DELETE', path: '/session', summary: 'Sign out', tags: ['console'] }).output(z.void()),
  me: oc.route({ method: 'GET', path: '/session', summary: 'Who is signed in', tags: ['console'] }).output(centerMeSchema),
  tickets: oc
    .route({ method: 'GET', path: '/tickets', summary: 'Tickets of a day, newest arrival first', tags: ['console'] })
    .input(z.object({ day: hallDaySchema.optional(), limit: z.coerce.number().int().min(1).max(500).default(200) }))
    .output(centerDaySchema),
  health: oc
    .route({ method: 'GET', path: '/health', summary: 'Whether the center can save', tags: ['operation'] })
    .output(z.object({ ok: z.boolean(), database: z.string() })),
};
export type CenterContract = typeof centerContract;
