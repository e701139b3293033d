import { OpenAPIHandler } from '@orpc/openapi/node';
import { ORPCError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { SECOND_MS, type Clock } from '../basics/clock.ts';
import type { Random } from '../basics/random.ts';
import type { Log } from '../domain/log-events.ts';
import { clearCookie, cookieIn, setCookie, type CookieSpec } from '../web/cookies.ts';
import { createLockout } from '../web/lockout.ts';
import { PAGE_POLICY, SECURITY_HEADERS } from '../web/page-policy.ts';
import { isLoopbackHost, refusalOfOrigin } from '../web/same-origin.ts';
import { createSessions } from '../web/sessions.ts';
import { createSignIn } from '../web/sign-in.ts';
import { serveStatic } from '../web/static-files.ts';
import type { CenterConfig } from './config.ts';
import type { CenterDatabase } from './database.ts';
import { createDeviceTokens } from './device-tokens.ts';
import { createHandIn } from './hand-in.ts';
import { API_PREFIX, openApiDocument } from './openapi.ts';
import { createCenterRouter, type CenterContext, type Clerk } from './router.ts';

/** The center's HTTP server: terminals and the console's page. It keeps nothing itself but who is signed in. */
/** A full batch of messages is about 150 KB. */
export const BODY_BYTES_MAX = 1_024 * 1_024;
const HEADER_BYTES_MAX = 8 * 1_024;
const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;
const KEEP_ALIVE_MS = 75 * SECOND_MS;
/** Requests under way get this long when the center is asked to stop. */
const STOP_MS_MAX = 10 * SECOND_MS;
const CONNECTIONS_MAX = 20_000;
const CONNECTIONS_CHECK_MS = 5 * SECOND_MS;
const PAGES = ['center', 'assets'];

export type CenterServerOptions = {
  readonly config: Pick<CenterConfig, 'listen' | 'tls' | 'demo' | 'city' | 'terminals' | 'accounts' | 'pages'>;
  readonly database: CenterDatabase;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type CenterServer = {
  /** Without a slash at the end; `${url}/center/` is the console. */
  readonly url: string;
  stop(): Promise<void>;
};

/** Rejects with Node's error (EADDRINUSE, EACCES …) when the port can't be had. */
export async function startCenterServer({ config, database, clock, random, log }: CenterServerOptions): Promise<CenterServer> {
  const { listen, tls } = config;
  if (tls === null && !isLoopbackHost(listen.host)) throw new Error(`the center needs a certificate to listen on ${listen.host}`);
  const city = config.city.code;
  const sessions = createSessions<Clerk>({ clock, random });
  const lockout = createLockout(clock);
  const signIn = createSignIn({
    accounts: config.accounts,
    lockout,
    clock,
    audit: (action, account) => database.db.insertInto('console_audit').values({ city, at: clock.now(), action, account }).execute(),
    onSignedIn: (account) => log('center.signed-in', { account }),
    onRefused: (reason, count) => log('center.sign-in-refused', { reason, count }),
  });
  const document = await openApiDocument();
  const api = new OpenAPIHandler(
    createCenterRouter({
      config,
      database,
      clock,
      tokens: createDeviceTokens(config.terminals),
      handIn: createHandIn({ db: database.db, city, clock, log }),
      signIn: signIn.attempt,
    }),
    {
      plugins: [new BodyLimitPlugin({ maxBodySize: BODY_BYTES_MAX })],
      interceptors: [
        async (call) => {
          try {
            return await call.next();
          } catch (cause) {
            // What we refuse on purpose passes; what broke is logged, and the other end hears no more than that.
            if (!(cause instanceof ORPCError)) log('center.failed', { where: 'request' });
            throw cause;
          }
        },
      ],
    },
  );
  const servePage = serveStatic({ root: config.pages, contentSecurityPolicy: PAGE_POLICY, only: PAGES });
  let cookie: CookieSpec = { name: 'yichuang-center', path: '/', secure: tls !== null };

  function contextOf(request: IncomingMessage, response: ServerResponse): CenterContext {
    const session = sessions.get(cookieIn(request.headers.cookie, cookie.name));
    const ownPage = refusalOfOrigin(request, tls !== null) === null;
    // The page repeats its question by itself and says so; anything else is somebody doing something.
    if (session !== null && ownPage && request.headers['x-by-itself'] === undefined) sessions.touch(session);
    return {
      authorization: request.headers.authorization,
      address: request.socket.remoteAddress ?? '',
      ownPage,
      session: ownPage ? session : null,
      begin: (clerk) => {
        // Whoever signs in anew leaves the old session behind, and with it the token.
        if (session !== null) sessions.close(session);
        response.setHeader('set-cookie', setCookie(cookie, sessions.open(clerk).token));
      },
      end: () => {
        if (session !== null) sessions.close(session);
        response.setHeader('set-cookie', clearCookie(cookie));
      },
    };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    if (path === `${API_PREFIX}/openapi.json` && request.method === 'GET') {
      return void response
        .writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' })
        .end(document);
    }
    if (path.startsWith(`${API_PREFIX}/`)) {
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE';
      if (hasBody && !(request.headers['content-type'] ?? '').startsWith('application/json'))
        return refuse(response, 415, 'application/json only');
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      response.setHeader('cache-control', 'no-store');
      const { matched } = await api.handle(request, response, { prefix: API_PREFIX, context: contextOf(request, response) });
      return matched ? undefined : refuse(response, 404, 'no such question');
    }
    if (path === '/') return void response.writeHead(302, { ...SECURITY_HEADERS, location: '/center/' }).end();
    if (!(await servePage(request, response))) refuse(response, 404, 'no such page');
  }

  let stopping = false;
  /** Every open line, and those of them on which an answer is owed. */
  const lines = new Set<Socket>();
  const owing = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    // A line that is kept alive would otherwise go on asking, and be answered, while we wait for it to end.
    if (stopping) return refuse(response, 503, 'stopping');
    owing.add(request.socket);
    response.once('close', () => {
      owing.delete(request.socket);
      if (stopping) request.socket.end();
    });
    answer(request, response).catch(() => {
      log('center.failed', { where: 'http' });
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'could not be answered');
    });
  };
  const limits = {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
  };
  const server: Server =
    tls === null
      ? createHttpServer(limits, listener)
      : createHttpsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, listener);
  server.maxConnections = CONNECTIONS_MAX;
  server.on(tls === null ? 'connection' : 'secureConnection', (line: Socket) => {
    lines.add(line);
    line.once('close', () => lines.delete(line));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => log('center.failed', { where: 'socket' }));
  const { port } = server.address() as AddressInfo;
  cookie = { ...cookie, name: `${cookie.name}-${port}` };
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;

  return {
    url: `${tls === null ? 'http' : 'https'}://${host}:${port}`,
    async stop() {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const line of lines) if (!owing.has(line)) line.destroy();
      const cancel = clock.after(STOP_MS_MAX, () => server.closeAllConnections());
      await closed;
      cancel();
      sessions.stop();
      signIn.stop();
      lockout.stop();
    },
  };
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
