import { createServer, type AddressInfo, type Socket } from 'node:net';
import { err, ok, type Result } from '../../src/basics/result.ts';
import type { Link, LinkTrouble } from './link.ts';
import { linkOverSocket } from './tcp.ts';

/**
 * The other end of `openTcp`, for simulators: each connection is handed over as a link. Listens on loopback unless told
 * otherwise, because a simulated device is nobody else's business.
 */
const CONNECTIONS_MAX = 16;

export type TcpListener = {
  /** The port that it got; of interest when 0 was asked for. */
  readonly port: number;
  /** Cuts every connection but goes on listening: a cable pulled out, and put back at once. */
  cut(): void;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
};

export function listenTcp(options: {
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  readonly onLink: (link: Link) => void;
}): Promise<Result<TcpListener, LinkTrouble>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    options.onLink(linkOverSocket(socket));
  });
  server.maxConnections = CONNECTIONS_MAX;
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return new Promise((resolve) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      resolve(err({ kind: fault.code === 'EADDRINUSE' ? 'in-use' : fault.code === 'EACCES' ? 'no-permission' : 'no-such-port' })),
    );
    server.listen({ host: options.host ?? '127.0.0.1', port: options.port }, () => {
      server.on('error', () => undefined);
      resolve(
        ok({
          port: (server.address() as AddressInfo).port,
          cut,
          close: () =>
            new Promise((closed) => {
              server.close(() => closed());
              cut();
            }),
        }),
      );
    });
  });
}
