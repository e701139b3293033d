import { randomBytes } from 'node:crypto';
import type { Clock, Instant } from '../basics/clock.ts';
import type { Random } from '../basics/random.ts';

/** The system's time and chance, as the center's process hands them in. */
export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
