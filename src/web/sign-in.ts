import { MINUTE_MS, type Cancel, type Clock } from '../basics/clock.ts';
import type { Account } from './account.ts';
import type { Lockout } from './lockout.ts';
import { HASH_OF_NOBODY, verifyPassword } from './passwords.ts';

/** Hashing is heavy on purpose; so many may wait for it at once, and the next is asked to come again. */
export const SIGN_INS_WAITING_MAX = 16;
/** Of them, from one address: whoever floods leaves room for the others. */
export const SIGN_INS_WAITING_OF_ADDRESS_MAX = 8;
const COME_AGAIN_SECONDS = 5;
/** Refusals of one reason make one line of the log in this time. */
export const REFUSALS_LOGGED_EVERY_MS = MINUTE_MS;

export type SignInRefusal = 'locked' | 'busy' | 'wrong-password' | 'unknown-account';

export type SignInAnswer =
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly seconds: number };

export type SignInPorts = {
  readonly accounts: readonly Account[];
  readonly lockout: Lockout;
  readonly clock: Clock;
  /** Writes it down; who can't be written down is not signed in. `account`: an id of ours, or `unknown`. */
  readonly audit: (action: 'signed-in' | 'sign-in-refused', account: string) => Promise<unknown>;
  readonly onSignedIn: (account: string) => void;
  /** For the log: the first refusal of a reason at once, what follows within a minute as one figure at its end. */
  readonly onRefused: (reason: SignInRefusal, count: number) => void;
};

export type SignIn = {
  /** `address`: where the line comes from (the socket's remote address, never what a header claims). */
  attempt(account: string, password: string, address: string): Promise<SignInAnswer>;
  /** Tells the refusals that were not told yet, and leaves no timer behind. */
  stop(): void;
};

/**
 * Checks one password after the other, so that guesses sent side by side count one by one, and answers an unknown
 * account no faster than a known one. What somebody typed as an account is written down nowhere unless it is one.
 */
export function createSignIn({ accounts, lockout, clock, audit, onSignedIn, onRefused }: SignInPorts): SignIn {
  let waiting = 0;
  const waitingOf = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();
  const refusals = new Map<SignInRefusal, { count: number; readonly cancel: Cancel }>();

  function refused(reason: SignInRefusal): void {
    const held = refusals.get(reason);
    if (held) return void held.count++;
    onRefused(reason, 1);
    hold(reason);
  }
  function hold(reason: SignInRefusal): void {
    const cancel = clock.after(REFUSALS_LOGGED_EVERY_MS, () => {
      const { count } = refusals.get(reason)!;
      refusals.delete(reason);
      if (count === 0) return;
      onRefused(reason, count);
      hold(reason);
    });
    refusals.set(reason, { count: 0, cancel });
  }
  function locked(id: string, address: string): SignInAnswer | null {
    const seconds = lockout.lockedSeconds(id, address);
    if (seconds === null) return null;
    refused('locked');
    return { kind: 'locked', seconds };
  }

  async function check(id: string, password: string, address: string): Promise<SignInAnswer> {
    const before = locked(id, address);
    if (before !== null) return before;
    const account = accounts.find((other) => other.id === id);
    const right = await verifyPassword(account?.passwordHash ?? HASH_OF_NOBODY, password);
    if (account !== undefined && right) {
      await audit('signed-in', account.id);
      lockout.succeeded(id, address);
      onSignedIn(account.id);
      return { kind: 'signed-in', account };
    }
    lockout.failed(id, address);
    refused(account ? 'wrong-password' : 'unknown-account');
    await audit('sign-in-refused', account?.id ?? 'unknown');
    const seconds = lockout.lockedSeconds(id, address);
    return seconds === null ? { kind: 'refused' } : { kind: 'locked', seconds };
  }

  return {
    async attempt(typed, password, address) {
      const id = typed.trim();
      // Who is locked anyway does not stand in the others' way.
      const before = locked(id, address);
      if (before !== null) return before;
      const mine = waitingOf.get(address) ?? 0;
      if (waiting >= SIGN_INS_WAITING_MAX || mine >= SIGN_INS_WAITING_OF_ADDRESS_MAX) {
        refused('busy');
        return { kind: 'locked', seconds: COME_AGAIN_SECONDS };
      }
      waiting++;
      waitingOf.set(address, mine + 1);
      const answer = turn.then(() => check(id, password, address));
      turn = answer.catch(() => undefined);
      return answer.finally(() => {
        waiting--;
        const left = waitingOf.get(address)! - 1;
        if (left > 0) waitingOf.set(address, left);
        else waitingOf.delete(address);
      });
    },
    stop() {
      for (const [reason, { count, cancel }] of refusals) {
        cancel();
        if (count > 0) onRefused(reason, count);
      }
      refusals.clear();
    },
  };
}
