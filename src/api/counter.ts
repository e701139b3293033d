import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { DEVICES, DEVICE_TROUBLES } from '../devices/device-state.ts';
import { hallDaySchema, instantSchema } from '../domain/hall-day.ts';
import { catalogueSchema, matterIdSchema } from '../domain/matter.ts';
import { holderSchema, printStateSchema, prioritySchema, ticketClassSchema, ticketIdSchema, ticketStateSchema } from '../domain/ticket.ts';

/** One row of the counter's lists. The holder is shown only after the call, at the window that called. */
export const ticketRowSchema = z.object({
  id: ticketIdSchema,
  label: z.string(),
  class: ticketClassSchema,
  /** null: none was chosen; the page says so in the staff's words, `matterName` in the resident's. */
  matterId: matterIdSchema.nullable(),
  matterName: z.string(),
  priority: prioritySchema,
  state: ticketStateSchema,
  issuedAt: instantSchema,
  calls: z.number().int(),
  lastCalledAt: instantSchema.nullable(),
  window: z.number().int().nullable(),
  print: printStateSchema,
  holder: holderSchema.nullable(),
});
export type TicketRow = z.infer<typeof ticketRowSchema>;

/** Why the keeper did not do it. Each has a sentence in words/counter. */
export const refusalSchema = z.discriminatedUnion('kind', [
  /** Another keeper has taken over, or this one restarted: the page reads the new state and asks again. */
  z.object({ kind: z.literal('stale-epoch') }),
  z.object({ kind: z.literal('nobody-waiting') }),
  /** This window still has someone: finish or mark missed first. */
  z.object({ kind: z.literal('window-busy'), label: z.string() }),
  /** The ticket is not (any more) at this window, or not in a state for this. */
  z.object({ kind: z.literal('already-changed') }),
  /** 过号 needs more calls, with time between them. */
  z.object({ kind: z.literal('too-early'), callsLeft: z.number().int(), waitSeconds: z.number().int() }),
  z.object({ kind: z.literal('hall-closed') }),
  z.object({ kind: z.literal('numbers-used-up') }),
  z.object({ kind: z.literal('no-window') }),
  z.object({ kind: z.literal('cannot-save') }),
]);
export type Refusal = z.infer<typeof refusalSchema>;

const answer = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: refusalSchema })]);

/** Each command carries an id of its own (a double click is answered once) and the keeper's epoch it was decided under. */
const command = { requestId: z.uuid(), epoch: z.number().int() };

export const helpCallSchema = z.object({ id: z.uuid(), terminal: z.string(), rungAt: instantSchema, heardBy: z.string().nullable() });
export type HelpCall = z.infer<typeof helpCallSchema>;

export const counterViewSchema = z.object({
  epoch: z.number().int(),
  day: hallDaySchema,
  now: instantSchema,
  hallName: z.string(),
  demo: z.boolean(),
  account: z.object({ id: z.string(), name: z.string() }),
  /** The window this session sits at; null until chosen. */
  window: z.number().int().nullable(),
  windows: z.array(z.object({ number: z.number().int(), name: z.string(), takenBy: z.string().nullable(), label: z.string().nullable() })),
  current: ticketRowSchema.nullable(),
  waiting: z.array(ticketRowSchema),
  missed: z.array(ticketRowSchema),
  doneToday: z.number().int(),
  /** Tickets whose slip did not come out for sure: 补打 from here. */
  unprinted: z.array(ticketRowSchema),
  helpCalls: z.array(helpCallSchema),
  troubles: z.array(z.object({ device: z.enum(DEVICES), trouble: z.enum(DEVICE_TROUBLES), since: instantSchema })),
  paperLow: z.boolean(),
  center: z.object({
    pending: z.number().int(),
    oldestAt: instantSchema.nullable(),
    lastSuccessAt: instantSchema.nullable(),
    refusal: z.string().nullable(),
  }),
});
export type CounterView = z.infer<typeof counterViewSchema>;

export const signInAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in'), name: z.string() }),
  z.object({ kind: z.literal('refused') }),
  z.object({ kind: z.literal('locked'), seconds: z.number().int() }),
]);

/** The counter's page with the keeper: HTTP on the hall's network (TLS off loopback), server-sent events for `watch`. */
export const counterContract = {
  signIn: oc.input(z.object({ account: z.string().min(1).max(40), password: z.string().min(1).max(200) })).output(signInAnswerSchema),
  signOut: oc.output(z.void()),
  /** null: not signed in. */
  me: oc.output(z.object({ id: z.string(), name: z.string(), window: z.number().int().nullable() }).nullable()),
  chooseWindow: oc
    .input(z.object({ window: z.number().int() }))
    .output(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('taken'), by: z.string() }),
        z.object({ kind: z.literal('yours') }),
        z.object({ kind: z.literal('unknown') }),
      ]),
    ),
  watch: oc.output(eventIterator(counterViewSchema)),
  catalogue: oc.output(catalogueSchema),
  callNext: oc.input(z.object(command)).output(answer(ticketRowSchema)),
  recall: oc.input(z.object({ ...command, ticketId: ticketIdSchema })).output(answer(ticketRowSchema)),
  markMissed: oc.input(z.object({ ...command, ticketId: ticketIdSchema })).output(answer(ticketRowSchema)),
  /** 过号的人来了: back into the queue, with the old time of arrival. */
  bringBack: oc.input(z.object({ ...command, ticketId: ticketIdSchema })).output(answer(ticketRowSchema)),
  finish: oc.input(z.object({ ...command, ticketId: ticketIdSchema })).output(answer(ticketRowSchema)),
  /** A ticket for someone who can't use the screen; printed at the terminal at once. */
  issue: oc.input(z.object({ ...command, matterId: matterIdSchema.nullable(), priority: z.boolean() })).output(answer(ticketRowSchema)),
  /** 补打. */
  reprint: oc.input(z.object({ ...command, ticketId: ticketIdSchema })).output(answer(ticketRowSchema)),
  answerHelp: oc.input(z.object({ helpId: z.uuid() })).output(z.void()),
};
export type CounterContract = typeof counterContract;

export const displayViewSchema = z.object({
  hallName: z.string(),
  demo: z.boolean(),
  now: instantSchema,
  waiting: z.number().int(),
  /** Newest call first, at most twelve. `at` changes with each repeat, so that the display can say it again. */
  calls: z.array(
    z.object({ label: z.string(), window: z.number().int(), windowName: z.string(), at: instantSchema, times: z.number().int() }),
  ),
});
export type DisplayView = z.infer<typeof displayViewSchema>;
export const displayContract = { watch: oc.output(eventIterator(displayViewSchema)) };
export type DisplayContract = typeof displayContract;

/** Sent when nothing else is, so that a page knows a silent line from a quiet hall. */
export const WATCH_EVERY_MS_MAX = 10_000;
