import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * The cable between the terminal and the center: a TCP relay that can be cut, mended, and made to misbehave the ways
 * in which real networks and servers do. It knows as much of HTTP as it needs to answer with an error.
 */
export const CABLE_STATES = ['whole', 'cut', 'no-answer', 'errors', 'replies-lost'] as const;
/**
 * whole: bytes pass. cut: connections break, new ones break at once. no-answer: connections open and nothing ever comes
 * back. errors: every request is answered 500 and never reaches the center. replies-lost: requests reach the center
 * and are done there; the answer is lost on the way back.
 */
export type CableState = (typeof CABLE_STATES)[number];

const CONNECTIONS_MAX = 64;
const HEADER_BYTES_MAX = 65_536;
const ERROR_BODY = '{"message":"演示：网络线被设成了总是出错"}';
const ERROR_ANSWER = `HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(ERROR_BODY)}\r\nConnection: close\r\n\r\n${ERROR_BODY}`;

export interface NetworkCable {
  readonly port: number;
  state(): CableState;
  /** Takes hold at once: what is open is broken, so that nothing passes under the old state. */
  set(state: CableState): void;
  /** How many replies of the center were lost since the start: shows that a test was not empty. */
  lost(): number;
  stop(): Promise<void>;
}

export async function openNetworkCable({ toPort }: { readonly toPort: () => number }): Promise<NetworkCable> {
  let state: CableState = 'whole';
  let lost = 0;
  const open = new Set<Socket>();
  const hold = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  };

  function relay(near: Socket, losingReplies: boolean): void {
    const far = connect({ host: '127.0.0.1', port: toPort() });
    hold(far);
    near.pipe(far);
    if (losingReplies) {
      far.once('data', () => {
        lost++;
        near.resetAndDestroy();
        far.destroy();
      });
    } else {
      far.pipe(near);
    }
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());
  }

  function answerError(near: Socket): void {
    let seen = '';
    near.setEncoding('latin1').on('data', (text: string) => {
      seen += text;
      if (seen.length > HEADER_BYTES_MAX * 64) return void near.destroy();
      const end = seen.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/^content-length: *(\d+)/im.exec(seen.slice(0, end))?.[1] ?? 0);
      // A chunked request ends with its empty chunk.
      const whole = /^transfer-encoding: *chunked/im.test(seen.slice(0, end))
        ? seen.endsWith('0\r\n\r\n')
        : seen.length >= end + 4 + length;
      if (whole) near.end(ERROR_ANSWER);
    });
  }

  const server = createServer((near) => {
    hold(near);
    switch (state) {
      case 'cut':
        near.resetAndDestroy();
        break;
      case 'no-answer':
        near.resume();
        break;
      case 'errors':
        answerError(near);
        break;
      default:
        relay(near, state === 'replies-lost');
    }
  });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve());
  });
  const breakAll = (): void => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    state: () => state,
    set(next) {
      state = next;
      breakAll();
    },
    lost: () => lost,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
