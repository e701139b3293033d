import { describe, expect, it } from 'vitest';
import {
  ADDRESS_FAILURES_MAX,
  ADDRESS_LEAK_EVERY_MS,
  createLockout,
  FAILURES_BEFORE_LOCK,
  FAILURES_REMEMBERED_MAX,
  LOCK_MS_MAX,
  lockMsAfter,
  SHARED_FAILURES_MAX,
  SHARED_LEAK_EVERY_MS,
} from '../../src/web/lockout.ts';
import { ClockByHand } from '../support/clock-by-hand.ts';

const clockAt = () => new ClockByHand('2025-03-03T09:00:00+08:00');
const DESK = '10.0.0.3';
const STRANGER = '10.0.0.66';

describe('guessing passwords is made slow', () => {
  it('rests an account for 15 s after five failures, and twice as long after each further one', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < 4; i++) lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBeNull();
    lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBe(15);
    expect(lockout.lockedSeconds('wang', DESK)).toBeNull();
    await clock.turn(14_999);
    expect(lockout.lockedSeconds('li', DESK)).toBe(1);
    await clock.turn(1);
    expect(lockout.lockedSeconds('li', DESK)).toBeNull();
    lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBe(30);
    await clock.turn(30_000);
    lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBe(60);
  });

  it('never rests longer than an hour', () => {
    expect(lockMsAfter(4)).toBe(0);
    expect(lockMsAfter(5)).toBe(15_000);
    expect(lockMsAfter(13)).toBe(LOCK_MS_MAX);
    expect(lockMsAfter(1_000)).toBe(LOCK_MS_MAX);
  });

  it('forgets the failures after the right password', () => {
    const lockout = createLockout(clockAt());
    for (let i = 0; i < 4; i++) lockout.failed('li', DESK);
    lockout.succeeded('li', DESK);
    for (let i = 0; i < 4; i++) lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBeNull();
  });

  it('opens nothing when the wall clock is turned, forward or back', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < 5; i++) lockout.failed('li', DESK);
    for (const at of ['2075-01-01T00:00:00Z', '1970-01-02T00:00:00Z', '2015-01-01T00:00:00Z']) {
      clock.jumpTo(at);
      const seconds = lockout.lockedSeconds('li', DESK);
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(15);
    }
    await clock.turn(15_000);
    expect(lockout.lockedSeconds('li', DESK)).toBeNull();
  });

  it('makes trying one password on every account slow too', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < ADDRESS_FAILURES_MAX; i++) lockout.failed(`account-${i}`, STRANGER);
    expect(lockout.lockedSeconds('somebody-else', STRANGER)).toBe(20);
    await clock.turn(ADDRESS_LEAK_EVERY_MS);
    expect(lockout.lockedSeconds('somebody-else', STRANGER)).toBeNull();
    lockout.failed('somebody-else', STRANGER);
    expect(lockout.lockedSeconds('wang', STRANGER)).not.toBeNull();
    await clock.turn(ADDRESS_LEAK_EVERY_MS * ADDRESS_FAILURES_MAX);
    expect(clock.timers()).toBe(0);
  });

  it('from many addresses is slow as well', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < SHARED_FAILURES_MAX; i++) lockout.failed('li', `10.0.1.${i}`);
    expect(lockout.lockedSeconds('li', '10.0.2.1')).toBe(10);
    await clock.turn(SHARED_LEAK_EVERY_MS);
    expect(lockout.lockedSeconds('li', '10.0.2.1')).toBeNull();
  });

  it('remembers a limited number of failures, and keeps the locks', () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let i = 0; i < 5; i++) lockout.failed('li', DESK);
    for (let i = 0; i < FAILURES_REMEMBERED_MAX * 2; i++) lockout.failed(`made-up-${i}`, STRANGER);
    expect(lockout.lockedSeconds('li', DESK)).toBe(15);
    lockout.stop();
    expect(clock.timers()).toBe(0);
  });
});

describe('whoever guesses keeps nobody else out', () => {
  it('an hour of guesses from one address, as fast as it is let, never holds another address', async () => {
    const clock = clockAt();
    const lockout = createLockout(clock);
    for (let second = 0; second < 3_600; second++) {
      for (const account of ['li', 'wang', 'zhao', `made-up-${second}`])
        if (lockout.lockedSeconds(account, STRANGER) === null) lockout.failed(account, STRANGER);
      for (const account of ['li', 'wang', 'zhao']) expect(lockout.lockedSeconds(account, DESK)).toBeNull();
      await clock.turn(1_000);
    }
  });

  it('many addresses together do not hold an account where it signed in before', () => {
    const lockout = createLockout(clockAt());
    lockout.succeeded('li', DESK);
    for (let i = 0; i < SHARED_FAILURES_MAX; i++) lockout.failed('li', `10.0.1.${i}`);
    expect(lockout.lockedSeconds('li', DESK)).toBeNull();
    expect(lockout.lockedSeconds('wang', DESK)).not.toBeNull();
    // Its own failures there still count.
    for (let i = 0; i < FAILURES_BEFORE_LOCK; i++) lockout.failed('li', DESK);
    expect(lockout.lockedSeconds('li', DESK)).toBe(15);
  });
});
