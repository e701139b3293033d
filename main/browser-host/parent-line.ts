import { z } from 'zod';

/**
 * What whoever forked the browser host may ask of it over the fork's own channel: a fresh address for a screen, and
 * the processes it runs. There is no channel when it is started on its own, as in production.
 */
export const parentAskSchema = z.object({ id: z.number().int(), ask: z.enum(['mint-url', 'pids']) });
export type ParentAsk = z.infer<typeof parentAskSchema>;

export const parentAnswerSchema = z.discriminatedUnion('ask', [
  z.object({ id: z.number().int(), ask: z.literal('mint-url'), url: z.string() }),
  z.object({ id: z.number().int(), ask: z.literal('pids'), devices: z.number().int().nullable(), screen: z.number().int().nullable() }),
]);
export type ParentAnswer = z.infer<typeof parentAnswerSchema>;

/** The one line on stdout that says that the kiosk is up: `ready {json}`. */
export const kioskReadySchema = z.object({
  /** Opens the screen once, within half a minute; null where a screen was started. */
  kiosk: z.string().nullable(),
  hall: z.string(),
  pid: z.number().int(),
});
export type KioskReady = z.infer<typeof kioskReadySchema>;
