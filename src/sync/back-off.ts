import { MINUTE_MS, SECOND_MS } from '../basics/clock.ts';
import { fraction, type Random } from '../basics/random.ts';

/**
 * Full jitter (Marc Brooker, "Exponential Backoff And Jitter", AWS 2015): anywhere between nothing and a ceiling that
 * doubles, so that five hundred terminals whose center comes back do not all come at once.
 */
export const BACK_OFF_BASE_MS = SECOND_MS;
export const BACK_OFF_MS_MAX = 5 * MINUTE_MS;
/** A cable that was out for some seconds is found again in some: the ceiling rests here for the first tries. */
export const QUICK_TRIES_MAX = 10;
export const QUICK_MS_MAX = 4 * SECOND_MS;
/** Chance may say "at once"; a center that is down is still not asked in a tight loop. */
export const BACK_OFF_MS_MIN = 100;

export const ceilingMs = (failures: number): number =>
  failures <= QUICK_TRIES_MAX
    ? Math.min(QUICK_MS_MAX, BACK_OFF_BASE_MS * 2 ** (failures - 1))
    : Math.min(BACK_OFF_MS_MAX, QUICK_MS_MAX * 2 ** (Math.min(failures, 40) - QUICK_TRIES_MAX));

/** @param failures in a row, from 1. @param askedMs what the center asked for (Retry-After), obeyed up to the ceiling. */
export function backOffMs(failures: number, random: Random, askedMs: number | null): number {
  const jittered = Math.max(BACK_OFF_MS_MIN, Math.round(fraction(random) * ceilingMs(failures)));
  return Math.max(jittered, Math.min(askedMs ?? 0, BACK_OFF_MS_MAX));
}

/** A quiet terminal lets itself be heard about once a minute, spread by a quarter to either side. */
export const QUIET_MS_MAX = MINUTE_MS;
export const quietMs = (random: Random): number => Math.round(QUIET_MS_MAX * (0.75 + fraction(random) * 0.5));
