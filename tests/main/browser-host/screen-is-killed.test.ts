import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findChromium } from '../../../main/browser-host/launch-chromium.ts';
import { until } from '../../support/until.ts';

/** The whole browser host with the real page in a real Chromium, whose page is killed under the resident's fingers. */
const entry = fileURLToPath(new URL('../../../main/browser.ts', import.meta.url));
const demoData = fileURLToPath(new URL('../../../main/demo/data/', import.meta.url));

test('a killed page is there again by itself, and SIGTERM leaves no browser behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-killed-'));
  for (const file of ['catalogue.json', 'counter-accounts.json']) cpSync(join(demoData, file), join(folder, file));
  const hall = JSON.parse(readFileSync(join(demoData, 'hall.json'), 'utf8')) as unknown;
  const config = {
    terminal: 'K01',
    hall,
    data: 'data',
    catalogue: 'catalogue.json',
    accounts: 'counter-accounts.json',
    hallServer: { listen: { port: 0 } },
    center: null,
  };
  writeFileSync(join(folder, 'kiosk.json'), JSON.stringify(config));
  // A display is the machine's; Chromium's headless mode stands in for one.
  const headless = join(folder, 'chromium');
  writeFileSync(headless, `#!/bin/sh\nexec ${findChromium()} --headless=new --disable-gpu --disable-dev-shm-usage "$@"\n`, { mode: 0o755 });
  const logFile = join(folder, 'data', 'log', 'kiosk.log');
  // The last line may be half written while it is read.
  const events = (): { event: string; why?: string }[] =>
    existsSync(logFile)
      ? readFileSync(logFile, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as { event: string; why?: string })
      : [];
  const count = (event: string): number => events().filter((one) => one.event === event).length;
  const browsers = (kind = ''): number[] =>
    readdirSync('/proc')
      .filter((pid) => {
        try {
          const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          return /^\d+$/.test(pid) && command.includes(join(folder, 'data', 'screen')) && command.includes(kind);
        } catch {
          return false;
        }
      })
      .map(Number);

  const kiosk = fork(entry, ['--config', join(folder, 'kiosk.json')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
    env: { ...process.env, CHROMIUM: headless },
  });
  const exit = once(kiosk, 'exit');
  try {
    await until('the screen has joined', () => count('screen.joined') === 1, 45_000);
    const renderers = browsers('--type=renderer');
    expect(renderers.length).toBeGreaterThan(0);
    for (const pid of renderers) process.kill(pid, 'SIGKILL');
    await until('another screen has joined', () => count('screen.joined') === 2, 45_000);
    expect(events().find(({ event }) => event === 'screen.reloaded')).toMatchObject({ why: 'crashed' });
    kiosk.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(browsers()).toEqual([]);
  } finally {
    kiosk.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
