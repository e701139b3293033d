import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PAGE_POLICY, SECURITY_HEADERS } from '../../src/web/page-policy.ts';
import { refusalOfOrigin } from '../../src/web/same-origin.ts';
import { serveStatic } from '../../src/web/static-files.ts';
import { dockCommandSchema, type DockDesk } from './dock-api.ts';

/**
 * The dock: a page and a small JSON API from which people and tests lay a card on the reader, pull out the paper, cut
 * the network. On loopback only, for its own page and for programs; a demo has nothing to steal, but a foreign web page
 * must not be able to kill a process here.
 */
const BODY_BYTES_MAX = 4_096;
const EVENTS_MAX = 16;
/** State is told at least so often: process numbers change without anyone saying so. */
const TELL_EVERY_MS = 2_000;
/** Changes in a burst (a slip, line by line) are told once. */
const TELL_AFTER_MS = 100;

export interface DockServer {
  stop(): Promise<void>;
}

/** Rejects with Node's error when the port is taken. */
export async function openDockServer({
  desk,
  port,
  pages,
}: {
  readonly desk: DockDesk;
  readonly port: number;
  readonly pages: string;
}): Promise<DockServer> {
  const files = serveStatic({ root: pages, contentSecurityPolicy: PAGE_POLICY, only: ['dock', 'assets'] });
  const streams = new Set<ServerResponse>();
  let soon: NodeJS.Timeout | null = null;

  const tellAll = async (): Promise<void> => {
    if (streams.size === 0) return;
    const text = `data: ${JSON.stringify(await desk.state())}\n\n`;
    for (const stream of streams) stream.write(text);
  };
  desk.onChange(() => {
    soon ??= setTimeout(() => {
      soon = null;
      void tellAll();
    }, TELL_AFTER_MS).unref();
  });
  const regularly = setInterval(() => void tellAll(), TELL_EVERY_MS).unref();

  function json(response: ServerResponse, status: number, body: unknown): void {
    response
      .writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  }

  async function command(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return json(response, 415, { ok: false, sentence: 'application/json is expected.' });
    const text = await bodyOf(request);
    const parsed = text === null ? null : dockCommandSchema.safeParse(parsedJson(text));
    if (!parsed?.success) {
      const where = parsed?.error.issues.map((issue) => `${issue.path.join('.') || 'command'}: ${issue.message}`).join('; ');
      return json(response, 400, { ok: false, sentence: where ?? `A command has at most ${BODY_BYTES_MAX} bytes.` });
    }
    const sentence = await desk.run(parsed.data);
    json(response, sentence === null ? 200 : 409, {
      ok: sentence === null,
      ...(sentence === null ? {} : { sentence }),
      state: await desk.state(),
    });
  }

  async function openKiosk(response: ServerResponse): Promise<void> {
    const url = await desk.openKiosk();
    if (url === null) {
      response
        .writeHead(503, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' })
        .end('终端没有在运行，或它在自己的窗口里显示。请回到控制台查看。');
      return;
    }
    response.writeHead(303, { ...SECURITY_HEADERS, location: url, 'cache-control': 'no-store' }).end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? '';
    const reading = request.method === 'GET' || request.method === 'HEAD';
    // Links from the terminal and from other pages of the demo lead here; commands come from our own page or a program.
    const refusal = refusalOfOrigin(reading ? { headers: { host: request.headers.host } } : request, false);
    if (refusal !== null) return json(response, 403, { ok: false, sentence: 'The dock is for this machine and its own page.' });
    if (request.method === 'POST' && path === '/api/commands') return command(request, response);
    if (!reading) return json(response, 405, { ok: false, sentence: 'POST /api/commands is the only command.' });
    if (path === '/') {
      response.writeHead(303, { ...SECURITY_HEADERS, location: '/dock/' }).end();
      return;
    }
    if (path === '/open-kiosk') return request.method === 'GET' ? openKiosk(response) : json(response, 405, { ok: false });
    if (path === '/api/state') return json(response, 200, await desk.state());
    if (path === '/api/events') {
      if (streams.size >= EVENTS_MAX) return json(response, 503, { ok: false, sentence: 'Too many docks are open.' });
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      streams.add(response);
      response.on('close', () => streams.delete(response));
      response.write(`data: ${JSON.stringify(await desk.state())}\n\n`);
      return;
    }
    const slip = /^\/api\/slips\/(\d{1,6})\.png$/.exec(path)?.[1];
    const picture = slip === undefined ? null : desk.picture(Number(slip));
    if (picture !== null) {
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'image/png', 'cache-control': 'no-store' }).end(picture);
      return;
    }
    if (!(await files(request, response))) json(response, 404, { ok: false, sentence: 'There is nothing here.' });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (!response.headersSent) json(response, 500, { ok: false, sentence: 'The dock stumbled; what happened stands on the terminal.' });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        clearInterval(regularly);
        if (soon) clearTimeout(soon);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
