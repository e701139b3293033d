import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, runStart, type DemoRun } from '../support/demo.ts';
import { until } from '../support/until.ts';

/** What `npm start` runs: one ready line, every page there, no process left behind, and a sentence when it can't. */
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'yichuang-start-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every process whose command line or working folder names this demo's folder, and its children's children. */
function processesOf(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(data);
      } catch {
        return false;
      }
    })
    .map(Number);
}
/** The mark travels to every descendant through the environment, the device process among them. */
const marked = (data: string): NodeJS.ProcessEnv => ({ ...process.env, TEST_DEMO_FOLDER: data });
const start = (name: string): Promise<DemoRun> => {
  const data = join(folder, name);
  return startDemo({ data, env: marked(data) });
};

test('it says one line, every page is there, and Ctrl-C leaves no process and no lock behind', async () => {
  const demo = await start('one');
  expect(demo.stdout()).toMatch(/^ready \{.*\}\n$/);
  for (const url of [demo.urls.counter, demo.urls.display, demo.urls.center, demo.urls.dock]) {
    const answer = await fetch(url);
    expect(answer.status, url).toBe(200);
    expect(await answer.text()).toContain('<div id="page">');
  }
  const first = await demo.dock.kioskUrl();
  expect(first).not.toBe(await demo.dock.kioskUrl());
  expect((await fetch(first, { redirect: 'manual' })).status).toBe(303);
  const running = processesOf(demo.data);
  expect(running).toEqual(expect.arrayContaining([demo.pids.demo, demo.pids.kiosk, demo.pids.center]));
  expect(running.length).toBeGreaterThanOrEqual(4);

  const again = await runStart(['--host', 'none', '--port', '0', '--data', demo.data]);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(/already running in .* \(process \d+\)/);

  expect(await demo.stop('SIGINT')).toBe(0);
  expect(processesOf(demo.data)).toEqual([]);
  expect(readdirSync(demo.data)).not.toContain('running.json');
  expect(demo.stdout().match(/^ready /gm)).toHaveLength(1);
});

test('killed with -9, its children notice and go, and the next start goes on with the same data', async () => {
  const demo = await start('two');
  process.kill(demo.pids.demo, 'SIGKILL');
  await demo.stop();
  await until('every process of it has gone', () => processesOf(demo.data).length === 0, 20_000);
  const next = await startDemo({ data: demo.data, env: marked(demo.data) });
  expect((await next.dock.state()).kiosk.pid).not.toBeNull();
  expect(await next.stop('SIGTERM')).toBe(0);
  expect(processesOf(demo.data)).toEqual([]);
});

test('Ctrl-C while it is still starting leaves nothing behind either', async () => {
  const data = join(folder, 'three');
  const starting = runStart(['--host', 'none', '--port', '0', '--data', data], marked(data));
  const center = await until('the center is being started', () =>
    processesOf(data).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('center/serve')),
  );
  const demo = processesOf(data).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('demo/start'))!;
  process.kill(demo, 'SIGINT');
  const { stdout } = await starting;
  expect(stdout).toBe('');
  expect(center).toBeGreaterThan(0);
  await until('every process of it has gone', () => processesOf(data).length === 0);
});

describe('one clear sentence, and exit 1', () => {
  const refused = async (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> => {
    const { code, stdout, stderr } = await runStart(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr.trim();
  };

  test('when the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refused(['--host', 'none', '--port', String(port), '--data', join(folder, 'four')])).toMatch(
      new RegExp(`^Port ${port} is in use by another program; .*--port`),
    );
    other.close();
  });

  test('when the folder can’t be written', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(await refused(['--host', 'none', '--port', '0', '--data', join(folder, 'a-file', 'demo')])).toMatch(
      /^The folder .* can't be written .*; choose another one with --data DIR\.$/,
    );
  });

  test('when the folder belongs to something else', async () => {
    const data = join(folder, 'photos');
    mkdirSync(data);
    writeFileSync(join(data, 'cat.jpg'), 'meow');
    expect(await refused(['--host', 'none', '--port', '0', '--data', data, '--reset'])).toMatch(/belongs to something else/);
    expect(readdirSync(data)).toEqual(['cat.jpg']);
  });

  test('when Chromium is asked for and there is none', async () => {
    const env = { ...process.env, PATH: join(folder, 'no-programs'), CHROMIUM: '', DISPLAY: ':0' };
    expect(await refused(['--host', 'browser', '--port', '0', '--data', join(folder, 'five')], env)).toMatch(
      /^No Chromium or Chrome was found on this machine; install one/,
    );
  });

  test('when a window is asked for and there is no display', async () => {
    const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
    expect(await refused(['--host', 'browser', '--port', '0', '--data', join(folder, 'six')], env)).toMatch(/^There is no display/);
  });

  test('when a flag is mistyped, with the flags that there are', async () => {
    expect(await refused(['--hots', 'none'])).toMatch(/--hots[\s\S]*Usage: npm start/);
  });
});
