import { MINUTE_MS, SECOND_MS, type Cancel, type Clock, type Instant } from '../basics/clock.ts';

/**
 * Guessing passwords is made slow, without letting whoever guesses keep the others out:
 *
 * - After five failures an account rests for 15 s at the address where they came from, and twice as long after each
 *   further one, an hour at most. At other addresses it does not rest, so nobody locks a colleague out from afar.
 * - Each address has a bucket of failures over all accounts, which fills quickly and leaks slowly, so that trying one
 *   password on every account is no way round.
 * - Behind them stands one bucket shared by all addresses, against guesses spread over many. It leaks faster than any
 *   one address can fill it.
 *
 * An account that signed in from an address is at home there: neither bucket holds it, and its failures there fill
 * neither; only its own rest does. When many addresses keep the shared bucket full, those who are not at home anywhere
 * (after a restart, at a new computer) have to try in the seconds after a leak, together with whoever is guessing.
 *
 * All in memory: a restart forgets. Everything ends by the monotonic clock, so turning the wall clock opens nothing;
 * the wall clock only tells people how long it takes.
 */
export const FAILURES_BEFORE_LOCK = 5;
export const FIRST_LOCK_MS = 15 * SECOND_MS;
export const LOCK_MS_MAX = 60 * MINUTE_MS;
export const ADDRESS_FAILURES_MAX = 10;
export const ADDRESS_LEAK_EVERY_MS = 20 * SECOND_MS;
export const SHARED_FAILURES_MAX = 30;
/** Faster than ADDRESS_LEAK_EVERY_MS: one address alone never fills the shared bucket. */
export const SHARED_LEAK_EVERY_MS = 10 * SECOND_MS;
/** Accounts with failures that are remembered, each at one address; the oldest that does not rest gives way. */
export const FAILURES_REMEMBERED_MAX = 500;
/** Accounts that are remembered to be at home somewhere; the one that has not signed in for the longest gives way. */
export const HOMES_MAX = 500;

/** How long an account rests after its `count`-th failure; 0: not at all. */
export const lockMsAfter = (count: number): number =>
  count < FAILURES_BEFORE_LOCK ? 0 : Math.min(LOCK_MS_MAX, FIRST_LOCK_MS * 2 ** (count - FAILURES_BEFORE_LOCK));

export type Lockout = {
  /** Seconds until this account may try again at this address, at least 1; null: it may try now. */
  lockedSeconds(account: string, address: string): number | null;
  failed(account: string, address: string): void;
  succeeded(account: string, address: string): void;
  stop(): void;
};

export function createLockout(clock: Clock): Lockout {
  type Failures = { count: number; rest: { readonly until: Instant; readonly ms: number; readonly cancel: Cancel } | null };
  /** Oldest failure first. */
  const failures = new Map<string, Failures>();
  /** The one who has not signed in for the longest first. */
  const homes = new Set<string>();
  const shared = createBucket(clock, SHARED_FAILURES_MAX, SHARED_LEAK_EVERY_MS);
  /** Only those with something in them; the shared bucket bounds how many that can be. */
  const addresses = new Map<string, Bucket>();
  // An address holds no line break, and what was typed as an account comes last: no two pairs share a key.
  const keyOf = (account: string, address: string): string => `${address}\n${account}`;

  function makeRoom(): void {
    if (failures.size < FAILURES_REMEMBERED_MAX) return;
    const oldest = [...failures].find(([, { rest }]) => rest === null) ?? [...failures][0]!;
    oldest[1].rest?.cancel();
    failures.delete(oldest[0]);
  }
  function bucketOf(address: string): Bucket {
    const bucket =
      addresses.get(address) ?? createBucket(clock, ADDRESS_FAILURES_MAX, ADDRESS_LEAK_EVERY_MS, () => addresses.delete(address));
    addresses.set(address, bucket);
    return bucket;
  }

  return {
    lockedSeconds(account, address) {
      const key = keyOf(account, address);
      const rest = failures.get(key)?.rest;
      if (rest) return secondsUntil(clock, rest.until, rest.ms);
      return homes.has(key) ? null : (addresses.get(address)?.fullSeconds() ?? shared.fullSeconds());
    },
    failed(account, address) {
      const key = keyOf(account, address);
      const before = failures.get(key);
      before?.rest?.cancel();
      failures.delete(key);
      makeRoom();
      const now: Failures = { count: (before?.count ?? 0) + 1, rest: null };
      const ms = lockMsAfter(now.count);
      // The rest ends, the count stays, so that the next failure rests twice as long.
      if (ms > 0) now.rest = { until: (clock.now() + ms) as Instant, ms, cancel: clock.after(ms, () => (now.rest = null)) };
      failures.set(key, now);
      if (homes.has(key)) return;
      bucketOf(address).fill();
      shared.fill();
    },
    succeeded(account, address) {
      const key = keyOf(account, address);
      failures.get(key)?.rest?.cancel();
      failures.delete(key);
      homes.delete(key);
      homes.add(key);
      if (homes.size > HOMES_MAX) homes.delete(homes.values().next().value!);
    },
    stop() {
      for (const { rest } of failures.values()) rest?.cancel();
      failures.clear();
      for (const bucket of addresses.values()) bucket.stop();
      addresses.clear();
      shared.stop();
    },
  };
}

type Bucket = {
  fill(): void;
  /** Seconds until the next leak; null: it is not full. */
  fullSeconds(): number | null;
  stop(): void;
};

/** Holds `max` and loses one each `leakEveryMs`; `onEmpty` is told when nothing is left. */
function createBucket(clock: Clock, max: number, leakEveryMs: number, onEmpty?: () => void): Bucket {
  let level = 0;
  let leak: { readonly next: Instant; readonly cancel: Cancel } | null = null;
  function drip(): void {
    if (leak !== null) return;
    const cancel = clock.after(leakEveryMs, () => {
      leak = null;
      level--;
      if (level > 0) drip();
      else onEmpty?.();
    });
    leak = { next: (clock.now() + leakEveryMs) as Instant, cancel };
  }
  return {
    fill() {
      level = Math.min(max, level + 1);
      drip();
    },
    fullSeconds: () => (level >= max && leak !== null ? secondsUntil(clock, leak.next, leakEveryMs) : null),
    stop() {
      leak?.cancel();
      leak = null;
      level = 0;
    },
  };
}

/** The wall clock may have been turned meanwhile: what is said stays within what can be. */
const secondsUntil = (clock: Clock, until: Instant, msMax: number): number =>
  Math.ceil(Math.min(msMax, Math.max(1, until - clock.now())) / SECOND_MS);
