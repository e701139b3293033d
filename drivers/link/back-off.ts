import { fraction, type Random } from '../../src/basics/random.ts';

/**
 * How long to wait before trying again: doubling from half a second to half a minute, each drawn from the upper half of
 * its range, so that the devices of a hall that lost power together don't all knock at the same instant.
 */
export const BACK_OFF_MS_MIN = 500;
export const BACK_OFF_MS_MAX = 30_000;

export type BackOff = {
  nextMs(): number;
  /** It went well: the next failure starts from the shortest wait again. */
  reset(): void;
};

export function createBackOff(random: Random, msMin = BACK_OFF_MS_MIN, msMax = BACK_OFF_MS_MAX): BackOff {
  let failures = 0;
  return {
    nextMs: () => {
      const rangeMs = Math.min(msMax, msMin * 2 ** Math.min(failures++, 30));
      return Math.max(msMin, Math.round(rangeMs * (0.5 + fraction(random) / 2)));
    },
    reset: () => {
      failures = 0;
    },
  };
}
