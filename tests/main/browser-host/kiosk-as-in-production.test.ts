import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kioskReadySchema } from '../../../main/browser-host/parent-line.ts';
import { ScreenClient } from '../../support/screen-client.ts';
import { until } from '../../support/until.ts';

/** `npm run kiosk -- --config FILE`: no demo, no dock, no simulators; nothing but the file decides. */
const entry = fileURLToPath(new URL('../../../main/browser.ts', import.meta.url));
const demoData = fileURLToPath(new URL('../../../main/demo/data/', import.meta.url));
let folder: string;
let config: Record<string, unknown>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-kiosk-'));
  for (const file of ['catalogue.json', 'counter-accounts.json']) cpSync(join(demoData, file), join(folder, file));
  config = {
    terminal: 'K01',
    hall: JSON.parse(readFileSync(join(demoData, 'hall.json'), 'utf8')) as unknown,
    data: 'data',
    catalogue: 'catalogue.json',
    accounts: 'counter-accounts.json',
    hallServer: { listen: { port: 0 } },
    center: null,
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], given: Record<string, unknown> = config) {
  const file = join(folder, 'kiosk.json');
  writeFileSync(file, JSON.stringify(given));
  const child = fork(entry, ['--config', file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, TEST_KIOSK_FOLDER: folder },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const closed = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return { child, said, closed };
}
const started = async (args: readonly string[]) => {
  const running = run(args);
  const line = await until(`the ready line (${running.said.stderr})`, () => /^ready (.*)$/m.exec(running.said.stdout)?.[1], 30_000);
  return { ...running, ready: kioskReadySchema.parse(JSON.parse(line)) };
};
const left = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TEST_KIOSK_FOLDER=${folder}`);
    } catch {
      return false;
    }
  });

test('it says where it is in one line, gives tickets without devices and center, and SIGTERM leaves nothing behind', async () => {
  const { child, ready, closed } = await started(['--host', 'none']);
  const screen = await ScreenClient.open(ready.kiosk!);
  expect(screen.view.chrome.hallName).toContain('演示');
  const ticket = await screen.takeTicket();
  expect(ticket).toMatchObject({ label: 'A001', slip: { kind: 'not-printed' } });
  screen.close();
  expect((await fetch(`${ready.hall}/display/`)).status).toBe(200);
  expect((await fetch(`${ready.hall}/dock/`)).status).toBe(404);
  child.kill('SIGTERM');
  const { code, stdout } = await closed;
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(left()).toEqual([]);
  expect(existsSync(join(folder, 'data', 'log', 'kiosk.log'))).toBe(true);
  expect(
    readFileSync(join(folder, 'data', 'log', 'kiosk.log'), 'utf8')
      .trim()
      .split('\n')
      .at(-1),
  ).toContain('kiosk.stopped');
});

test('when whoever forked it is gone, it goes too', async () => {
  const { child } = await started(['--host', 'none']);
  const exit = once(child, 'exit');
  child.disconnect();
  expect(await exit).toEqual([0, null]);
  expect(left()).toEqual([]);
});

test('a configuration with faults is one block that names them, and exit 1', async () => {
  const { code, stdout, stderr } = await run(['--host', 'none'], {
    ...config,
    terminal: 'kiosk',
    hallServer: { listen: { host: '0.0.0.0', port: 0 } },
  }).closed;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^.*kiosk\.json can't be used:\n {2}terminal: .*for example K01.*\n {2}hallServer\.tls: .*certificate/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a port in use is one sentence, and exit 1', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  for (const given of [
    { ...config, hallServer: { listen: { port } } },
    { ...config, screen: { port } },
  ]) {
    const { code, stderr } = await run(['--host', 'none'], given).closed;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use by another program`));
  }
  other.close();
  expect(left()).toEqual([]);
});

test('a data folder that can’t be written is one sentence, and exit 1', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const { code, stderr } = await run(['--host', 'none'], { ...config, data: 'a-file/data' }).closed;
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/a-file/);
});

test('a flag that there is not is answered with those that there are', async () => {
  const { code, stderr } = await run(['--demo']).closed;
  expect(code).toBe(1);
  expect(stderr).toMatch(/--demo[\s\S]*Usage: npm run kiosk/);
});
