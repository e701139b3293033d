import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumFlags, findChromium, launchChromium } from '../../../main/browser-host/launch-chromium.ts';
import { until } from '../../support/until.ts';

/** The real Chromium, as the terminal starts it. Where there is no display, it is run in Chromium's own headless mode. */
let folder: string;
let site: Server;
let origin: string;
let asked: string[] = [];
const executable = findChromium();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-chromium-'));
  site = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>screen</title>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  // Chromium's flags are ours; a display is the machine's. This stands in for one.
  const wrapper = join(folder, 'chromium');
  writeFileSync(wrapper, `#!/bin/sh\nexec ${executable} --headless=new --disable-gpu --disable-dev-shm-usage "$@"\n`, { mode: 0o755 });
});
afterAll(() => {
  site.close();
  site.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});
const headless = (): string => join(folder, 'chromium');
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a Chromium is found on this machine', () => {
  expect(executable).not.toBeNull();
});

test('the screen opens an address that no command line shows', async () => {
  asked = [];
  const chromium = await launchChromium({
    executable: headless(),
    profile: join(folder, 'a'),
    window: { kind: 'kiosk' },
    firstPage: `${origin}/opening`,
  });
  await chromium.open(`${origin}/?token=secret`);
  await until('the page was asked for', () => asked.includes('/?token=secret'));
  expect(chromiumFlags({ profile: 'p', window: { kind: 'kiosk' }, firstPage: `${origin}/opening` }, false).join(' ')).not.toContain(
    'token',
  );
  await chromium.stop();
  expect(alive(chromium.pid)).toBe(false);
});

test('the profile of an earlier launch is emptied first', async () => {
  const profile = join(folder, 'b');
  const first = await launchChromium({ executable: headless(), profile, window: { kind: 'kiosk' }, firstPage: `${origin}/opening` });
  await first.stop();
  writeFileSync(join(profile, 'canary'), 'left behind');
  const second = await launchChromium({ executable: headless(), profile, window: { kind: 'kiosk' }, firstPage: `${origin}/opening` });
  expect(existsSync(join(profile, 'canary'))).toBe(false);
  await second.stop();
});

test('a crashed page is noticed', async () => {
  const chromium = await launchChromium({
    executable: headless(),
    profile: join(folder, 'c'),
    window: { kind: 'kiosk' },
    firstPage: `${origin}/opening`,
  });
  await chromium.open(`${origin}/`);
  const renderers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
      return command.includes('--type=renderer') && command.includes(join(folder, 'c'));
    });
  expect(renderers.length).toBeGreaterThan(0);
  for (const pid of renderers) process.kill(Number(pid), 'SIGKILL');
  expect(await chromium.gone).toBe('crashed');
  await chromium.stop();
});

test('a killed browser is noticed', async () => {
  const chromium = await launchChromium({
    executable: headless(),
    profile: join(folder, 'd'),
    window: { kind: 'kiosk' },
    firstPage: `${origin}/opening`,
  });
  process.kill(chromium.pid, 'SIGKILL');
  expect(await chromium.gone).toBe('ended');
  await chromium.stop();
});

test('when the kiosk itself is killed, its Chromium goes too', async () => {
  const script = `
    const { launchChromium } = await import(${JSON.stringify(new URL('../../../main/browser-host/launch-chromium.ts', import.meta.url).href)});
    const chromium = await launchChromium(${JSON.stringify({ executable: headless(), profile: join(folder, 'e'), window: { kind: 'kiosk' }, firstPage: `${origin}/opening` })});
    console.log(chromium.pid);
    setInterval(() => {}, 1000);`;
  const kiosk = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => kiosk.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))));
  expect(alive(pid)).toBe(true);
  kiosk.kill('SIGKILL');
  await until('Chromium has ended', () => !alive(pid));
});

test('a browser that can’t come up is a sentence, not a hanging kiosk', async () => {
  await expect(
    launchChromium({ executable: '/bin/false', profile: join(folder, 'f'), window: { kind: 'kiosk' }, firstPage: origin }),
  ).rejects.toThrow('did not start');
  await expect(
    launchChromium({ executable: join(folder, 'nothing'), profile: join(folder, 'f'), window: { kind: 'kiosk' }, firstPage: origin }),
  ).rejects.toThrow('did not start');
});

test('root gets no sandbox, everybody else does', () => {
  const options = { profile: 'p', window: { kind: 'kiosk' } as const, firstPage: origin };
  expect(chromiumFlags(options, true)).toContain('--no-sandbox');
  expect(chromiumFlags(options, false)).not.toContain('--no-sandbox');
});
