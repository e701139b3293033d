import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PAGE_POLICY, SECURITY_HEADERS } from '../../src/web/page-policy.ts';
import { CONTENT_TYPES } from '../../src/web/static-files.ts';

/**
 * The pages as `app://kiosk/…`: the files that were built, listed once at the start, and nothing else. A request is a
 * look-up in that list, so there is no path to climb out of.
 */
export const APP_SCHEME = 'app';
export const PAGE_ORIGIN = `${APP_SCHEME}://kiosk`;
/** The only address that is ever loaded. */
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/**
 * A secure, ordinary origin, under the rules of CORS. `supportFetchAPI` stays off: the page has its port, and the scheme
 * with it but without CORS could be read from other origins (CVE-2026-70604).
 */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, corsEnabled: true } as const;

const FOLDERS = ['kiosk', 'assets'];

/** `pagesFolder`: the built pages (dist/renderer). */
export function createPageAnswerer(pagesFolder: string): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  const files = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const file of readdirSync(join(pagesFolder, folder), { recursive: true, withFileTypes: true }))
      if (file.isFile()) {
        const path = join(file.parentPath, file.name);
        files.set(path.slice(pagesFolder.length).replaceAll('\\', '/').replace(/^\/*/, '/'), path);
      }
  const start = files.get('/kiosk/index.html');
  if (start !== undefined) files.set('/', start);

  return async (request) => {
    const url = URL.canParse(request.url) ? new URL(request.url) : null;
    const file = url?.protocol === `${APP_SCHEME}:` && url.host === 'kiosk' ? files.get(url.pathname) : undefined;
    const type = file === undefined ? undefined : CONTENT_TYPES[extname(file)];
    if (request.method !== 'GET' || file === undefined || type === undefined)
      return new Response(null, { status: 404, headers: SECURITY_HEADERS });
    return new Response(new Uint8Array(await readFile(file)), {
      headers: { ...SECURITY_HEADERS, 'content-security-policy': PAGE_POLICY, 'content-type': type },
    });
  };
}
