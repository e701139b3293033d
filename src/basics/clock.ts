import type { Brand } from './brand.ts';

/** A point in time: milliseconds since 1970-01-01T00:00Z. Not a hall's day: see domain/hall-day. */
export type Instant = Brand<number, 'Instant'>;

/** Calls off what was planned; calling it again, or too late, does nothing. */
export type Cancel = () => void;

/**
 * Time, handed in. `after` counts on a monotonic clock, so that a corrected wall clock
 * neither fires nor delays a time-out.
 */
export interface Clock {
  now(): Instant;
  after(delayMs: number, run: () => void): Cancel;
}

export const instant = (ms: number): Instant => ms as Instant;
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
