import { z } from 'zod';
import { DEVICE_TROUBLES } from '../devices/device-state.ts';
import { instantSchema, hallDaySchema } from '../domain/hall-day.ts';
import { matterIdSchema } from '../domain/matter.ts';
import { prioritySchema, ticketIdSchema } from '../domain/ticket.ts';

/**
 * The View: everything the resident's screen draws, as a snapshot with a revision; the latest wins. It carries no
 * id number, ever, and a name only while the person stands there.
 */
export const tileSchema = z.enum(['take-ticket']);
export type Tile = z.infer<typeof tileSchema>;

/** How long the wait may be: minutes, rounded for people, or honestly not known (too few windows or figures). */
export const waitSchema = z.object({
  ahead: z.number().int().min(0),
  minutes: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
});
export type Wait = z.infer<typeof waitSchema>;

export const chosenMatterSchema = z.object({ id: matterIdSchema.nullable(), name: z.string(), bring: z.array(z.string()) });

export const cardTroubleKindSchema = z.enum([
  'card-moved',
  'not-an-id-card',
  'unsupported-card',
  'card-not-proven',
  'card-unreadable',
  'card-expired',
  'reader-garbled',
  'reader-not-answering',
  'reader-out-of-order',
  'no-card',
]);
export type CardTroubleKind = z.infer<typeof cardTroubleKindSchema>;

/** What the resident is told about the slip. */
export const slipSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('printing') }),
  z.object({ kind: z.literal('printed') }),
  /** No paper came: the number on the screen counts. The counter was told. */
  z.object({ kind: z.literal('not-printed'), trouble: z.enum(DEVICE_TROUBLES) }),
  /** Something may have come out, whole or half. */
  z.object({ kind: z.literal('uncertain'), trouble: z.enum(DEVICE_TROUBLES) }),
]);
export type Slip = z.infer<typeof slipSchema>;

export const screenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attract') }),
  /** Tickets are not given now. `opens` null: no opening is planned. */
  z.object({ kind: z.literal('closed'), opens: z.object({ day: hallDaySchema, time: z.string(), today: z.boolean() }).nullable() }),
  z.object({ kind: z.literal('home'), tiles: z.array(tileSchema) }),
  /** The catalogue is fetched apart; what is typed stays in the renderer. */
  z.object({ kind: z.literal('choose-need') }),
  /** `priority`: 我需要优先 was ticked before, and is not asked twice. */
  z.object({
    kind: z.literal('confirm-ticket'),
    matter: chosenMatterSchema,
    priority: z.boolean(),
    wait: waitSchema,
    priorityWait: waitSchema,
  }),
  /** Before the card is read: who reads what, why, and for how long. */
  z.object({ kind: z.literal('card-notice') }),
  z.object({ kind: z.literal('card-wait') }),
  z.object({ kind: z.literal('card-reading') }),
  /** `attemptsLeft` 0: a window helps on. */
  z.object({ kind: z.literal('card-trouble'), trouble: cardTroubleKindSchema, attemptsLeft: z.number().int().min(0) }),
  z.object({
    kind: z.literal('card-read'),
    name: z.string(),
    sex: z.enum(['male', 'female', 'unknown']),
    ageYears: z.number().int(),
    /** True at 80 and over: a priority ticket is offered, never imposed. */
    offerPriority: z.boolean(),
    priority: z.boolean(),
    matter: chosenMatterSchema,
    wait: waitSchema,
    priorityWait: waitSchema,
  }),
  z.object({ kind: z.literal('issuing') }),
  z.object({
    kind: z.literal('ticket'),
    ticketId: ticketIdSchema,
    label: z.string(),
    day: hallDaySchema,
    matter: chosenMatterSchema,
    priority: prioritySchema,
    name: z.string().nullable(),
    wait: waitSchema,
    slip: slipSchema,
    issuedAt: instantSchema,
  }),
  /** No ticket could be given, or nobody knows whether one was saved: a window helps on. */
  z.object({ kind: z.literal('sorry'), reason: z.enum(['cannot-save', 'numbers-used-up', 'hall-closed']) }),
  z.object({ kind: z.literal('goodbye'), takeCard: z.boolean(), takeSlip: z.boolean() }),
]);
export type Screen = z.infer<typeof screenSchema>;

export const viewSchema = z.object({
  /** New with each visit; an intent for another visit is refused. */
  visitId: z.uuid(),
  /** Grows with each snapshot of this kiosk process. */
  revision: z.number().int().min(0),
  screen: screenSchema,
  chrome: z.object({
    hallName: z.string(),
    terminal: z.string(),
    hotline: z.string(),
    zone: z.string(),
    demo: z.boolean(),
    now: instantSchema,
    waiting: z.number().int().min(0),
    /** Windows where someone is signed in; null while nobody has been today. */
    windowsOpen: z.number().int().min(0).nullable(),
    canGoBack: z.boolean(),
    canLeave: z.boolean(),
    help: z.enum(['quiet', 'ringing', 'heard']),
    /** Shown only when something is missing. */
    missing: z.array(z.enum(['slip-paper', 'slip-printer', 'card-reader'])),
  }),
  /** Present during the last seconds before the wipe. */
  idle: z.object({ secondsLeft: z.number().int().min(0) }).nullable(),
});
export type View = z.infer<typeof viewSchema>;

export const intentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wake') }),
  z.object({ kind: z.literal('open-tile'), tile: tileSchema }),
  /** null: 不清楚，帮我选. */
  z.object({ kind: z.literal('choose-matter'), matterId: matterIdSchema.nullable() }),
  z.object({ kind: z.literal('use-card'), priority: z.boolean() }),
  z.object({ kind: z.literal('agree-to-read') }),
  z.object({ kind: z.literal('try-card-again') }),
  z.object({ kind: z.literal('go-without-card') }),
  z.object({ kind: z.literal('take-ticket'), priority: z.boolean() }),
  z.object({ kind: z.literal('back') }),
  /** 退出 / 我已完成: ends the visit. */
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('help') }),
  z.object({ kind: z.literal('cancel-help') }),
  /** 继续使用 in the idle warning. */
  z.object({ kind: z.literal('stay') }),
  /** Somebody touches or types: keeps the visit awake, changes nothing else. Any revision is fine. */
  z.object({ kind: z.literal('touch') }),
]);
export type Intent = z.infer<typeof intentSchema>;

export const intentRequestSchema = z.object({ visitId: z.uuid(), revision: z.number().int(), intent: intentSchema });
export type IntentRequest = z.infer<typeof intentRequestSchema>;
/** `stale`: the screen has moved on (a double tap, a late tap); nothing was done. */
export const intentAnswerSchema = z.enum(['taken', 'stale', 'not-here']);
export type IntentAnswer = z.infer<typeof intentAnswerSchema>;
