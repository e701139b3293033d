import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CenterClient } from '../support/center-page.ts';
import { DockClient, type DemoUrls } from '../support/demo.ts';
import { writeKioskFiles } from '../support/kiosk-process.ts';
import { newFolder } from '../support/new-folder.ts';
import { isRunning, processesNaming } from '../support/processes.ts';
import { testAccounts } from '../support/test-accounts.ts';
import { until } from '../support/until.ts';
import { WindowClient } from '../support/window-client.ts';

/**
 * The npm scripts as people and service managers start them, through main/setup/run.mjs: kiosk and center as in
 * production, and the demo; what they say when they can't, and that nothing is left when they end, however they end.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS_MAX = 60_000;
const GONE_MS_MAX = 20_000;

type Script = { readonly child: ChildProcess; stdout(): string; stderr(): string; readonly ended: Promise<number | null> };

let folder: string;
const running: Script[] = [];
beforeAll(() => (folder = newFolder('starts')));
afterEach(async () => {
  for (const script of running.splice(0)) {
    if (isRunning(script.child.pid!)) script.child.kill('SIGINT');
    await script.ended;
  }
});

/** `npm run NAME -- ARGS`, without npm. */
function run(name: string, args: readonly string[], given: NodeJS.ProcessEnv = process.env): Script {
  // The mark travels to every descendant through the environment, the device process among them.
  const env = { ...given, TEST_FOLDER: folder };
  const child = spawn(process.execPath, [join('main', 'setup', 'run.mjs'), name, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const script: Script = {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
  running.push(script);
  return script;
}
async function ready<T>(script: Script): Promise<T> {
  const line = await until(
    `it is ready (${script.stderr()})`,
    () => {
      if (script.child.exitCode !== null) throw new Error(`it ended with ${script.child.exitCode}: ${script.stderr()}`);
      return /^ready (\{.*\})$/m.exec(script.stdout())?.[1];
    },
    READY_MS_MAX,
  );
  return JSON.parse(line) as T;
}
/** Ends with 1, having said one thing on stderr, and nothing that only a programmer reads. */
async function refusal(name: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const script = run(name, args, env);
  expect(await script.ended, script.stderr()).toBe(1);
  expect(script.stdout()).toBe('');
  expect(script.stderr()).not.toMatch(/^\s+at /m);
  return script
    .stderr()
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n')
    .trim();
}

describe('as in production', () => {
  test('center and kiosk say one line each and nothing of a demo; a ticket goes from one to the other; Ctrl-C ends both', async () => {
    const token = createHash('sha256').update(folder).digest('base64url');
    const [li] = await testAccounts();
    const centerFile = join(folder, 'center.json');
    const hall = { code: '370811012901', name: '草桥口社区' };
    writeFileSync(
      centerFile,
      JSON.stringify({
        listen: { port: 0 },
        database: { embedded: join(folder, 'center-data') },
        trial: true,
        city: { code: '370800', name: '济宁市' },
        halls: [hall],
        terminals: [{ hall: hall.code, terminal: 'K01', tokenHash: createHash('sha256').update(token).digest('hex') }],
        accounts: [li],
      }),
    );
    const center = run('center', ['--config', centerFile]);
    const { url } = await ready<{ url: string }>(center);
    const kioskFile = await writeKioskFiles(join(folder, 'kiosk'), { center: { url, tokenFile: 'token' } }, token);
    const kiosk = run('kiosk', ['--config', kioskFile, '--host', 'none']);
    const { hall: hallUrl, kiosk: screenUrl } = await ready<{ hall: string; kiosk: string }>(kiosk);
    expect(kiosk.stdout().trim().split('\n')).toHaveLength(1);
    expect(center.stdout().trim().split('\n')).toHaveLength(1);

    for (const [address, status] of [
      [`${hallUrl}/counter/`, 200],
      [`${hallUrl}/display/`, 200],
      [`${url}/center/`, 200],
      [`${hallUrl}/dock/`, 404],
      [`${url}/dock/`, 404],
      [`${new URL(screenUrl).origin}/dock/`, 403],
    ] as const)
      expect((await fetch(address)).status, address).toBe(status);
    expect(processesNaming(folder).some(({ command }) => command.includes('demo'))).toBe(false);
    // No ticket was there before the first, and no device but those that the file names.
    const seat = await WindowClient.open(hallUrl, { id: 'li', password: 'li-password' }, 1);
    expect(await seat.view()).toMatchObject({ waiting: [], missed: [], doneToday: 0, troubles: [] });
    const ticket = await seat.done('issue');
    expect(ticket.label).toBe('A001');
    const clerk = new CenterClient(url, { id: 'li', password: 'li-password' });
    await until('the center has it', async () => (await clerk.day()).tickets.some((other) => other.id === ticket.id), GONE_MS_MAX);
    expect(readdirSync(join(folder, 'kiosk', 'data')).toSorted()).toEqual(['keys', 'log', 'store']);

    for (const script of [kiosk, center]) {
      script.child.kill('SIGINT');
      expect(await script.ended, script.stderr()).toBe(0);
    }
    expect(processesNaming(folder)).toEqual([]);
  }, 90_000);

  test('faults in a configuration are named by path and expected form', async () => {
    const broken = await writeKioskFiles(join(folder, 'broken'), {
      terminal: 'terminal one',
      center: { url: 'center.example.org', tokenFile: 'token' },
      devices: { idCardReader: { model: 'sam', link: 'COM3' } },
    });
    const said = await refusal('kiosk', ['--config', broken, '--host', 'none']);
    expect(said).toContain(`${broken} can't be used:`);
    expect(said).toMatch(/^ {2}terminal: .*K01/m);
    expect(said).toMatch(/^ {2}center\.url: /m);
    expect(said).toMatch(/^ {2}devices\.idCardReader\.link: .*serial:\/dev\/ttyUSB0@115200 or tcp:HOST:PORT/m);
    expect(await refusal('kiosk', [])).toMatch(/^--config FILE is missing\.\nUsage: npm run kiosk/);

    const file = join(folder, 'broken-center.json');
    writeFileSync(
      file,
      JSON.stringify({
        listen: { port: 0 },
        database: { embedded: 'data' },
        city: { code: '3708', name: '济宁市' },
        halls: [],
        terminals: [],
        accounts: [],
      }),
    );
    const center = await refusal('center', ['--config', file]);
    expect(center).toContain(`${file} can't be used:`);
    expect(center).toMatch(/^ {2}city\.code: .*six-digit/m);
    expect(center).toMatch(/^ {2}halls: /m);
    expect(await refusal('center', [])).toMatch(/--config FILE/);
    expect(processesNaming(folder)).toEqual([]);
  });
});

describe('the demo', () => {
  const start = (name: string, ...args: string[]): Script =>
    run('start', ['--host', 'none', '--port', '0', '--data', join(folder, name), ...args]);

  test('Ctrl-C ends it with 0 and leaves no process', async () => {
    const demo = start('demo');
    const urls = await ready<DemoUrls & { pids: { demo: number } }>(demo);
    for (const url of [urls.counter, urls.display, urls.center, urls.dock]) expect((await fetch(url)).status, url).toBe(200);
    expect((await fetch(urls.kiosk, { redirect: 'manual' })).status).toBe(303);
    expect(processesNaming(folder).length).toBeGreaterThanOrEqual(4);
    demo.child.kill('SIGINT');
    expect(await demo.ended, demo.stderr()).toBe(0);
    expect(processesNaming(folder)).toEqual([]);
  }, 90_000);

  test('killed with -9, it takes everything along: center, kiosk, devices', async () => {
    const demo = start('demo');
    const { dock, pids } = await ready<DemoUrls & { pids: { demo: number; kiosk: number; center: number } }>(demo);
    const devices = await until('the devices run', async () => (await new DockClient(new URL(dock).origin).state()).kiosk.devices);
    expect(processesNaming(folder).map(({ pid }) => pid)).toEqual(expect.arrayContaining([pids.demo, pids.kiosk, pids.center, devices]));
    process.kill(pids.demo, 'SIGKILL');
    expect(await demo.ended).toBe(137);
    await until('every process of it has gone', () => processesNaming(folder).length === 0, GONE_MS_MAX);
  }, 90_000);

  test('a port in use, a folder that can’t be written, no Chromium: one clear sentence, and exit 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refusal('start', ['--host', 'none', '--data', join(folder, 'busy'), '--port', String(port)])).toMatch(
      new RegExp(`^Port ${port} is in use by another program; .*--port N.*\\.$`, 'm'),
    );
    other.close();
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await refusal('start', ['--host', 'none', '--port', '0', '--data', file])).toMatch(
      /^The folder .*a-file can't be written \(EEXIST\); choose another one with --data DIR\.$/m,
    );
    const bare = { ...process.env, PATH: newFolder('no-programs'), CHROMIUM: '', DISPLAY: ':0' };
    expect(await refusal('start', ['--host', 'browser', '--port', '0', '--data', join(folder, 'bare')], bare)).toMatch(
      /^No Chromium or Chrome was found on this machine; install one \(Debian: apt install chromium\).*\.$/m,
    );
    expect(processesNaming(folder)).toEqual([]);
  });
});
