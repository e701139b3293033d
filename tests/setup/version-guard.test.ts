import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeVersionFault } from '../../src/basics/node-version.ts';
import { root, textOf, withoutComments } from '../layers/source-files.ts';

/** Started with too old a Node, a process says what to do instead of crashing without a word. */
describe('the version guard', () => {
  test.for(['24.0.0', '24.21.0', '26.1.0', '100.0.0'])('lets Node %s pass', (version) => {
    expect(nodeVersionFault(version)).toBeNull();
  });

  test.for(['20.20.2', '22.18.0', '23.11.1'])('refuses Node %s with one sentence that says what to do', (version) => {
    expect(nodeVersionFault(version)).toBe(
      `Yichuang needs Node 24 or newer, and this is ${version}. Please start it through npm (npm start, npm run kiosk, npm run center), which brings its own Node, or install Node 24.`,
    );
  });

  const ENTRIES = [
    'main/browser.ts',
    'main/demo/start.ts',
    'main/hall/account-cli.ts',
    'src/center/serve.ts',
    'drivers/cli/device.ts',
    'main/setup/test.ts',
    'main/setup/check.ts',
    'main/setup/build.ts',
    'main/setup/format.ts',
  ];
  const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";

  test.for(ENTRIES)('stands before everything else in %s', (file) => {
    const run = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, join(root, file)], {
      encoding: 'utf8',
    });
    expect([run.status, run.stdout, run.stderr]).toEqual([1, '', `${nodeVersionFault('20.20.2')}\n`]);
  });

  test("stands first in Electron's entry, which no plain Node can load", () => {
    expect(withoutComments(textOf('main/main.ts')).trimStart()).toMatch(/^import '\.\/version-guard\.ts';/);
  });
});
