import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDemoFlags } from '../../main/demo/demo-flags.ts';
import { openDemoFolder } from '../../main/demo/demo-folder.ts';

/** A demo never empties what is not its own. */
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yichuang-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is not there is made, and marked', async () => {
  const opened = await openDemoFolder(join(folder, 'deep', 'demo'), { reset: false });
  expect(readdirSync(opened.path)).toContain('.yichuang-demo');
  opened.leave();
});

test('a folder with something else in it is refused, with --reset too, and left as it was', async () => {
  writeFileSync(join(folder, 'photos.zip'), 'precious');
  for (const reset of [false, true])
    await expect(openDemoFolder(folder, { reset })).rejects.toThrow(/belongs to something else.*--data DIR/);
  expect(readdirSync(folder)).toEqual(['photos.zip']);
});

test('--reset empties a demo’s own folder and keeps its mark', async () => {
  const first = await openDemoFolder(folder, { reset: false });
  mkdirSync(join(folder, 'kiosk'));
  writeFileSync(join(folder, 'kiosk', 'store.db'), 'old');
  first.leave();
  (await openDemoFolder(folder, { reset: false })).leave();
  expect(readdirSync(folder)).toContain('kiosk');
  (await openDemoFolder(folder, { reset: true })).leave();
  expect(readdirSync(folder)).toEqual(['.yichuang-demo']);
});

test('a folder that can’t be written is one sentence', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(openDemoFolder(join(folder, 'file', 'demo'), { reset: false })).rejects.toThrow(
    /can't be written \(ENOTDIR\); choose another one with --data DIR/,
  );
});

test('what was left by a demo that was killed does not stand in the way', async () => {
  (await openDemoFolder(folder, { reset: false })).leave();
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ pid: process.ppid, children: [1, process.ppid] }));
  (await openDemoFolder(folder, { reset: false })).leave();
  writeFileSync(join(folder, 'running.json'), '{"pid":');
  (await openDemoFolder(folder, { reset: false })).leave();
});

test.each([
  [['--host', 'firefox'], /electron, browser or none/],
  [['--port', 'eighty'], /0 to 65535/],
  [['--port', '70000'], /0 to 65535/],
  [['--data', ''], /names a folder/],
  [['--colour'], /--colour/],
  [['extra'], /extra/],
])('%j is answered with a sentence', (args, sentence) => {
  expect(parseDemoFlags(args, '.data/demo')).toMatch(sentence);
});

test('without flags: the best host, the usual port, the usual folder', () => {
  expect(parseDemoFlags([], '.data/demo')).toEqual({ host: null, port: null, data: '.data/demo', reset: false, kiosk: false });
});
