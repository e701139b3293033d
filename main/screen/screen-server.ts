import { RPCHandler } from '@orpc/server/ws';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { z } from 'zod';
import { SCREEN_TAKEN_OVER } from '../../src/api/screen.ts';
import { SECOND_MS, type Clock } from '../../src/basics/clock.ts';
import type { Random } from '../../src/basics/random.ts';
import type { Log } from '../../src/domain/log-events.ts';
import type { KioskDesk } from '../../src/kiosk/kiosk-desk.ts';
import { createWords } from '../../src/words/words.ts';
import { PAGE_POLICY, SECURITY_HEADERS } from '../../src/web/page-policy.ts';
import { serveStatic } from '../../src/web/static-files.ts';
import { createScreenGate, type ScreenRefusal, type ScreenSession } from './screen-gate.ts';
import { createScreenRouter } from './screen-router.ts';

/**
 * The browser host's page and its line: HTTP and a WebSocket on 127.0.0.1 and nowhere else. Other programs and other
 * people of this machine, and pages of other origins in a browser here, get nothing: see screen-gate. Plain ws on
 * loopback is a decision (ASVS 5 4.4.1 asks for wss): the bytes never leave the machine, a certificate on it would
 * protect against no one who isn't kept out by the token, and the Electron host has no socket at all.
 */
export const SCREEN_PATH = '/screen';
/** A blank page for anyone: what a browser is started with before it is given its token. */
export const OPENING_PATH = '/opening';
/** The largest message of the contract is a few hundred bytes. */
export const MESSAGE_BYTES_MAX = 16_384;
export const MESSAGES_PER_SECOND_MAX = 200;
export const REQUEST_MS_MAX = 5 * SECOND_MS;
export const HEADER_BYTES_MAX = 8_192;
export const CONNECTIONS_MAX = 64;
/** How long a screen may take over its farewell before its line is cut. */
const FAREWELL_MS_MAX = SECOND_MS;

export interface ScreenServer {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  /** An address that opens the screen once, within half a minute. Not for a command line: `ps` shows those. */
  mintUrl(): string;
  /** Whether a screen is on the line now. */
  connected(): boolean;
  stop(): Promise<void>;
}

export type ScreenServerOptions = {
  readonly desk: KioskDesk;
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the built pages: dist/renderer. */
  readonly pages: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The screen painted a frame. */
  readonly onAlive?: (visitId: string | null) => void;
  readonly onJoined?: () => void;
};

