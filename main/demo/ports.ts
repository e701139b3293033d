import { createServer, type AddressInfo } from 'node:net';
import { Sentence } from './sentence.ts';

/** Where the dock is when nothing is said and nobody else is there. */
export const USUAL_DOCK_PORT = 8_170;

/** A port of 127.0.0.1 that is free now: the asked one, or any for 0. Rejects with Node's error when it is taken. */
export const freePort = (port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const got = (server.address() as AddressInfo).port;
      server.close(() => resolve(got));
    });
  });

/** Different free ports, held open until all are known. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** The dock's port: the one asked for, or the usual one, or any when the usual one is taken. Throws a Sentence. */
export async function dockPort(asked: number | null): Promise<number> {
  if (asked === null) return freePort(USUAL_DOCK_PORT).catch(() => freePort());
  return freePort(asked).catch((error: NodeJS.ErrnoException) => {
    throw new Sentence(
      error.code === 'EACCES'
        ? `Port ${asked} may not be opened by this user; choose one above 1023 with --port N.`
        : `Port ${asked} is in use by another program; stop that one, or choose another with --port N (--port 0 takes any free one).`,
    );
  });
}
