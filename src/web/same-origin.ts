import type { IncomingMessage } from 'node:http';

/**
 * Whether a command comes from our own page. A browser says so twice (Origin with every POST, Sec-Fetch-Site in all
 * current ones); a program that is no browser says neither, and carries no one's cookie unasked. Without TLS only
 * loopback names are taken, so that a foreign name pointed at this machine (DNS rebinding) gets nothing.
 */
export type OriginRefusal = 'host' | 'origin' | 'site';

export function refusalOfOrigin(request: Pick<IncomingMessage, 'headers'>, tls: boolean): OriginRefusal | null {
  const { host, origin } = request.headers;
  if (host === undefined || (!tls && !isLoopbackHost(host))) return 'host';
  if (origin !== undefined && origin !== `${tls ? 'https' : 'http'}://${host}`) return 'origin';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return 'site';
  return null;
}

/** A Host header (name and port) or a listening address that never leaves this machine. */
export const isLoopbackHost = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)(:\d{1,5})?$/.test(host);