/** Throws an Error with `code` EADDRINUSE when the port is taken. */
export async function openScreenServer(options: ScreenServerOptions): Promise<ScreenServer> {
  const { desk, clock, random, log } = options;
  const words = createWords();
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: REQUEST_MS_MAX, headersTimeout: REQUEST_MS_MAX });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const gate = createScreenGate({ port: (server.address() as AddressInfo).port, clock, random });
  const files = serveStatic({ root: options.pages, contentSecurityPolicy: PAGE_POLICY, only: ['kiosk', 'assets'] });
  const router = createScreenRouter(desk, { alive: (visitId) => options.onAlive?.(visitId) });
  const rpc = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, clientTracking: true, perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX });
  let current: WebSocket | null = null;

  const refused = (why: ScreenRefusal): void => log('screen.refused', { why });

  function refusePage(response: ServerResponse, status: number, why: ScreenRefusal): void {
    refused(why);
    const text = words.t('host:notForYou');
    response
      .writeHead(status, {
        ...SECURITY_HEADERS,
        'content-security-policy': "default-src 'none'",
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      })
      .end(text);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const misdirected = gate.refusalOfHost(request.headers);
    if (misdirected) return refusePage(response, 421, misdirected);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusePage(response, 405, 'method');
    const url = request.url ?? '';
    if (url === OPENING_PATH) {
      response
        .writeHead(200, {
          ...SECURITY_HEADERS,
          'content-security-policy': "default-src 'none'",
          'content-type': 'text/plain',
          'cache-control': 'no-store',
        })
        .end();
      return;
    }
    const token = /^\/\?token=([A-Za-z0-9_-]{1,64})$/.exec(url)?.[1];
    if (token !== undefined) {
      const cookie = request.method === 'GET' ? gate.exchange(token) : null;
      if (cookie === null) return refusePage(response, 403, 'token');
      response.writeHead(303, { ...SECURITY_HEADERS, location: '/kiosk/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
      return;
    }
    if (gate.sessionOf(request.headers) === null) return refusePage(response, 403, 'session');
    if (url === '/') {
      response.writeHead(303, { ...SECURITY_HEADERS, location: '/kiosk/', 'cache-control': 'no-store' }).end();
      return;
    }
    if (!(await files(request, response))) refusePage(response, 404, 'path');
  }

  function join(socket: WebSocket, session: ScreenSession): void {
    const older = current;
    current = socket;
    gate.promote(session);
    if (older) part(older, SCREEN_TAKEN_OVER, 'taken-over', clock);
    log('screen.joined', {});
    options.onJoined?.();
    socket.once('close', () => {
      if (current === socket) current = null;
      log('screen.left', {});
    });
    void rpc.upgrade(measured(socket, clock, refused)).catch(() => socket.terminate());
  }

  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = gate.sessionOf(request.headers);
    const why = request.url === SCREEN_PATH ? (gate.refusalOfHandshake(request.headers) ?? (session ? null : 'session')) : 'path';
    if (why !== null || session === null) {
      refused(why ?? 'session');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => join(webSocket, session));
  });

  return {
    origin: gate.origin,
    mintUrl: () => `${gate.origin}/?token=${gate.mintToken()}`,
    connected: () => current !== null,
    async stop() {
      gate.stop();
      for (const socket of sockets.clients) part(socket, 1001, 'stopping', clock);
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Requests for pages have nothing to lose; the lines of screens end by their own farewell.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Says why, and cuts the line of whoever does not answer the farewell. */
function part(socket: WebSocket, code: number, reason: string, clock: Clock): void {
  socket.close(code, reason);
  const cancel = clock.after(FAREWELL_MS_MAX, () => socket.terminate());
  socket.once('close', cancel);
}

/**
 * A socket as the handler sees it: what comes in is plain JSON text, not too fast; what goes out waits until the
 * browser's side of the line has taken the last, so that a hung page is skipped ahead instead of being piled up for.
 */
function measured(socket: WebSocket, clock: Clock, refused: (why: ScreenRefusal) => void): Pick<WebSocket, 'addEventListener' | 'send'> {
  const listeners: ((event: { data: string }) => void)[] = [];
  let second = 0;
  let inSecond = 0;
  socket.on('error', () => {
    // Oversized, malformed or compressed frames end here; ws closes the line itself.
    refused('message');
  });
  socket.on('message', (data: RawData, binary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    const now = Math.floor(clock.now() / SECOND_MS);
    inSecond = now === second ? inSecond + 1 : 1;
    second = now;
    if (inSecond > MESSAGES_PER_SECOND_MAX) {
      refused('too-fast');
      socket.close(1008, 'too-fast');
      return;
    }
    const text = binary || !Buffer.isBuffer(data) ? null : data.toString();
    if (text === null || !isEnvelope(text)) {
      refused('message');
      socket.close(binary ? 1003 : 1007, 'message');
      return;
    }
    for (const listener of listeners) listener({ data: text });
  });
  const addEventListener = ((type: string, listener: (event: unknown) => void) => {
    if (type === 'message') listeners.push(listener);
    else if (type === 'close') socket.once('close', () => listener({}));
  }) as WebSocket['addEventListener'];
  const send = ((data: Parameters<WebSocket['send']>[0]) =>
    new Promise<void>((resolve) => {
      // An answer to a line that is closing has nobody to reach: the end of the line itself ends what hangs on it.
      if (socket.readyState === socket.OPEN) socket.send(data, () => resolve());
      else resolve();
    })) as unknown as WebSocket['send'];
  return { addEventListener, send };
}

/** What oRPC's peers send: an id, a kind, and a request by a path of ours. Anything else is nobody's page. */
const envelopeSchema = z.object({
  i: z.string().min(1).max(40),
  t: z.number().int().min(1).max(4).optional(),
  p: z
    .object({ u: z.string().startsWith('/').max(200).optional() })
    .loose()
    .optional(),
});

function isEnvelope(text: string): boolean {
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(text));
    return parsed.success && ((parsed.data.t ?? 1) === 4 || (parsed.data.t ?? 1) === 3 || parsed.data.p?.u !== undefined);
  } catch {
    return false;
  }
}
