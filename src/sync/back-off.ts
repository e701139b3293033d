import { MINUTE_MS, SECOND_MS } from '../basics/clock.ts';
import { fraction, type Random } from '../basics/random.ts';

/**
 * Full jitter (Marc Brooker, "Exponential Backoff And Jitter", AWS 2015): anywhere between nothing and a ceiling that
 * doubles, so that five hundred terminals whose center comes back do not all come at once.
 */
export const BACK_OFF_BASE_MS = SECOND_MS;
export const BACK_OFF_MS_MAX = 5 * MINUTE_MS;
/** Chance may say "at once"; a center that is down is still not asked in a tight loop. */
export const BACK_OFF_MS_MIN = 100;

/** @param failures in a row, from 1. @param askedMs what the center asked for (Retry-After), obeyed up to the ceiling. */
export function backOffMs(failures: number, random: Random, askedMs: number | null): number {
  const ceiling = Math.min(BACK_OFF_MS_MAX, BACK_OFF_BASE_MS * 2 ** Math.min(failures - 1, 30));
  const jittered = Math.max(BACK_OFF_MS_MIN, Math.round(fraction(random) * ceiling));
  return Math.max(jittered, Math.min(askedMs ?? 0, BACK_OFF_MS_MAX));
}

/** A quiet terminal lets itself be heard about once a minute, spread by a quarter to either side. */
export const QUIET_MS_MAX = MINUTE_MS;
export const quietMs = (random: Random): number => Math.round(QUIET_MS_MAX * (0.75 + fraction(random) * 0.5));
