import { createHash } from 'node:crypto';
import { HOUR_MS, MINUTE_MS, type Cancel, type Clock } from '../basics/clock.ts';
import type { Random } from '../basics/random.ts';

/**
 * Who is signed in, kept in memory only: a restart signs everybody out, and nothing on the disk can be stolen.
 * Tokens are kept as hashes. All time-outs count on the monotonic clock, so a corrected wall clock neither throws
 * people out nor keeps them in.
 */
export const SESSION_TOKEN_BYTES = 32;
export const SESSION_IDLE_MS_MAX = 30 * MINUTE_MS;
export const SESSION_MS_MAX = 12 * HOUR_MS;
export const SESSIONS_MAX = 100;

export type SessionEnd = 'signed-out' | 'idle' | 'too-long' | 'crowded-out' | 'stopped';

export type Session<T> = {
  readonly data: T;
  /** Aborted when the session ends, whatever ends it; open streams hang on it. */
  readonly ended: AbortSignal;
};

export type Sessions<T> = {
  /** A new session; the token goes into the cookie and nowhere else. Beyond the limit the longest idle one ends. */
  open(data: T): { readonly token: string; readonly session: Session<T> };
  /** The session of a token, or null. Does not count as being there. */
  get(token: string | null): Session<T> | null;
  /** Somebody did something: the idle time begins anew. */
  touch(session: Session<T>): void;
  close(session: Session<T>, why?: SessionEnd): void;
  all(): readonly Session<T>[];
  /** Ends them all and leaves no timer behind. */
  stop(): void;
};

export type SessionOptions<T> = {
  readonly clock: Clock;
  readonly random: Random;
  readonly onEnd?: (session: Session<T>, why: SessionEnd) => void;
  readonly idleMsMax?: number;
  readonly msMax?: number;
  readonly sessionsMax?: number;
};

type Entry<T> = {
  readonly key: string;
  readonly session: Session<T>;
  readonly controller: AbortController;
  idle: Cancel;
  readonly age: Cancel;
};

export function createSessions<T>({
  clock,
  random,
  onEnd,
  idleMsMax = SESSION_IDLE_MS_MAX,
  msMax = SESSION_MS_MAX,
  sessionsMax = SESSIONS_MAX,
}: SessionOptions<T>): Sessions<T> {
  /** In order of the last sign of life: the first is the longest idle. */
  const byKey = new Map<string, Entry<T>>();
  const entryOf = (session: Session<T>): Entry<T> | undefined => [...byKey.values()].find((entry) => entry.session === session);

  function end(entry: Entry<T>, why: SessionEnd): void {
    if (!byKey.delete(entry.key)) return;
    entry.idle();
    entry.age();
    entry.controller.abort();
    onEnd?.(entry.session, why);
  }

  return {
    open(data) {
      while (byKey.size >= sessionsMax) end(byKey.values().next().value!, 'crowded-out');
      const token = Buffer.from(random.bytes(SESSION_TOKEN_BYTES)).toString('base64url');
      const controller = new AbortController();
      const entry: Entry<T> = {
        key: keyOf(token),
        session: { data, ended: controller.signal },
        controller,
        idle: clock.after(idleMsMax, () => end(entry, 'idle')),
        age: clock.after(msMax, () => end(entry, 'too-long')),
      };
      byKey.set(entry.key, entry);
      return { token, session: entry.session };
    },
    get: (token) => (token === null || token.length > 64 ? null : (byKey.get(keyOf(token))?.session ?? null)),
    touch(session) {
      const entry = entryOf(session);
      if (!entry) return;
      entry.idle();
      entry.idle = clock.after(idleMsMax, () => end(entry, 'idle'));
      byKey.delete(entry.key);
      byKey.set(entry.key, entry);
    },
    close(session, why = 'signed-out') {
      const entry = entryOf(session);
      if (entry) end(entry, why);
    },
    all: () => [...byKey.values()].map((entry) => entry.session),
    stop() {
      for (const entry of [...byKey.values()]) end(entry, 'stopped');
    },
  };
}

const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
