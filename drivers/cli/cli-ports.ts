import { randomBytes } from 'node:crypto';
import { instant } from '../../src/basics/clock.ts';
import type { DriverPorts } from '../catalogue.ts';

/** Time and chance for a command: its timers keep it running until it has an answer, unlike those of a host. */
export const createCliPorts = (): DriverPorts => ({
  clock: {
    now: () => instant(Date.now()),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  },
  random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
});
