import { randomBytes } from 'node:crypto';
import { instant, type Cancel, type Clock } from '../src/basics/clock.ts';
import type { Random } from '../src/basics/random.ts';

/**
 * Time and chance as a host hands them to everything pure: the system's wall clock, timers on its monotonic clock, and
 * its secure source of randomness.
 */

/** The longest delay a Node timer can hold (a signed 32-bit count of ms); beyond it Node would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Timers don't keep a process alive by themselves: what keeps a kiosk running are its servers and its children, and a
 * process that has let go of those must be able to end. Node's timers count on the monotonic clock, so a corrected
 * wall clock neither fires nor delays them.
 */
export function createHostClock(): Clock {
  const after = (delayMs: number, run: () => void): Cancel => {
    let timer: NodeJS.Timeout;
    const plan = (leftMs: number): void => {
      const partMs = Math.min(leftMs, TIMER_MS_MAX);
      timer = setTimeout(() => (leftMs > partMs ? plan(leftMs - partMs) : run()), partMs);
      timer.unref();
    };
    plan(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  };
  return { now: () => instant(Date.now()), after };
}

export const createHostRandom = (): Random => ({ bytes: (length) => new Uint8Array(randomBytes(length)) });
