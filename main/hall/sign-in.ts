import type { HallDesk } from '../../src/hall/hall-desk.ts';
import type { Log } from '../../src/domain/log-events.ts';
import type { Lockout } from '../../src/web/lockout.ts';
import { HASH_OF_NOBODY, verifyPassword } from '../../src/web/passwords.ts';
import type { Account } from './account.ts';

/** Hashing is heavy on purpose; so many may wait for it at once, and the next is asked to come again. */
const SIGN_INS_WAITING_MAX = 16;
const COME_AGAIN_SECONDS = 5;

export type SignInAnswer =
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly seconds: number };

export type SignInPorts = {
  readonly accounts: readonly Account[];
  readonly lockout: Lockout;
  readonly desk: Pick<HallDesk, 'audit'>;
  readonly log: Log;
};

/**
 * Checks one password after the other, so that guesses sent side by side count one by one, and answers an unknown
 * account no faster than a known one. What somebody typed as an account is written down nowhere unless it is one.
 */
export function createSignIn({ accounts, lockout, desk, log }: SignInPorts): (id: string, password: string) => Promise<SignInAnswer> {
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function check(id: string, password: string): Promise<SignInAnswer> {
    const locked = lockout.lockedSeconds(id);
    if (locked !== null) {
      log('counter.refused', { reason: 'locked' });
      return { kind: 'locked', seconds: locked };
    }
    const account = accounts.find((other) => other.id === id);
    const right = await verifyPassword(account?.passwordHash ?? HASH_OF_NOBODY, password);
    if (account !== undefined && right) {
      lockout.succeeded(id);
      await desk.audit({ action: 'signed-in', by: account.id, subject: null });
      log('counter.signed-in', { account: account.id });
      return { kind: 'signed-in', account };
    }
    lockout.failed(id);
    log('counter.refused', { reason: account ? 'wrong-password' : 'unknown-account' });
    await desk.audit({ action: 'sign-in-refused', by: account?.id ?? 'unknown', subject: null });
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
