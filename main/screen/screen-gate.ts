import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SECOND_MS, type Cancel, type Clock } from '../../src/basics/clock.ts';
import type { Random } from '../../src/basics/random.ts';
import { cookieIn, setCookie, type CookieSpec } from '../../src/web/cookies.ts';

/**
 * Who may be the resident's screen. Whoever started the screen gets a one-time token out of band; the page exchanges
 * it for a cookie that no script can read. Only hashes are kept. When a screen of a newer token has connected, the
 * cookies of older ones are worth nothing any more.
 */
export const TOKEN_BYTES = 32;
/** A token that nobody used is worth nothing after this. */
export const TOKEN_MS_MAX = 30 * SECOND_MS;
/** More unused tokens, or sessions, than this are never needed; the oldest goes. */
export const TOKENS_MAX = 8;
export const SESSIONS_MAX = 8;

/** Why somebody is not let in; the same words go to the log. */
export type ScreenRefusal = 'host' | 'origin' | 'site' | 'token' | 'session' | 'method' | 'path' | 'protocol' | 'message' | 'too-fast';

export type ScreenSession = { readonly key: string };

export type ScreenGate = {
  readonly origin: string;
  /** A new token; it works once, and only for a while. */
  mintToken(): string;
  /** The `Set-Cookie` of a new session, or null: never minted, used before, too old. */
  exchange(token: string): string | null;
  sessionOf(headers: IncomingHttpHeaders): ScreenSession | null;
  /** This session's screen is on: every older session ends. */
  promote(session: ScreenSession): void;
  /** Whether a request is meant for exactly this server. */
  refusalOfHost(headers: IncomingHttpHeaders): ScreenRefusal | null;
  /** Whether a handshake comes from exactly this server's page. */
  refusalOfHandshake(headers: IncomingHttpHeaders): ScreenRefusal | null;
  stop(): void;
};

export function createScreenGate({
  port,
  clock,
  random,
}: {
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
}): ScreenGate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const cookie: CookieSpec = { name: `yichuang-screen-${port}`, path: '/', secure: false };
  /** Oldest first, both of them. */
  const tokens = new Map<string, Cancel>();
  const sessions: string[] = [];
  const secret = (): string => Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');

  const forget = (key: string): void => {
    tokens.get(key)?.();
    tokens.delete(key);
  };

  return {
    origin,
    mintToken() {
      while (tokens.size >= TOKENS_MAX) forget(tokens.keys().next().value!);
      const token = secret();
      const key = keyOf(token);
      tokens.set(
        key,
        clock.after(TOKEN_MS_MAX, () => tokens.delete(key)),
      );
      return token;
    },
    exchange(token) {
      const key = keyOf(token);
      if (!tokens.has(key)) return null;
      forget(key);
      const value = secret();
      sessions.push(keyOf(value));
      if (sessions.length > SESSIONS_MAX) sessions.shift();
      return setCookie(cookie, value);
    },
    sessionOf(headers) {
      const value = cookieIn(headers.cookie, cookie.name);
      if (value === null) return null;
      const key = keyOf(value);
      return sessions.includes(key) ? { key } : null;
    },
    promote(session) {
      sessions.splice(0, sessions.indexOf(session.key));
    },
    refusalOfHost: (headers) => (headers.host === host ? null : 'host'),
    refusalOfHandshake(headers) {
      if (headers.host !== host) return 'host';
      // A browser always says where a handshake comes from; what says nothing, or `null`, is not our page.
      if (headers.origin !== origin) return 'origin';
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin') return 'site';
      return headers['sec-websocket-protocol'] === undefined ? null : 'protocol';
    },
    stop() {
      for (const key of [...tokens.keys()]) forget(key);
      sessions.length = 0;
    },
  };
}

/** Looked up by hash, so that how long a comparison takes tells nothing about the secret. */
const keyOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
