/**
 * The one cookie of a session. Browsers share cookies between the ports of a host, so its name carries the server's
 * name and port: the counter and the center on one machine do not sign each other out.
 */
const COOKIE_HEADER_LENGTH_MAX = 4_096;

export type CookieSpec = {
  readonly name: string;
  /** Sent back only below this path, e.g. `/counter`. */
  readonly path: string;
  /** Only over TLS. Off on loopback, where there is none. */
  readonly secure: boolean;
};

/** The value of a cookie in a request's `Cookie` header, or null. */
export function cookieIn(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > COOKIE_HEADER_LENGTH_MAX) return null;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
  }
  return null;
}

/** A `Set-Cookie` value that lives as long as the browser does: no script reads it, no other site sends it. */
export const setCookie = (spec: CookieSpec, token: string): string =>
  `${spec.name}=${token}; Path=${spec.path}; HttpOnly; SameSite=Strict${spec.secure ? '; Secure' : ''}`;

export const clearCookie = (spec: CookieSpec): string => `${setCookie(spec, '')}; Max-Age=0`;
