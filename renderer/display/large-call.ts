import type { DisplayView } from '../../src/api/counter.ts';
import type { Instant } from '../../src/basics/clock.ts';

/**
 * Which call is shown large. Two windows may call in the same second, and both people have to be able to read theirs:
 * each call stays large for a while before the next takes its place, in the order in which they were made. A call whose
 * window has called somebody else since is over, and holds nobody up.
 */
export type Call = DisplayView['calls'][number];
export type LargeCall = {
  readonly call: Call;
  /** Since when it is shown large, in the hall's time. */
  readonly since: Instant;
};

/** Time to look up, find the number and read the window. */
export const HOLD_MS = 6_000;

const isSame = (a: Call, b: Call): boolean => a.label === b.label && a.at === b.at;

/**
 * What to show large now. `before`: what was; null after a (re)load, when it is worked out from the times of the calls
 * alone. `calls` as in the view, newest first. The same object as before while nothing changes; null: nobody was called.
 */
export function nextLargeCall(before: LargeCall | null, calls: readonly Call[], now: Instant): LargeCall | null {
  const oldestFirst = calls.filter((call, i) => calls.findIndex((other) => other.window === call.window) === i).toReversed();
  if (before === null) return fromTheTimes(oldestFirst, now);
  const still = oldestFirst.findIndex((call) => isSame(call, before.call));
  // Called again, missed, or over: whoever was called after it comes next.
  const later = still >= 0 ? oldestFirst.slice(still + 1) : oldestFirst.filter((call) => call.at > before.call.at);
  const next = later[0];
  // The hall's clock was turned back: the time begins anew, so that nothing is held for hours.
  if (now < before.since) return { ...before, since: now };
  if (still >= 0 && (next === undefined || now - before.since < HOLD_MS)) return before;
  if (next !== undefined) return { call: next, since: now };
  return fromTheTimes(oldestFirst, now);
}

function fromTheTimes(oldestFirst: readonly Call[], now: Instant): LargeCall | null {
  let large: LargeCall | null = null;
  for (const call of oldestFirst) {
    const since: Instant = large === null ? call.at : (Math.max(call.at, large.since + HOLD_MS) as Instant);
    if (large !== null && since > now) break;
    large = { call, since };
  }
  return large;
}
