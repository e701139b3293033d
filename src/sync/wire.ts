import { z } from 'zod';
import { instantSchema } from '../domain/hall-day.ts';
import { terminalIdSchema, hallCodeSchema } from '../domain/hall.ts';
import { ticketActionSchema, ticketSchema } from '../domain/ticket.ts';

/** The wire between a terminal and the center, version 1. See SPEC.md beside this file. */
export const WIRE_VERSION = 1;
export const MESSAGES_PER_BATCH_MAX = 200;

export const outgoingMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), action: ticketActionSchema, ticket: ticketSchema.omit({ holder: true }) }),
  /** The terminal's own disk can't give it back; its number is told, so that the gap is seen and what follows flows. */
  z.object({ kind: z.literal('unreadable') }),
]);

export const numberedMessageSchema = z.object({
  /** Gapless within the terminal's epoch, from 1. */
  sequence: z.number().int().min(1),
  /** uuid v7, minted where the message was born: the idempotency key. */
  id: z.uuid(),
  at: instantSchema,
  message: outgoingMessageSchema,
});
export type NumberedMessage = z.infer<typeof numberedMessageSchema>;

export const batchRequestSchema = z.object({
  wire: z.literal(WIRE_VERSION),
  hall: hallCodeSchema,
  terminal: terminalIdSchema,
  /** uuid v4, made when the terminal's store is made: a restored or cloned store must not pass for the old one. */
  epoch: z.uuid(),
  messages: z.array(numberedMessageSchema).max(MESSAGES_PER_BATCH_MAX),
});
export type BatchRequest = z.infer<typeof batchRequestSchema>;

/**
 * What the center takes at its door: the envelope as above, with the wire's number and each message's content still
 * unread, so that a newer terminal gets an answer it knows, and one message that can't be read is parked alone.
 */
export const batchEnvelopeSchema = batchRequestSchema.extend({
  wire: z.number().int(),
  messages: z.array(numberedMessageSchema.extend({ message: z.unknown() })).max(MESSAGES_PER_BATCH_MAX),
});
export type BatchEnvelope = z.infer<typeof batchEnvelopeSchema>;

export const batchReplySchema = z.object({
  /** Everything up to here is applied (or parked, and shown) at the center, for good. */
  acknowledgedThrough: z.number().int().min(0),
  /** Messages the center keeps but could not apply, with the reason that its page shows. */
  parked: z.array(z.object({ sequence: z.number().int(), reason: z.string() })),
});
export type BatchReply = z.infer<typeof batchReplySchema>;

/** Why the center takes nothing from this terminal; closed, so that the maintainer's page can word each. */
export const wireRefusalSchema = z.enum([
  'unknown-terminal',
  'wrong-token',
  'wrong-hall',
  'unknown-wire-version',
  'sequence-gap',
  'sequence-forked',
  'epoch-unknown',
]);
export type WireRefusal = z.infer<typeof wireRefusalSchema>;
