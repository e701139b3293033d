import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createHostRandom } from '../../../main/host-ports.ts';
import { TOKEN_MS_MAX } from '../../../main/screen/screen-gate.ts';
import { MESSAGE_BYTES_MAX, openScreenServer, type ScreenServer } from '../../../main/screen/screen-server.ts';
import { SCREEN_TAKEN_OVER, type ScreenContract } from '../../../src/api/screen.ts';
import type { View } from '../../../src/kiosk/view.ts';
import type { LogEventName } from '../../../src/domain/log-events.ts';
import { ClockByHand } from '../../support/clock-by-hand.ts';
import { createDeskDouble, type DeskDouble } from '../../support/desk-double.ts';
import { until } from '../../support/until.ts';

/** Who gets to be the resident's screen, and who does not: every way of shaking hands that we could think of. */
let desk: DeskDouble;
let clock: ClockByHand;
let server: ScreenServer;
let pages: string;
let events: { event: LogEventName; why: unknown }[];
let sockets: WebSocket[];

beforeEach(async () => {
  pages = mkdtempSync(join(tmpdir(), 'yichuang-pages-'));
  for (const page of ['kiosk', 'counter', 'dock']) {
    mkdirSync(join(pages, page));
    writeFileSync(join(pages, page, 'index.html'), `<!doctype html><title>${page}</title>`);
  }
  mkdirSync(join(pages, 'assets'));
  writeFileSync(join(pages, 'assets', 'kiosk-abc.js'), 'export {};');
  desk = createDeskDouble();
  clock = new ClockByHand('2025-06-03T01:00:00Z');
  events = [];
  sockets = [];
  server = await openScreenServer({
    desk,
    port: 0,
    pages,
    clock,
    random: createHostRandom(),
    log: (event, fields) => events.push({ event, why: (fields as { why?: unknown }).why }),
  });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await server.stop();
  rmSync(pages, { recursive: true, force: true });
});

const port = (): number => Number(new URL(server.origin).port);
const whys = (): unknown[] => events.filter(({ event }) => event === 'screen.refused').map(({ why }) => why);

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: port(), path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });

const cookieOf = (answer: Answer): string => (answer.headers['set-cookie']?.[0] ?? '').split(';')[0]!;
const enter = async (): Promise<string> => {
  const { pathname, search } = new URL(server.mintUrl());
  return cookieOf(await ask(pathname + search));
};

