import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SECURITY_HEADERS } from './page-policy.ts';

/**
 * Serves built pages from one folder and nothing else: a path is taken apart into plain names before it touches the
 * disk, hidden names and symbolic links that leave the folder are refused, and an unknown kind of file is not served.
 */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const PATH_LENGTH_MAX = 1_024;
const ASSET_SECONDS_MAX = 31_536_000;
/** What a name in a served path looks like; it never begins with a dot, so no hidden file and no `..`. */
const PLAIN_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._@-]*$/;

export type StaticOptions = {
  /** Folder of the built pages, e.g. dist/renderer. */
  readonly root: string;
  readonly contentSecurityPolicy: string;
  /** The first names of the paths that are served, e.g. ['counter', 'assets']; left out: everything below root. */
  readonly only?: readonly string[];
};

/**
 * The plain names of a request path, or null when it is not one we serve. Anything percent-encoded is refused:
 * none of our files needs it.
 */
export function namesOf(url: string | undefined): { readonly names: readonly string[]; readonly folder: boolean } | null {
  if (url === undefined || url.length > PATH_LENGTH_MAX || !url.startsWith('/')) return null;
  const path = url.split(/[?#]/, 1)[0]!;
  const folder = path.endsWith('/');
  const names = path.slice(1, folder ? -1 : undefined).split('/');
  if (path === '/') return { names: [], folder: true };
  return names.every((name) => PLAIN_NAME.test(name)) ? { names, folder } : null;
}

/** Answers the request and says true, or leaves it untouched and says false (not a GET or HEAD, no such file). */
export function serveStatic(options: StaticOptions): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const asked = namesOf(request.url);
    if (asked === null || (options.only && !options.only.includes(asked.names[0] ?? ''))) return false;
    const names = asked.folder ? [...asked.names, 'index.html'] : asked.names;
    const type = CONTENT_TYPES[extname(names.at(-1)!).toLowerCase()];
    if (type === undefined) {
      if (asked.folder || !(await isFolder(join(options.root, ...asked.names)))) return false;
      // `/counter` is meant as `/counter/`: relative addresses on the page need the slash.
      response.writeHead(308, { ...SECURITY_HEADERS, location: `/${asked.names.join('/')}/` }).end();
      return true;
    }
    const file = await fileBelow(options.root, names);
    if (file === null) return false;
    const etag = `"${file.size.toString(36)}-${Math.trunc(file.mtimeMs).toString(36)}"`;
    const headers = {
      ...SECURITY_HEADERS,
      'content-security-policy': options.contentSecurityPolicy,
      'content-type': type,
      etag,
      // Names below /assets/ carry a hash of their content; everything else is asked for anew each time.
      'cache-control': names[0] === 'assets' ? `public, max-age=${ASSET_SECONDS_MAX}, immutable` : 'no-cache',
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return true;
    }
    response.writeHead(200, { ...headers, 'content-length': file.size });
    if (request.method === 'HEAD') {
      response.end();
      return true;
    }
    // A browser that goes away in the middle of a font is no fault of ours.
    await pipeline(createReadStream(file.path), response).catch(() => response.destroy());
    return true;
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function fileBelow(root: string, names: readonly string[]): Promise<{ path: string; size: number; mtimeMs: number } | null> {
  try {
    const realRoot = await realpath(root);
    const path = await realpath(join(realRoot, ...names));
    if (!path.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return null;
    const { size, mtimeMs, ...found } = await stat(path).then((s) => ({ size: s.size, mtimeMs: s.mtimeMs, isFile: s.isFile() }));
    return found.isFile ? { path, size, mtimeMs } : null;
  } catch {
    return null;
  }
}
