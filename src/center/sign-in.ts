import type { Clock } from '../basics/clock.ts';
import type { Log } from '../domain/log-events.ts';
import type { Lockout } from '../web/lockout.ts';
import { HASH_OF_NOBODY, verifyPassword } from '../web/passwords.ts';
import type { CenterAccount } from './config.ts';
import type { CenterDb } from './database.ts';

/** Hashing is heavy on purpose; so many may wait for it at once, and the next is asked to come again. */
const SIGN_INS_WAITING_MAX = 16;
const COME_AGAIN_SECONDS = 5;

export type SignInAnswer =
  | { readonly kind: 'signed-in'; readonly account: CenterAccount }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly seconds: number };

export type SignInPorts = {
  readonly accounts: readonly CenterAccount[];
  readonly lockout: Lockout;
  readonly db: CenterDb;
  readonly city: string;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Checks one password after the other, so that guesses sent side by side count one by one, and answers an unknown
 * account no faster than a known one. What somebody typed as an account is written down nowhere unless it is one.
 */
export function createSignIn({
  accounts,
  lockout,
  db,
  city,
  clock,
  log,
}: SignInPorts): (id: string, password: string) => Promise<SignInAnswer> {
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const audit = async (action: 'signed-in' | 'sign-in-refused', account: string): Promise<void> => {
    await db.insertInto('console_audit').values({ city, at: clock.now(), action, account }).execute();
  };

  async function check(id: string, password: string): Promise<SignInAnswer> {
    const locked = lockout.lockedSeconds(id);
    if (locked !== null) {
      log('center.sign-in-refused', { reason: 'locked' });
      return { kind: 'locked', seconds: locked };
    }
    const account = accounts.find((other) => other.id === id);
    const right = await verifyPassword(account?.passwordHash ?? HASH_OF_NOBODY, password);
    if (account !== undefined && right) {
      await audit('signed-in', account.id);
      lockout.succeeded(id);
      log('center.signed-in', { account: account.id });
      return { kind: 'signed-in', account };
    }
    lockout.failed(id);
    log('center.sign-in-refused', { reason: account ? 'wrong-password' : 'unknown-account' });
    await audit('sign-in-refused', account?.id ?? 'unknown');
    const seconds = lockout.lockedSeconds(id);
    return seconds === null ? { kind: 'refused' } : { kind: 'locked', seconds };
  }

  return async (typed, password) => {
    if (waiting >= SIGN_INS_WAITING_MAX) return { kind: 'locked', seconds: COME_AGAIN_SECONDS };
    waiting++;
    const answer = turn.then(() => check(typed.trim(), password));
    turn = answer.catch(() => undefined);
    return answer.finally(() => waiting--);
  };
}