/** 'open', or the status with which the handshake was refused. */
const knock = (headers: Record<string, string>, options: { path?: string; protocol?: string } = {}): Promise<WebSocket | number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}${options.path ?? '/screen'}`, options.protocol ? [options.protocol] : [], {
      headers,
    });
    sockets.push(socket);
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
const comeIn = async (cookie: string): Promise<WebSocket> => {
  const socket = await knock({ cookie, origin: server.origin });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
};
const clientOf = (socket: WebSocket): ContractRouterClient<ScreenContract> =>
  createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
const closing = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', (code) => resolve(code)));

describe('the address with its token', () => {
  test('opens the page once, and hands out a cookie that no script reads and no other site sends', async () => {
    const { pathname, search } = new URL(server.mintUrl());
    const answer = await ask(pathname + search);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/kiosk/');
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    const page = await ask('/kiosk/', { cookie: cookieOf(answer) });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>kiosk');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect((await ask('/assets/kiosk-abc.js', { cookie: cookieOf(answer) })).status).toBe(200);
  });

  test('carries 256 bits, new ones each time', () => {
    const tokens = Array.from({ length: 20 }, () => new URL(server.mintUrl()).searchParams.get('token')!);
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBe(32);
  });

  test('is worth nothing the second time', async () => {
    const { pathname, search } = new URL(server.mintUrl());
    expect((await ask(pathname + search)).status).toBe(303);
    expect((await ask(pathname + search)).status).toBe(403);
    expect(whys()).toEqual(['token']);
  });

  test('is worth nothing after half a minute', async () => {
    const { pathname, search } = new URL(server.mintUrl());
    await clock.turn(TOKEN_MS_MAX);
    expect((await ask(pathname + search)).status).toBe(403);
  });

  test('with another token, an empty one, one too long: refused, in a sentence for people', async () => {
    for (const token of [Buffer.alloc(32, 7).toString('base64url'), '', 'x'.repeat(65), 'a/b', '%00']) {
      const answer = await ask(`/?token=${token}`);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toContain('本终端的屏幕');
    }
  });

  test('of an earlier start is refused', async () => {
    const other = await openScreenServer({ desk, port: 0, pages, clock, random: createHostRandom(), log: () => {} });
    const { search } = new URL(other.mintUrl());
    await other.stop();
    expect((await ask(`/${search}`)).status).toBe(403);
  });

  test('asked for by HEAD, as a previewer does, is not spent', async () => {
    const { pathname, search } = new URL(server.mintUrl());
    expect((await ask(pathname + search, {}, 'HEAD')).status).toBe(403);
    expect((await ask(pathname + search)).status).toBe(303);
  });
});

describe('pages and files', () => {
  test('are for the screen only: without its cookie nothing is served', async () => {
    for (const path of ['/', '/kiosk/', '/kiosk/index.html', '/assets/kiosk-abc.js', '/screen', '/nothing'])
      expect((await ask(path)).status, path).toBe(403);
    const answer = await ask('/kiosk/', { cookie: `yichuang-screen-${port()}=${Buffer.alloc(32).toString('base64url')}` });
    expect(answer.status).toBe(403);
  });

  test('are the kiosk’s own: no counter, no dock, no way out of the folder', async () => {
    const cookie = await enter();
    for (const path of [
      '/counter/',
      '/dock/',
      '/kiosk/../dock/index.html',
      '/kiosk/%2e%2e/dock/index.html',
      '/assets/..%2fdock/index.html',
      '/.hidden',
    ])
      expect((await ask(path, { cookie })).status, path).toBe(404);
  });

  test('are read, never written: any other method is refused', async () => {
    const cookie = await enter();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask('/kiosk/', { cookie }, method)).status, method).toBe(405);
  });

  test('are served under the exact name of this server only', async () => {
    const cookie = await enter();
    for (const host of [
      'localhost',
      `localhost:${port()}`,
      `[::1]:${port()}`,
      `0.0.0.0:${port()}`,
      '127.0.0.1',
      `127.0.0.1:${port() + 1}`,
      `rebound.example:${port()}`,
      `127.0.0.1:${port()}.example`,
    ])
      expect((await ask('/kiosk/', { cookie, host })).status, host).toBe(421);
    expect(new Set(whys())).toEqual(new Set(['host']));
  });
});

describe('the handshake of the line', () => {
  test('of the page itself is taken', async () => {
    const socket = await comeIn(await enter());
    expect(socket.extensions).toBe('');
    expect(server.connected()).toBe(true);
  });

  test('without an origin, from nowhere, from another port, scheme or name: refused', async () => {
    const cookie = await enter();
    expect(await knock({ cookie })).toBe(403);
    for (const origin of [
      'null',
      `http://127.0.0.1:${port() + 1}`,
      'http://127.0.0.1',
      `https://127.0.0.1:${port()}`,
      `http://localhost:${port()}`,
      `http://[::1]:${port()}`,
      'file://',
      'http://evil.example',
    ])
      expect(await knock({ cookie, origin }), origin).toBe(403);
    expect(new Set(whys())).toEqual(new Set(['origin']));
    expect(server.connected()).toBe(false);
  });

  test('to a rebound name is refused', async () => {
    const cookie = await enter();
    expect(await knock({ cookie, origin: server.origin, host: `rebound.example:${port()}` })).toBe(403);
    expect(whys()).toEqual(['host']);
  });

  test('without a cookie, with a wrong one, with an unspent token instead: refused', async () => {
    expect(await knock({ origin: server.origin })).toBe(403);
    expect(await knock({ origin: server.origin, cookie: `yichuang-screen-${port()}=x` })).toBe(403);
    const token = new URL(server.mintUrl()).searchParams.get('token')!;
    expect(await knock({ origin: server.origin, cookie: `yichuang-screen-${port()}=${token}` })).toBe(403);
    expect(await knock({ origin: server.origin }, { path: `/screen?token=${token}` })).toBe(403);
  });

  test('from a page of another site that carries our cookie is refused', async () => {
    expect(await knock({ cookie: await enter(), origin: server.origin, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(whys()).toEqual(['site']);
  });

  test('with a sub-protocol, or to another path: refused', async () => {
    const cookie = await enter();
    expect(await knock({ cookie, origin: server.origin }, { protocol: 'mqtt' })).toBe(403);
    expect(await knock({ cookie, origin: server.origin }, { path: '/' })).toBe(403);
    expect(await knock({ cookie, origin: server.origin }, { path: '/screen/' })).toBe(403);
  });

  test('never agrees on compression, so nothing can unfold in our memory', async () => {
    const cookie = await enter();
    const reply = await new Promise<string>((resolve) => {
      const raw = connect(port(), '127.0.0.1', () =>
        raw.write(
          `GET /screen HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
        ),
      );
      raw.once('data', (bytes) => {
        resolve(bytes.toString());
        raw.destroy();
      });
    });
    expect(reply).toMatch(/^HTTP\/1.1 101/);
    expect(reply.toLowerCase()).not.toContain('sec-websocket-extensions');
  });
});

describe('two screens', () => {
  test('the newer one takes over; the older one is told, and its cookie is worth nothing any more', async () => {
    const first = await enter();
    const older = await comeIn(first);
    const told = closing(older);
    const newer = await comeIn(await enter());
    expect(await told).toBe(SCREEN_TAKEN_OVER);
    expect(newer.readyState).toBe(WebSocket.OPEN);
    expect(await knock({ cookie: first, origin: server.origin })).toBe(403);
    expect((await ask('/kiosk/', { cookie: first })).status).toBe(403);
    expect(server.connected()).toBe(true);
  });

  test('a reloaded page of the same screen comes back by its cookie', async () => {
    const cookie = await enter();
    const told = closing(await comeIn(cookie));
    await comeIn(cookie);
    expect(await told).toBe(SCREEN_TAKEN_OVER);
    expect((await ask('/kiosk/', { cookie })).status).toBe(200);
  });

  test('a new address alone does not send the present screen away', async () => {
    const socket = await comeIn(await enter());
    await enter();
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('messages', () => {
  test('of the contract are answered: the newest View at once, then each that follows', async () => {
    const client = clientOf(await comeIn(await enter()));
    const views = await client.watch();
    const first = (await views.next()).value as View;
    expect(first.revision).toBe(1);
    desk.show({ screen: { kind: 'choose-need' } });
    expect((await views.next()).value).toMatchObject({ revision: 2, screen: { kind: 'choose-need' } });
    expect(await client.intent({ visitId: first.visitId, revision: 2, intent: { kind: 'help' } })).toBe('taken');
    expect(await client.catalogue()).toEqual(desk.catalogue);
    expect(await client.calibration()).toEqual({ pxPerMm: 4 });
    await views.return?.();
    await until('nobody watches any more', () => desk.watchers() === 0);
  });

  test('that the contract does not know never reach the desk', async () => {
    const client = clientOf(await comeIn(await enter()));
    const wrong = { visitId: desk.view().visitId, revision: 1, intent: { kind: 'open-the-safe' } } as never;
    await expect(client.intent(wrong)).rejects.toThrow();
    await expect(client.intent({ visitId: 'no-visit', revision: 1, intent: { kind: 'help' } })).rejects.toThrow();
    expect(desk.intents).toEqual([]);
  });

  test('too large, binary, or in no language of ours close the line', async () => {
    for (const [message, code] of [
      ['x'.repeat(MESSAGE_BYTES_MAX + 1), 1009],
      [Buffer.from([1, 2, 3]), 1003],
      ['{"broken', 1007],
      ['5', 1007],
      ['null', 1007],
      ['{"i":"1","p":{"u":"http://elsewhere/"}}', 1007],
    ] as const) {
      const socket = await comeIn(await enter());
      const closed = closing(socket);
      socket.send(message);
      expect(await closed, String(message).slice(0, 40)).toBe(code);
    }
    expect(await clientOf(await comeIn(await enter())).calibration()).toEqual({ pxPerMm: 4 });
  });

  test('in a flood close the line', async () => {
    const socket = await comeIn(await enter());
    const closed = closing(socket);
    for (let i = 0; i < 400; i++) socket.send(JSON.stringify({ i: String(i), p: { u: '/calibration', b: {} } }));
    expect(await closed).toBe(1008);
  });

  test('a screen that is gone is not watched for', async () => {
    const socket = await comeIn(await enter());
    const views = await clientOf(socket).watch();
    await views.next();
    expect(desk.watchers()).toBe(1);
    socket.terminate();
    await until('nobody watches any more', () => desk.watchers() === 0);
    expect(server.connected()).toBe(false);
  });
});

test('the server listens on loopback and nowhere else', async () => {
  await expect(
    new Promise((resolve, reject) => {
      connect(port(), '127.0.0.2').once('connect', resolve).once('error', reject);
    }),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
