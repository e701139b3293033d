import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageAnswerer } from '../../../main/electron/app-pages.ts';
import { PAGE_POLICY } from '../../../src/web/page-policy.ts';

/** `app://kiosk/…` gives the built pages of the kiosk, and nothing else of the disk. */
let folder: string;
let answer: ReturnType<typeof createPageAnswerer>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-pages-'));
  const pages = join(folder, 'renderer');
  for (const name of ['kiosk', 'assets', 'counter']) mkdirSync(join(pages, name), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(pages, 'kiosk/index.html'), '<!doctype html>kiosk');
  writeFileSync(join(pages, 'counter/index.html'), '<!doctype html>counter');
  writeFileSync(join(pages, 'assets/kiosk-1a2b.js'), 'export {};');
  writeFileSync(join(pages, 'assets/font.ttf'), 'font');
  writeFileSync(join(pages, 'assets/notes.bak'), 'x');
  answer = createPageAnswerer(pages);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, method = 'GET') => answer({ url, method });

describe('pages of the app scheme', () => {
  test('the page comes under the policy of all our pages', async () => {
    const page = await ask('app://kiosk/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('kiosk');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toBe(PAGE_POLICY);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.for([
    ['app://kiosk/assets/kiosk-1a2b.js', 'text/javascript; charset=utf-8'],
    ['app://kiosk/assets/font.ttf', 'font/ttf'],
    ['app://kiosk/assets/font.ttf?v=1', 'font/ttf'],
  ] as const)('%s', async ([url, type]) => {
    const file = await ask(url);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, type]);
  });

  const DOTS = ['..', '%2e%2e', '%2E%2e', '.%2e', '%252e%252e', '..%00', '....'];
  const SLASHES = ['/', '\\', '%2f', '%5c', '%252f', '//', '/./'];
  const climbs = DOTS.flatMap((dots) =>
    SLASHES.flatMap((slash) =>
      ['secret.txt', 'kiosk/../../secret.txt', 'counter/index.html', 'etc/passwd'].map(
        (file) => `app://kiosk/assets${slash}${dots}${slash}${dots}${slash}${file}`,
      ),
    ),
  );

  test(`no path climbs out (${climbs.length} tried)`, async () => {
    const found = await Promise.all(climbs.map(async (url) => ({ url, status: (await ask(url)).status })));
    expect(found.filter(({ status }) => status !== 404)).toEqual([]);
    expect(found.length).toBeGreaterThan(190);
  });

  test.for([
    'app://kiosk/counter/index.html',
    'app://kiosk/counter/',
    'app://other/kiosk/index.html',
    'app://kiosk:80/kiosk/index.html',
    'http://kiosk/kiosk/index.html',
    'file:///etc/passwd',
    'app://kiosk/assets/notes.bak',
    'app://kiosk/assets/',
    'app://kiosk/nothing.js',
    'nonsense',
  ])('%s is not there', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  test('nothing is taken in', async () => {
    expect((await ask('app://kiosk/', 'POST')).status).toBe(404);
  });
});
