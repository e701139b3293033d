import { describe, expect, it } from 'vitest';
import {
  ACCOUNTS_MAX,
  afterFailure,
  BUCKET_FAILURES_MAX,
  BUCKET_LEAK_EVERY_MS,
  createLockout,
  failuresOf,
  LOCK_MS_MAX,
  lockMsAfter,
  NO_FAILURES,
} from '../../src/web/lockout.ts';
import { ClockByHand } from '../support/clock-by-hand.ts';

const clockAt = () => new ClockByHand('2025-03-03T09:00:00+08:00');

describe('guessing passwords is made slow', () => {
  it('rests an account for 15 s after five failures, and twice as long after each further one', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < 4; i++) lockout.failed('li');
    expect(lockout.lockedSeconds('li')).toBeNull();
    lockout.failed('li');
    expect(lockout.lockedSeconds('li')).toBe(15);
    expect(lockout.lockedSeconds('wang')).toBeNull();
    await clock.turn(14_999);
    expect(lockout.lockedSeconds('li')).toBe(1);
    await clock.turn(1);
    expect(lockout.lockedSeconds('li')).toBeNull();
    lockout.failed('li');
    expect(lockout.lockedSeconds('li')).toBe(30);
    await clock.turn(30_000);
    lockout.failed('li');
    expect(lockout.lockedSeconds('li')).toBe(60);
  });

  it('never rests longer than an hour', () => {
    expect(lockMsAfter(4)).toBe(0);
    expect(lockMsAfter(5)).toBe(15_000);
    expect(lockMsAfter(13)).toBe(LOCK_MS_MAX);
    expect(lockMsAfter(1_000)).toBe(LOCK_MS_MAX);
  });

  it('forgets the failures after the right password', () => {
    const lockout = createLockout(clockAt());
    for (let i = 0; i < 4; i++) lockout.failed('li');
    lockout.succeeded('li');
    for (let i = 0; i < 4; i++) lockout.failed('li');
    expect(lockout.lockedSeconds('li')).toBeNull();
  });

  it('opens nothing when the wall clock is turned, forward or back', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < 5; i++) lockout.failed('li');
    for (const at of ['2075-01-01T00:00:00Z', '1970-01-02T00:00:00Z', '2015-01-01T00:00:00Z']) {
      clock.jumpTo(at);
      const seconds = lockout.lockedSeconds('li');
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(15);
    }
    await clock.turn(15_000);
    expect(lockout.lockedSeconds('li')).toBeNull();
  });

  it('survives a restart: the lock begins anew and the count is remembered', async () => {
    const clock = clockAt();
    const before = createLockout(clock);
    for (let i = 0; i < 6; i++) before.failed('li');
    before.stop();
    const kept = JSON.parse(JSON.stringify(before.state()));
    const after = createLockout(clock, kept);
    expect(after.lockedSeconds('li')).toBe(30);
    await clock.turn(30_000);
    after.failed('li');
    expect(after.lockedSeconds('li')).toBe(60);
    after.stop();
    expect(clock.timers()).toBe(0);
  });

  it('makes trying one password on every account slow too, for seconds only', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < BUCKET_FAILURES_MAX; i++) lockout.failed(`account-${i}`);
    expect(lockout.lockedSeconds('somebody-else')).toBe(10);
    await clock.turn(BUCKET_LEAK_EVERY_MS);
    expect(lockout.lockedSeconds('somebody-else')).toBeNull();
    lockout.failed('somebody-else');
    expect(lockout.lockedSeconds('wang')).not.toBeNull();
    await clock.turn(BUCKET_LEAK_EVERY_MS * BUCKET_FAILURES_MAX);
    expect(clock.timers()).toBe(0);
  });

  it('remembers a limited number of accounts, and keeps the locked ones', () => {
    let state = NO_FAILURES;
    for (let i = 0; i < 5; i++) state = afterFailure(state, 'li');
    for (let i = 0; i < ACCOUNTS_MAX * 2; i++) state = afterFailure(state, `made-up-${i}`);
    expect(state.accounts.length).toBe(ACCOUNTS_MAX);
    expect(failuresOf(state, 'li')).toEqual({ count: 5, locked: true });
  });
});
