import { connect, type Socket } from 'node:net';
import { err, ok, type Result } from '../../src/basics/result.ts';
import { createLinkEnds, within } from './link-ends.ts';
import type { Link, LinkTrouble, OpenLink } from './link.ts';

/**
 * A TCP connection: network printers (port 9100), serial servers, and the simulators. Kept alive by the system, so
 * that a cable pulled out in silence is noticed in the end; a driver that asks its device notices sooner.
 */
const CONNECT_MS_MAX = 3_000;
const WRITE_MS_MAX = 5_000;
const CLOSE_MS_MAX = 1_000;
const KEEP_ALIVE_MS = 5_000;

export type TcpOptions = { readonly host: string; readonly port: number };

export const openTcp =
  ({ host, port }: TcpOptions): OpenLink =>
  () =>
    new Promise<Result<Link, LinkTrouble>>((resolve) => {
      const socket = connect({ host, port });
      const finish = (result: Result<Link, LinkTrouble>): void => {
        clearTimeout(timer);
        socket.off('error', refuse);
        if (!result.ok) {
          socket.on('error', () => undefined);
          socket.destroy();
        }
        resolve(result);
      };
      const refuse = (fault: NodeJS.ErrnoException): void => finish(err(troubleOf(fault)));
      const timer = setTimeout(() => finish(err({ kind: 'timed-out' })), CONNECT_MS_MAX);
      socket.once('error', refuse);
      socket.once('connect', () => finish(ok(linkOverSocket(socket))));
    });

/** A connected socket, ours or accepted, as a link. */
export function linkOverSocket(socket: Socket): Link {
  const ends = createLinkEnds();
  const lose = (): void => {
    ends.tellLost({ kind: 'lost' });
    socket.destroy();
  };
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.on('data', (bytes: Uint8Array) => ends.tellBytes(bytes));
  socket.on('error', lose);
  socket.on('end', lose);
  socket.on('close', lose);
  return {
    write: (bytes) =>
      ends.write(WRITE_MS_MAX, (done) => {
        socket.write(bytes, (fault) => done(fault ? err({ kind: 'lost' }) : ok(undefined)));
      }),
    onBytes: ends.onBytes,
    onLost: ends.onLost,
    close: async () => {
      ends.end();
      if (socket.destroyed) return;
      // What was written still gets its chance to arrive.
      await within(CLOSE_MS_MAX, undefined, (done) => {
        socket.once('close', () => done(undefined));
        socket.end();
        return undefined;
      });
      socket.destroy();
    },
  };
}

function troubleOf(fault: NodeJS.ErrnoException): LinkTrouble {
  switch (fault.code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return { kind: 'refused' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { kind: 'no-such-port' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'no-permission' };
    case 'EADDRINUSE':
      return { kind: 'in-use' };
    case 'ETIMEDOUT':
      return { kind: 'timed-out' };
    default:
      return { kind: 'refused' };
  }
}
