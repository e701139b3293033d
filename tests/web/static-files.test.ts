import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_POLICY } from '../../src/web/page-policy.ts';
import { serveStatic } from '../../src/web/static-files.ts';

let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-static-'));
  const root = join(folder, 'root');
  mkdirSync(join(root, 'counter'), { recursive: true });
  mkdirSync(join(root, 'kiosk'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'counter', 'index.html'), '<!doctype html><title>窗口</title>');
  writeFileSync(join(root, 'kiosk', 'index.html'), 'kiosk');
  writeFileSync(join(root, 'assets', 'page-Ab_1-.js'), 'export {};');
  writeFileSync(join(root, 'assets', 'font.ttf'), 'font');
  writeFileSync(join(root, 'assets', 'data.sqlite'), 'never');
  writeFileSync(join(root, '.env'), 'SECRET');
  writeFileSync(join(root, 'assets', '.hidden.js'), 'SECRET');
  writeFileSync(join(folder, 'secret.txt'), 'SECRET');
  mkdirSync(join(folder, 'root-beside'));
  writeFileSync(join(folder, 'root-beside', 'secret.txt'), 'SECRET');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'assets', 'link.txt'));
  symlinkSync(folder, join(root, 'assets', 'up'));
  const serve = serveStatic({ root, contentSecurityPolicy: PAGE_POLICY, only: ['counter', 'assets'] });
  server = createServer((request, response) => {
    void serve(request, response).then((served) => served || response.writeHead(404).end('none'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Raw, because fetch tidies paths up before it sends them. */
function ask(path: string, method = 'GET', headers = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`),
    );
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

describe('the pages come from one folder', () => {
  it('gives a page by the name of its folder, under the policy and asked for anew each time', async () => {
    const answer = await ask('/counter/?a=1');
    expect(statusOf(answer)).toBe(200);
    expect(answer).toMatch(/content-type: text\/html; charset=utf-8/i);
    expect(answer).toContain("content-security-policy: default-src 'none'");
    expect(answer).toContain("frame-ancestors 'none'");
    expect(answer).toMatch(/x-content-type-options: nosniff/i);
    expect(answer).toMatch(/referrer-policy: no-referrer/i);
    expect(answer).toMatch(/cross-origin-opener-policy: same-origin/i);
    expect(answer).toMatch(/cache-control: no-cache/i);
  });

  it('lets hashed assets be kept for good, fonts with their own type', async () => {
    expect(await ask('/assets/page-Ab_1-.js')).toMatch(/cache-control: public, max-age=31536000, immutable/i);
    expect(await ask('/assets/font.ttf')).toMatch(/content-type: font\/ttf/i);
  });

  it('sends no body for HEAD, and 304 for what the browser has', async () => {
    const head = await ask('/counter/', 'HEAD');
    expect(statusOf(head)).toBe(200);
    expect(head.split('\r\n\r\n')[1]).toBe('');
    const etag = /etag: (\S+)/i.exec(head)![1]!;
    expect(statusOf(await ask('/counter/', 'GET', `If-None-Match: ${etag}\r\n`))).toBe(304);
  });

  it('sends /counter to /counter/, so that the page finds its parts', async () => {
    const answer = await ask('/counter');
    expect(statusOf(answer)).toBe(308);
    expect(answer).toMatch(/location: \/counter\/\r/i);
  });

  const refused = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/....//secret.txt',
    '/assets/..\\..\\secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%00',
    '/assets/page-Ab_1-.js%00.html',
    '/assets//page-Ab_1-.js',
    '//assets/page-Ab_1-.js',
    '/assets/./page-Ab_1-.js',
    '/.env',
    '/assets/.hidden.js',
    '/assets/link.txt',
    '/assets/up/secret.txt',
    '/assets/up/root-beside/secret.txt',
    '/../root-beside/secret.txt',
    '/assets/data.sqlite',
    '/kiosk/',
    '/kiosk/index.html',
    '/assets/',
    '/assets',
    '/',
    '/assets/%c0%ae%c0%ae/secret.txt',
    '/assets/..;/secret.txt',
    '/counter/%69ndex.html',
    `/assets/${'a'.repeat(2_000)}.js`,
    '/etc/passwd',
    'http://x/counter/',
    '*',
  ];
  it.each(refused)('gives nothing for %s', async (path) => {
    const answer = await ask(path);
    expect([308, 400, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain('SECRET');
    expect(answer).not.toMatch(/^location: (?!\/assets\/\r$)/im);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('leaves %s to others', async (method) => {
    expect(statusOf(await ask('/counter/', method))).toBe(404);
  });
});
