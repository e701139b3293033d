import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findElectron, type ElectronSearch } from '../../../main/electron/electron-runtime.ts';

/** Whether `npm start` may open Electron: its runtime is there, or can be fetched once, in limited time. */
let root: string;
let said: string[];
const script = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  chmodSync(join(root, file), 0o755);
};
const look = (change: Partial<ElectronSearch> = {}) =>
  findElectron({
    root,
    memoryFile: join(root, '.data/electron.json'),
    env: {},
    platform: 'linux',
    isRoot: false,
    say: (line) => void said.push(line),
    ...change,
  });
const FAILING_INSTALLER = "require('node:fs').appendFileSync(__dirname + '/tries', 'x'); process.exit(1);";
const tries = (): number =>
  existsSync(join(root, 'node_modules/electron/tries')) ? readFileSync(join(root, 'node_modules/electron/tries'), 'utf8').length : 0;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yichuang-electron-'));
  said = [];
  script('node_modules/electron/package.json', '{"version":"45.4.1"}');
  script('node_modules/electron/install.js', FAILING_INSTALLER);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("Electron's runtime", () => {
  test('is used where it was installed', async () => {
    script('node_modules/electron/path.txt', 'electron');
    script('node_modules/electron/dist/electron', '#!/bin/sh\nexit 0\n');
    expect(await look()).toBe(join(root, 'node_modules/electron/dist/electron'));
    expect([tries(), said]).toEqual([0, []]);
  });

  test('that does not start (a library is missing) is left out, and the reason is said', async () => {
    script('node_modules/electron/path.txt', 'electron');
    script('node_modules/electron/dist/electron', '#!/bin/sh\nexit 127\n');
    expect(await look()).toBeNull();
    expect(said).toEqual(['Electron is left out: its runtime is here and does not start (system libraries may be missing).']);
  });

  test('is taken from ELECTRON_OVERRIDE_DIST_PATH, and nothing is fetched when that one is wrong', async () => {
    script('own/electron', '#!/bin/sh\nexit 0\n');
    expect(await look({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'own') } })).toBe(join(root, 'own/electron'));
    expect(await look({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'nowhere') } })).toBeNull();
    expect([tries(), said.length]).toEqual([0, 1]);
  });

  test('is fetched when it is missing', async () => {
    script(
      'node_modules/electron/install.js',
      "const fs = require('node:fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\n', { mode: 0o755 }); fs.writeFileSync(__dirname + '/path.txt', 'electron');",
    );
    expect(await look()).toBe(join(root, 'node_modules/electron/dist/electron'));
    expect(said).toEqual(["Fetching Electron's runtime (once, at most 60 s) …"]);
  });

  test('that cannot be fetched is tried once and remembered, until somebody insists or the version changes', async () => {
    expect(await look()).toBeNull();
    expect(said.at(-1)).toBe("Electron's runtime could not be fetched; going on without it. To try again: npm start -- --host electron");
    expect(await look()).toBeNull();
    expect(tries()).toBe(1);
    expect(await look({ insist: true })).toBeNull();
    expect(tries()).toBe(2);
    script('node_modules/electron/package.json', '{"version":"46.0.0"}');
    expect(await look()).toBeNull();
    expect(tries()).toBe(3);
  });

  test('that takes too long to fetch is given up', async () => {
    script('node_modules/electron/install.js', 'setTimeout(() => {}, 60_000);');
    const since = performance.now();
    expect(await look({ fetchMsMax: 300 })).toBeNull();
    expect(performance.now() - since).toBeLessThan(10_000);
  });

  test('is not used by root on Linux, who cannot have its sandbox', async () => {
    script('node_modules/electron/path.txt', 'electron');
    script('node_modules/electron/dist/electron', '#!/bin/sh\nexit 0\n');
    expect(await look({ isRoot: true })).toBeNull();
    expect(said).toEqual(["Electron is left out: it keeps its sandbox, which root can't have."]);
  });
});
