import { instant, type Clock } from '../../src/basics/clock.ts';
import { SeededRandom } from './clock-by-hand.ts';

/** The real clock, for tests over real links. */
export const realClock: Clock = {
  now: () => instant(Date.now()),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const realPorts = (seed = 1): { readonly clock: Clock; readonly random: SeededRandom } => ({
  clock: realClock,
  random: new SeededRandom(seed),
});
