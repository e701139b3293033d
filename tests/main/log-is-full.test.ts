import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../../main/log.ts';

/** The log of a terminal that nobody looks after for years. */
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yichuang-log-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('an event is one line of JSON with its sentence, its time and its fields, at once on the file', () => {
  const file = join(folder, 'deep', 'kiosk.log');
  const { log, close } = openLog({ file, stderr: false, now: () => Date.parse('2025-06-03T01:02:03Z') });
  log('screen.refused', { why: 'origin' });
  expect(linesOf(file)).toMatchObject([
    {
      level: 'warn',
      event: 'screen.refused',
      why: 'origin',
      at: '2025-06-03T01:02:03.000Z',
      says: 'Somebody else tried to be the screen.',
    },
  ]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  close();
});

test('a person can’t get into it: free text and numbers as long as an id are withheld, unknown fields are not written', () => {
  const file = join(folder, 'kiosk.log');
  const { log, close } = openLog({ file, stderr: false });
  log('screen.refused', { why: '王桂兰 来过' });
  log('screen.refused', { why: '370899194903070024' });
  log('screen.refused', { why: 'host', name: '王桂兰' } as never);
  log('screen.refused', {} as never);
  close();
  expect(linesOf(file).map(({ why }) => why)).toEqual(['(withheld)', '(withheld)', 'host', '(missing)']);
  expect(readFileSync(file, 'utf8')).not.toMatch(/王桂兰|370899194903070024/);
});

test('it never takes more room than it may, and keeps the newest', () => {
  const file = join(folder, 'kiosk.log');
  const { log, close } = openLog({ file, stderr: false, bytesMax: 2_000, filesMax: 3 });
  for (let i = 1; i <= 500; i++) log('kiosk.started', { terminal: 'K01', tookMs: i });
  close();
  expect(readdirSync(folder).toSorted()).toEqual(['kiosk.log', 'kiosk.log.1', 'kiosk.log.2', 'kiosk.log.3']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2_000);
  expect(linesOf(file).at(-1)).toMatchObject({ tookMs: 500 });
});

test('a log that was closed and opened again goes on in the same file', () => {
  const file = join(folder, 'kiosk.log');
  for (let i = 0; i < 2; i++) {
    const { log, close } = openLog({ file, stderr: false });
    log('kiosk.stopping', {});
    close();
  }
  expect(linesOf(file).length).toBe(2);
});
