import { implement, ORPCError } from '@orpc/server';
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { displayContract } from '../../src/api/counter.ts';
import { DAY_MS, SECOND_MS, type Cancel, type Clock } from '../../src/basics/clock.ts';
import type { Random } from '../../src/basics/random.ts';
import { hallDayOf, instantOf, nextDay, type HallDay } from '../../src/domain/hall-day.ts';
import type { Log } from '../../src/domain/log-events.ts';
import type { HallDesk } from '../../src/hall/hall-desk.ts';
import type { Account } from '../../src/web/account.ts';
import { clearCookie, cookieIn, setCookie, type CookieSpec } from '../../src/web/cookies.ts';
import { createLockout } from '../../src/web/lockout.ts';
import { PAGE_POLICY, SECURITY_HEADERS } from '../../src/web/page-policy.ts';
import { isLoopbackHost, refusalOfOrigin } from '../../src/web/same-origin.ts';
import { createSessions } from '../../src/web/sessions.ts';
import { createSignIn } from '../../src/web/sign-in.ts';
import { serveStatic } from '../../src/web/static-files.ts';
import { watchStream } from '../../src/web/watch-stream.ts';
import { createCounterRouter, REPEAT_EVERY_MS, untilLeft, type CounterContext } from './counter-router.ts';
import type { Seat } from './counter-view.ts';
import { displayViewOf } from './display-view.ts';
import { createWatchers } from './watchers.ts';

/**
 * The hall's server: counters and displays talk to the queue's keeper through it, over TLS as soon as it can be
 * reached from another machine. It holds no queue of its own: every view is drawn from the desk's snapshot.
 */
const BODY_BYTES_MAX = 16 * 1_024;
const HEADER_BYTES_MAX = 8 * 1_024;
const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;
const CONNECTIONS_MAX = 256;
/** A session may be open in a few tabs; a hall has a few displays. */
const STREAMS_PER_SESSION_MAX = 5;
const DISPLAYS_MAX = 64;
const STREAMS_MAX = 200;
const PAGES = ['counter', 'display', 'assets'];

