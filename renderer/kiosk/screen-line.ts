import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { SCREEN_TAKEN_OVER, type ScreenContract } from '../../src/api/screen.ts';

/**
 * A line from this page to its kiosk process. Two forms, one contract: a WebSocket to where the page came from
 * (browser host), or a MessagePort that Electron's preload hands over.
 */
export type ScreenClient = ContractRouterClient<ScreenContract>;

/** `taken-over`: another screen of this terminal is on; this one must not come back by itself. */
export type LineEnd = 'lost' | 'taken-over';

export interface ScreenLine {
  readonly client: ScreenClient;
  readonly ended: Promise<LineEnd>;
  close(): void;
}

/** Rejects when no line comes about. */
export type OpenLine = () => Promise<ScreenLine>;

/** A loopback connection that has not opened by then never will. */
const OPEN_MS_MAX = 5_000;

export const webSocketLines =
  (url: string): OpenLine =>
  () =>
    new Promise((resolve, reject) => {
      const websocket = new WebSocket(url);
      const timer = setTimeout(() => websocket.close(), OPEN_MS_MAX);
      const ended = new Promise<LineEnd>((end) => {
        websocket.addEventListener('close', ({ code }) => {
          clearTimeout(timer);
          end(code === SCREEN_TAKEN_OVER ? 'taken-over' : 'lost');
          reject(new Error('the line did not open'));
        });
      });
      websocket.addEventListener('open', () => {
        clearTimeout(timer);
        const client: ScreenClient = createORPCClient(new WebSocketLink({ websocket }));
        resolve({ client, ended, close: () => websocket.close() });
      });
    });

/** What the preload posts to its own window, with the port beside it. */
export const SCREEN_PORT = 'screen-port';
/** What this page posts when it has no port (any more): the preload fetches another. */
export const SCREEN_PORT_WANTED = 'screen-port-wanted';

const kindOf = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'kind' in data ? data.kind : undefined);

/**
 * Ports are taken from this very window only: another frame or an opener has no business here. A port that came before
 * it was asked for is kept.
 */
export function messagePortLines(page: Window): OpenLine {
  let kept: MessagePort | null = null;
  let waiting: ((port: MessagePort) => void) | null = null;
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source !== page || kindOf(event.data) !== SCREEN_PORT || !port) return;
    if (waiting) waiting(port);
    else {
      kept?.close();
      kept = port;
    }
    waiting = null;
  });
  return async () => {
    const port =
      kept ??
      (await new Promise<MessagePort>((resolve) => {
        waiting = resolve;
        page.postMessage({ kind: SCREEN_PORT_WANTED }, page.location.origin === 'null' ? '*' : page.location.origin);
      }));
    kept = null;
    let end: (how: LineEnd) => void = () => undefined;
    const ended = new Promise<LineEnd>((resolve) => {
      end = resolve;
    });
    port.addEventListener('close', () => end('lost'));
    const client: ScreenClient = createORPCClient(new MessagePortLink({ port }));
    port.start();
    // Closing one's own end tells only the other side.
    const close = (): void => {
      port.close();
      end('lost');
    };
    return { client, ended, close };
  };
}

/** Pages that came over HTTP talk back over it; all others live in Electron. */
export function linesOf(page: Window): OpenLine {
  const { protocol, host } = page.location;
  if (protocol === 'http:' || protocol === 'https:') return webSocketLines(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/screen`);
  return messagePortLines(page);
}
