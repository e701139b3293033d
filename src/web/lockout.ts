import { MINUTE_MS, SECOND_MS, type Cancel, type Clock, type Instant } from '../basics/clock.ts';

/**
 * Guessing passwords is made slow: after five failures an account rests for 15 s, and twice as long after each further
 * one, an hour at most. Over all accounts together a bucket of failures fills and leaks slowly, so that trying one
 * password on every account is no way round, while a prank delays colleagues by seconds only.
 *
 * The pure part is a value that its owner may keep and hand in again: a restart does not forget, it lets a lock begin
 * anew. Locks end by the monotonic clock, so turning the wall clock opens nothing; the wall clock only tells people
 * how long it takes.
 */
export const FAILURES_BEFORE_LOCK = 5;
export const FIRST_LOCK_MS = 15 * SECOND_MS;
export const LOCK_MS_MAX = 60 * MINUTE_MS;
/** Accounts remembered; the oldest that is not locked gives way. */
export const ACCOUNTS_MAX = 500;
export const BUCKET_FAILURES_MAX = 30;
export const BUCKET_LEAK_EVERY_MS = 10 * SECOND_MS;

export type Failures = { readonly count: number; readonly locked: boolean };
export type LockoutState = {
  /** Oldest failure first. */
  readonly accounts: readonly (readonly [account: string, failures: Failures])[];
  readonly bucket: number;
};
export const NO_FAILURES: LockoutState = { accounts: [], bucket: 0 };

/** How long an account rests after its `count`-th failure; 0: not at all. */
export const lockMsAfter = (count: number): number =>
  count < FAILURES_BEFORE_LOCK ? 0 : Math.min(LOCK_MS_MAX, FIRST_LOCK_MS * 2 ** (count - FAILURES_BEFORE_LOCK));

export const failuresOf = (state: LockoutState, account: string): Failures =>
  state.accounts.find(([name]) => name === account)?.[1] ?? { count: 0, locked: false };

export function afterFailure(state: LockoutState, account: string): LockoutState {
  const count = failuresOf(state, account).count + 1;
  const others = state.accounts.filter(([name]) => name !== account);
  const tooMany = others.length >= ACCOUNTS_MAX;
  const gone = tooMany
    ? Math.max(
        0,
        others.findIndex(([, failures]) => !failures.locked),
      )
    : -1;
  return {
    accounts: [...others.filter((_, index) => index !== gone), [account, { count, locked: lockMsAfter(count) > 0 }]],
    bucket: Math.min(BUCKET_FAILURES_MAX, state.bucket + 1),
  };
}

/** The right password: this account's failures are forgotten; the bucket only leaks. */
export const afterSuccess = (state: LockoutState, account: string): LockoutState => ({
  ...state,
  accounts: state.accounts.filter(([name]) => name !== account),
});

/** The rest is over; the count stays, so that the next failure rests twice as long. */
export const afterRest = (state: LockoutState, account: string): LockoutState => ({
  ...state,
  accounts: state.accounts.map((entry) => (entry[0] === account ? [account, { ...entry[1], locked: false }] : entry)),
});

export const afterLeak = (state: LockoutState): LockoutState => ({ ...state, bucket: Math.max(0, state.bucket - 1) });

export type Lockout = {
  /** Seconds until this account may try again, at least 1; null: it may try now. */
  lockedSeconds(account: string): number | null;
  failed(account: string): void;
  succeeded(account: string): void;
  /** To be kept, and handed in again after a restart. */
  state(): LockoutState;
  stop(): void;
};

/** The value above with its timers. `kept`: what `state()` said before the restart. */
export function createLockout(clock: Clock, kept: LockoutState = NO_FAILURES): Lockout {
  let state = kept;
  const rests = new Map<string, { readonly until: Instant; readonly ms: number; readonly cancel: Cancel }>();
  let leak: { readonly next: Instant; readonly cancel: Cancel } | null = null;

  function rest(account: string): void {
    const ms = lockMsAfter(failuresOf(state, account).count);
    rests.get(account)?.cancel();
    const cancel = clock.after(ms, () => {
      rests.delete(account);
      state = afterRest(state, account);
    });
    rests.set(account, { until: (clock.now() + ms) as Instant, ms, cancel });
  }
  function drip(): void {
    if (leak !== null || state.bucket === 0) return;
    const cancel = clock.after(BUCKET_LEAK_EVERY_MS, () => {
      leak = null;
      state = afterLeak(state);
      drip();
    });
    leak = { next: (clock.now() + BUCKET_LEAK_EVERY_MS) as Instant, cancel };
  }
  /** The wall clock may have been turned meanwhile: what is said stays within what can be. */
  const secondsUntil = (until: Instant, msMax: number): number => Math.ceil(Math.min(msMax, Math.max(1, until - clock.now())) / SECOND_MS);

  for (const [account, failures] of state.accounts) if (failures.locked) rest(account);
  drip();

  return {
    lockedSeconds(account) {
      const resting = rests.get(account);
      if (resting) return secondsUntil(resting.until, resting.ms);
      return state.bucket >= BUCKET_FAILURES_MAX && leak ? secondsUntil(leak.next, BUCKET_LEAK_EVERY_MS) : null;
    },
    failed(account) {
      state = afterFailure(state, account);
      if (failuresOf(state, account).locked) rest(account);
      drip();
    },
    succeeded(account) {
      state = afterSuccess(state, account);
    },
    state: () => state,
    stop() {
      for (const { cancel } of rests.values()) cancel();
      rests.clear();
      leak?.cancel();
      leak = null;
    },
  };
}
