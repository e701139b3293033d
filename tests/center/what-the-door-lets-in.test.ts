import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BODY_BYTES_MAX } from '../../src/center/server.ts';
import { startCenter, type RunningCenter } from '../../src/center/start-center.ts';
import { systemClock, systemRandom } from '../../src/center/system-ports.ts';
import { FAILURES_BEFORE_LOCK } from '../../src/web/lockout.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { DAY } from '../store/samples.ts';
import { aTerminal, centerConfig, HALLS, PASSWORD, signIn, tokenOf } from './center-for-tests.ts';

describe('the center’s door', () => {
  let postgres: TestPostgres;
  let center: RunningCenter;
  let database: { readonly url: string };
  const events: string[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
    database = await postgres.newDatabase();
  }, 90_000);
  beforeEach(async () => {
    events.length = 0;
    center = await startCenter({
      config: await centerConfig({ kind: 'server', url: database.url }),
      clock: systemClock,
      random: systemRandom,
      log: (event, fields) => void events.push(`${event} ${JSON.stringify(fields)}`),
    });
  });
  afterEach(() => center?.stop());
  afterAll(async () => {
    await postgres?.stop();
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${center.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const enter = async (password: string, account = 'zhou'): Promise<unknown> => (await post('/session', { account, password })).json();

  test('without a session nothing is shown; with one it is, and after leaving it is not', async () => {
    expect((await fetch(`${center.url}/api/v1/tickets`)).status).toBe(401);
    expect(await (await fetch(`${center.url}/api/v1/session`)).text()).toMatch(/^(null)?$/);
    const { cookie } = await signIn(center.url);
    const me = await fetch(`${center.url}/api/v1/session`, { headers: { cookie } });
    expect(await me.json()).toEqual({ name: '周静', cityName: '济宁市（演示）', demo: true });
    expect((await fetch(`${center.url}/api/v1/tickets?day=${DAY}`, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(`${center.url}/api/v1/tickets?day=yesterday`, { headers: { cookie } })).status).toBe(400);
    expect((await fetch(`${center.url}/api/v1/tickets?limit=100000`, { headers: { cookie } })).status).toBe(400);
    await fetch(`${center.url}/api/v1/session`, { method: 'DELETE', headers: { cookie } });
    expect((await fetch(`${center.url}/api/v1/tickets`, { headers: { cookie } })).status).toBe(401);
  });

  test('the cookie is for this server alone, and no script reads it', async () => {
    const answer = await post('/session', { account: 'zhou', password: PASSWORD });
    const { port } = new URL(center.url);
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^yichuang-center-${port}=[\\w-]{40,}; Path=/; HttpOnly; SameSite=Strict$`),
    );
  });

  test(`after ${FAILURES_BEFORE_LOCK} wrong passwords the account rests, the right one too; another account may enter`, async () => {
    for (let i = 1; i < FAILURES_BEFORE_LOCK; i++) expect(await enter('wrong-password')).toEqual({ kind: 'refused' });
    expect(await enter('wrong-password')).toEqual({ kind: 'locked', seconds: 15 });
    expect(await enter(PASSWORD)).toMatchObject({ kind: 'locked' });
    expect(await enter('wrong-password', 'nobody')).toEqual({ kind: 'refused' });
    await center.stop();
    const refusals = events.flatMap((event) =>
      (/^center\.sign-in-refused \{"reason":"([a-z-]+)","count":(\d+)\}$/.exec(event) ?? []).slice(1),
    );
    // The first of each reason at once, the rest as one figure: no flood of guesses floods the log.
    expect(refusals).toEqual([
      'wrong-password',
      '1',
      'locked',
      '1',
      'unknown-account',
      '1',
      'wrong-password',
      `${FAILURES_BEFORE_LOCK - 1}`,
    ]);
    expect(events.join()).not.toContain('nobody');
  });

  test('another site’s page can neither sign in nor out, nor read', async () => {
    const { cookie } = await signIn(center.url);
    const foreign: Record<string, string>[] = [{ origin: 'https://example.org' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      expect((await post('/session', { account: 'zhou', password: PASSWORD }, headers)).status).toBe(403);
      expect((await fetch(`${center.url}/api/v1/session`, { method: 'DELETE', headers: { cookie, ...headers } })).status).toBe(403);
      expect((await fetch(`${center.url}/api/v1/tickets`, { headers: { cookie, ...headers } })).status).toBe(401);
    }
    expect((await fetch(`${center.url}/api/v1/tickets`, { headers: { cookie } })).status).toBe(200);
  });

  test('every answer carries the headers, the page its policy', async () => {
    const page = await fetch(`${center.url}/center/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    for (const path of ['/center/', '/api/v1/health', '/api/v1/openapi.json', '/api/v1/nothing', '/nothing', '/kiosk/']) {
      const answer = await fetch(`${center.url}${path}`);
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(answer.headers.get('x-frame-options'), path).toBe('DENY');
    }
    expect((await fetch(`${center.url}/nothing`)).status).toBe(404);
    expect((await fetch(`${center.url}/api/v1/nothing`)).status).toBe(404);
    expect(new URL((await fetch(`${center.url}/`)).url).pathname).toBe('/center/');
  });

  test('its interface is described', async () => {
    const document = (await (await fetch(`${center.url}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(
      Object.entries(document.paths)
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
        .toSorted(),
    ).toEqual(['delete /session', 'get /health', 'get /session', 'get /tickets', 'post /batches', 'post /session']);
  });

  test('it says whether it can save', async () => {
    const health = async (): Promise<unknown> => (await fetch(`${center.url}/api/v1/health`)).json();
    expect(await health()).toEqual({ ok: true, database: 'postgresql' });
    await postgres.halt('immediate');
    expect(await health()).toEqual({ ok: false, database: 'postgresql' });
    expect(await aTerminal(center.url, 1).send([])).toMatchObject({ kind: 'not-reached', reason: 'http-500' });
    await postgres.start();
    expect(await health()).toEqual({ ok: true, database: 'postgresql' });
    expect(await aTerminal(center.url, 1).send([])).toMatchObject({ kind: 'taken' });
    expect(events.some((event) => event.startsWith('center.failed'))).toBe(true);
  });

  test('too much, too odd, too slow: refused, and it goes on', async () => {
    const authorization = `Bearer ${tokenOf(HALLS[0]!.code, 'K01')}`;
    expect((await post('/batches', `{"pad":"${'x'.repeat(BODY_BYTES_MAX)}"}`, { authorization })).status).toBe(413);
    expect((await post('/batches', '{"wire":', { authorization })).status).toBe(400);
    expect((await post('/batches', 'wire=1', { authorization, 'content-type': 'text/plain' })).status).toBe(415);
    expect(
      (
        await post(
          '/batches',
          { ...aTerminal(center.url, 1).batch([]), messages: Array.from({ length: 201 }, () => ({})) },
          { authorization },
        )
      ).status,
    ).toBe(400);
    expect((await fetch(`${center.url}/api/v1/session`, { headers: { cookie: `a=${'x'.repeat(9_000)}` } })).status).toBe(431);
    const { port } = new URL(center.url);
    const slow = connect(Number(port), '127.0.0.1');
    slow.write('POST /api/v1/batches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le');
    expect(await aTerminal(center.url, 1).send([])).toMatchObject({ kind: 'taken' });
    slow.destroy();
  });

  test('it stops at once although lines are held open to it, and answers what was asked before', async () => {
    const { port } = new URL(center.url);
    const silent = connect(Number(port), '127.0.0.1');
    silent.on('error', () => {});
    await once(silent, 'connect');
    expect(await aTerminal(center.url, 1).send([])).toMatchObject({ kind: 'taken' });
    const body = JSON.stringify({ account: 'zhou', password: PASSWORD });
    const asked = connect(Number(port), '127.0.0.1');
    let answer = '';
    asked.on('data', (data) => (answer += data.toString()));
    asked.write(
      `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await expect.poll(() => answer).toContain('100 Continue');
    const begun = performance.now();
    const stopped = center.stop();
    asked.write(body);
    await once(asked, 'close');
    await stopped;
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(answer).toContain('"signed-in"');
    silent.destroy();
  });

  test('a name from outside that points here is no way in', async () => {
    const { port } = new URL(center.url);
    const answer = await new Promise<string>((resolve) => {
      const line = connect(Number(port), '127.0.0.1', () =>
        line.write(
          `POST /api/v1/session HTTP/1.1\r\nHost: evil.example:${port}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
        ),
      );
      let text = '';
      line.on('data', (data) => (text += data.toString()));
      line.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403)/);
    expect(answer).not.toContain('set-cookie');
  });
});
