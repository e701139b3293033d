import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { catalogueSchema } from '../domain/matter.ts';
import { intentAnswerSchema, intentRequestSchema, viewSchema } from '../kiosk/view.ts';

/** The resident's screen with its kiosk process: over a MessagePort in Electron, a guarded WebSocket in the browser host. */
export const screenContract = {
  /** Snapshots of the View, the newest at once, then each that follows; slow screens skip to the latest. */
  watch: oc.output(eventIterator(viewSchema)),
  intent: oc.input(intentRequestSchema).output(intentAnswerSchema),
  catalogue: oc.output(catalogueSchema),
  /** What the screen is: its millimetres. Sizes on screen come from these. */
  calibration: oc.output(z.object({ pxPerMm: z.number().min(1).max(20).nullable() })),
  /** Sent by the renderer every two seconds after a frame was painted; the host reloads a page that stops. */
  alive: oc.input(z.object({ visitId: z.uuid().nullable() })).output(z.void()),
};
export type ScreenContract = typeof screenContract;
export const ALIVE_EVERY_MS = 2_000;
/** Long enough for a loaded machine to stall in: a screen that is reloaded for nothing is worse than one that waits. */
export const ALIVE_SILENCE_MS_MAX = 15_000;
/** WebSocket close code: another screen of this terminal has taken over; the page says so and does not come back by itself. */
export const SCREEN_TAKEN_OVER = 4_001;
