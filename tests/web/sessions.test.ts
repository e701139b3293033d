import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clearCookie, cookieIn, setCookie } from '../../src/web/cookies.ts';
import { refusalOfOrigin } from '../../src/web/same-origin.ts';
import { createSessions, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '../../src/web/sessions.ts';
import { ClockByHand } from '../support/clock-by-hand.ts';

function open(sessionsMax?: number) {
  const clock = new ClockByHand('2025-03-03T09:00:00+08:00');
  const ends: string[] = [];
  const sessions = createSessions<string>({
    clock,
    random: { bytes: (n) => new Uint8Array(randomBytes(n)) },
    onEnd: (session, why) => ends.push(`${session.data}: ${why}`),
    ...(sessionsMax ? { sessionsMax } : {}),
  });
  return { clock, sessions, ends };
}

describe('a session of a member of staff', () => {
  it('is found by its 256-bit token only', () => {
    const { sessions } = open();
    const { token, session } = sessions.open('li');
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(sessions.get(token)).toBe(session);
    expect(sessions.get(`${token}x`)).toBeNull();
    expect(sessions.get(null)).toBeNull();
    expect(sessions.get('')).toBeNull();
  });

  it('ends after half an hour in which nobody did anything', async () => {
    const { clock, sessions, ends } = open();
    const { token, session } = sessions.open('li');
    await clock.turn(SESSION_IDLE_MS_MAX - 1);
    sessions.touch(session);
    await clock.turn(SESSION_IDLE_MS_MAX - 1);
    expect(sessions.get(token)).toBe(session);
    await clock.turn(1);
    expect(sessions.get(token)).toBeNull();
    expect(session.ended.aborted).toBe(true);
    expect(ends).toEqual(['li: idle']);
    expect(clock.timers()).toBe(0);
  });

  it('ends after twelve hours however busy', async () => {
    const { clock, sessions, ends } = open();
    const { session } = sessions.open('li');
    for (let passed = 0; passed < SESSION_MS_MAX; passed += SESSION_IDLE_MS_MAX / 2) {
      sessions.touch(session);
      await clock.turn(SESSION_IDLE_MS_MAX / 2);
    }
    expect(ends).toEqual(['li: too-long']);
  });

  it('does not end or live on because the wall clock was turned', async () => {
    const { clock, sessions, ends } = open();
    const { token } = sessions.open('li');
    clock.jumpTo('2035-01-01T00:00:00Z');
    expect(sessions.get(token)).not.toBeNull();
    clock.jumpTo('2015-01-01T00:00:00Z');
    await clock.turn(SESSION_IDLE_MS_MAX);
    expect(ends).toEqual(['li: idle']);
  });

  it('makes room for a new one by ending the one that was idle longest', () => {
    const { sessions, ends } = open(2);
    const first = sessions.open('li');
    sessions.open('wang');
    sessions.touch(first.session);
    sessions.open('zhao');
    expect(ends).toEqual(['wang: crowded-out']);
    sessions.stop();
    expect(ends).toEqual(['wang: crowded-out', 'li: stopped', 'zhao: stopped']);
  });
});

describe('the cookie', () => {
  const spec = { name: 'yichuang-counter-8443', path: '/counter', secure: true };
  it('is read by no script, sent by no other site, and over TLS only', () => {
    expect(setCookie(spec, 'T')).toBe('yichuang-counter-8443=T; Path=/counter; HttpOnly; SameSite=Strict; Secure');
    expect(setCookie({ ...spec, secure: false }, 'T')).not.toContain('Secure');
    expect(clearCookie(spec)).toContain('Max-Age=0');
  });
  it('is found among others, and never in a header that is too long', () => {
    expect(cookieIn('a=1; yichuang-counter-8443=T; b=2', spec.name)).toBe('T');
    expect(cookieIn('yichuang-counter-84430=T', spec.name)).toBeNull();
    expect(cookieIn(undefined, spec.name)).toBeNull();
    expect(cookieIn(`${'a=1; '.repeat(2_000)}${spec.name}=T`, spec.name)).toBeNull();
  });
});

describe('a command comes from our own page', () => {
  const of = (headers: Record<string, string>, tls = false) => refusalOfOrigin({ headers }, tls);
  it('or from a program that is no browser', () => {
    expect(of({ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' })).toBeNull();
    expect(of({ host: 'hall.local:8443', origin: 'https://hall.local:8443' }, true)).toBeNull();
    expect(of({ host: '[::1]:8080' })).toBeNull();
  });
  it('and not from anywhere else', () => {
    expect(of({ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:9090' })).toBe('origin');
    expect(of({ host: '127.0.0.1:8080', origin: 'null' })).toBe('origin');
    expect(of({ host: '127.0.0.1:8080', origin: 'https://127.0.0.1:8080' })).toBe('origin');
    expect(of({ host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' })).toBe('site');
    expect(of({ host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' })).toBe('site');
    expect(of({ host: 'evil.example:8080', origin: 'http://evil.example:8080' })).toBe('host');
    expect(of({ host: '127.0.0.1.evil.example' })).toBe('host');
    expect(of({})).toBe('host');
  });
});