export type HallServerOptions = {
  readonly desk: HallDesk;
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM texts, not file names. null only on loopback. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly accounts: readonly Account[];
  /** Folder of the built pages (dist/renderer). */
  readonly staticRoot: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type HallServer = {
  /** Without a slash at the end; `${url}/counter/` and `${url}/display/` are the pages. */
  readonly url: string;
  readonly port: number;
  /** Ends every stream and session; nothing of it runs when it resolves. */
  stop(): Promise<void>;
};

/** Rejects with Node's error (EADDRINUSE, EACCES …) when the port can't be had, or a certificate can't be read. */
export async function startHallServer(options: HallServerOptions): Promise<HallServer> {
  const { desk, listen, tls, clock, random, log } = options;
  if (tls === null && !isLoopbackHost(listen.host)) throw new Error(`the hall's server needs a certificate to listen on ${listen.host}`);

  const stopping = new AbortController();
  const seatListeners = new Set<() => void>();
  const lockout = createLockout(clock);
  const signIn = createSignIn({
    accounts: options.accounts,
    lockout,
    clock,
    audit: (action, by) => desk.audit({ action, by, subject: null }),
    onSignedIn: (account) => log('counter.signed-in', { account }),
    onRefused: (reason, count) => log('counter.refused', { reason, count }),
  });
  const sessions = createSessions<Seat>({
    clock,
    random,
    onEnd: () => {
      if (!stopping.signal.aborted) seatsChanged();
    },
  });

  /** The last day on which somebody took a window. */
  let seatedDay: HallDay | null = null;
  function seatsChanged(): void {
    const today = hallDayOf(desk.now());
    const open = sessions.all().filter((session) => session.data.window !== null).length;
    if (open > 0) seatedDay = today;
    desk.setWindowsOpen(open === 0 && seatedDay !== today ? null : open);
    for (const listener of seatListeners) listener();
  }
  let midnight: Cancel = () => {};
  function atMidnight(): void {
    midnight = clock.after(Math.min(DAY_MS, instantOf(nextDay(hallDayOf(desk.now()))) - desk.now() + SECOND_MS), () => {
      seatsChanged();
      atMidnight();
    });
  }

  const watchers = createWatchers(STREAMS_PER_SESSION_MAX, STREAMS_MAX);
  const displays = createWatchers(DISPLAYS_MAX, DISPLAYS_MAX);
  const counterHandler = new RPCHandler(
    createCounterRouter({
      desk,
      clock,
      sessions,
      signIn: signIn.attempt,
      seatsChanged,
      watchSeats: (listener) => {
        seatListeners.add(listener);
        return () => seatListeners.delete(listener);
      },
      watchers,
      stopping: stopping.signal,
    }),
    { plugins: [new BodyLimitPlugin({ maxBodySize: BODY_BYTES_MAX })], interceptors: [(call) => loggedWhenBroken(() => call.next(), log)] },
  );
  const display = implement(displayContract);
  const displayHandler = new RPCHandler(
    display.router({
      watch: display.watch.handler(({ signal }) => {
        const leave = displays.enter(displays);
        if (leave === null) throw new ORPCError('TOO_MANY_REQUESTS');
        return untilLeft(
          leave,
          signal,
          watchStream({
            clock,
            read: () => displayViewOf(desk),
            watch: (listener) => desk.watch(listener),
            everyMs: REPEAT_EVERY_MS,
            signals: [signal, stopping.signal],
          }),
        );
      }),
    }),
    { plugins: [new BodyLimitPlugin({ maxBodySize: BODY_BYTES_MAX })], interceptors: [(call) => loggedWhenBroken(() => call.next(), log)] },
  );

  const servePage = serveStatic({ root: options.staticRoot, contentSecurityPolicy: PAGE_POLICY, only: PAGES });
  let cookie: CookieSpec = { name: 'yichuang-counter', path: '/counter', secure: tls !== null };

  function contextOf(request: IncomingMessage, response: ServerResponse): CounterContext {
    const session = sessions.get(cookieIn(request.headers.cookie, cookie.name));
    return {
      session,
      address: request.socket.remoteAddress ?? '',
      begin: (seat) => {
        // Whoever signs in anew leaves the old session behind, and with it the token.
        if (session !== null) sessions.close(session);
        response.setHeader('set-cookie', setCookie(cookie, sessions.open(seat).token));
      },
      end: () => {
        if (session !== null) sessions.close(session);
        response.setHeader('set-cookie', clearCookie(cookie));
      },
    };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const isCounter = path.startsWith('/counter/rpc/');
    if (isCounter || path.startsWith('/display/rpc/')) {
      if (request.method !== 'POST') return refuse(response, 405, 'POST only');
      if (refusalOfOrigin(request, tls !== null) !== null) return refuse(response, 403, 'not from here');
      if (!(request.headers['content-type'] ?? 'application/json').startsWith('application/json'))
        return refuse(response, 415, 'application/json only');
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      response.setHeader('cache-control', 'no-store');
      const { matched } = isCounter
        ? await counterHandler.handle(request, response, { prefix: '/counter/rpc', context: contextOf(request, response) })
        : await displayHandler.handle(request, response, { prefix: '/display/rpc' });
      return matched ? undefined : refuse(response, 404, 'no such question');
    }
    if (path === '/') return void response.writeHead(302, { ...SECURITY_HEADERS, location: '/counter/' }).end();
    if (!(await servePage(request, response))) refuse(response, 404, 'no such page');
  }

  const listener: RequestListener = (request, response) => {
    answer(request, response).catch(() => {
      log('counter.failed', { where: 'http' });
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'could not be answered');
    });
  };
  const limits = { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  const server: Server =
    tls === null
      ? createHttpServer(limits, listener)
      : createHttpsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, listener);
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => log('counter.failed', { where: 'socket' }));
  const { port } = server.address() as AddressInfo;
  cookie = { ...cookie, name: `${cookie.name}-${port}` };
  seatsChanged();
  atMidnight();

  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return {
    url: `${tls === null ? 'http' : 'https'}://${host}:${port}`,
    port,
    stop: async () => {
      stopping.abort();
      midnight();
      sessions.stop();
      signIn.stop();
      lockout.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What we refuse on purpose passes; what broke is logged, and the page hears no more than that. */
async function loggedWhenBroken<T>(run: () => Promise<T>, log: Log): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof ORPCError)) log('counter.failed', { where: 'command' });
    throw cause;
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response
    .writeHead(status, {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: status === 404 ? 'keep-alive' : 'close',
    })
    .end(`${why}\n`);
}
