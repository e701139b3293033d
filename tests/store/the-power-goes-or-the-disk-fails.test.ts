import Database from 'better-sqlite3';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { STORE_FILE } from '../../src/store/database.ts';
import { newKey } from './samples.ts';
import { newFolder } from '../support/new-folder.ts';

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));
/** Seed of the moments at which the writer is killed; recorded so that a failing run can be repeated. */
const SEED = 20260302;
const KILLS = 40;

type Run = {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
  seen(lines: number): Promise<void>;
};

function start(command: readonly string[]): Run {
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => void lines.push(line));
  const ended = once(reader, 'close').then(async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  });
  return {
    child,
    lines,
    ended,
    seen: (count) =>
      new Promise((resolve, reject) => {
        const look = (): void => void (lines.length >= count && resolve());
        reader.on('line', look);
        look();
        void ended.then(() => reject(new Error(`ended before ${count} lines: ${errors.join('')}`)));
      }),
  };
}

const writer = (directory: string, key: Uint8Array, from: number, count: number): string[] => [
  process.execPath,
  WRITER,
  directory,
  Buffer.from(key).toString('hex'),
  String(from),
  String(count),
];
const saved = (lines: readonly string[]): number[] =>
  lines.flatMap((line) => (line.startsWith('saved ') ? [Number(line.split(' ')[1])] : []));

function inTheFile(directory: string): { numbers: number[]; sequences: number[]; jobs: number; integrity: unknown } {
  const db = new Database(join(directory, STORE_FILE));
  try {
    return {
      numbers: (db.prepare('SELECT matter_name FROM ticket ORDER BY arrival').pluck().all() as string[]).map((name) =>
        Number(/\d+/.exec(name)![0]),
      ),
      sequences: db.prepare('SELECT sequence FROM outbox ORDER BY sequence').pluck().all() as number[],
      jobs: Number(db.prepare('SELECT count(*) FROM print_job').pluck().get()),
      integrity: db.pragma('integrity_check', { simple: true }),
    };
  } finally {
    db.close();
  }
}

describe('the program is killed while it saves', () => {
  async function killOften(seed: number, kills: number): Promise<void> {
    const directory = newFolder('kill');
    const key = newKey();
    const acknowledged: number[] = [];
    let chance = seed;
    const random = (): number => (chance = (chance * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    let from = 0;
    for (let kill = 0; kill < kills; kill++) {
      const run = start(writer(directory, key, from, 100_000));
      await run.seen(1 + Math.floor(random() * 12));
      // The moment is meant to be any: chance, not an event, says when the power goes.
      await new Promise((resolve) => setTimeout(resolve, random() * 4));
      run.child.kill('SIGKILL');
      await run.ended;
      acknowledged.push(...saved(run.lines));
      from = (acknowledged.at(-1) ?? -1) + 2;
    }
    const found = inTheFile(directory);
    expect(found.integrity).toBe('ok');
    expect(acknowledged.length).toBeGreaterThan(kills);
    expect(acknowledged.filter((number) => !found.numbers.includes(number))).toEqual([]);
    expect(new Set(found.numbers).size).toBe(found.numbers.length);
    expect(found.sequences).toEqual(found.numbers.map((_, index) => index + 1));
    expect(found.jobs).toBe(found.numbers.length);
    // At most one decision a kill was on the disk although nobody had been told yet.
    expect(found.numbers.length - acknowledged.length).toBeLessThanOrEqual(kills);
  }

  test(`${KILLS} times: nothing acknowledged is lost, nothing is doubled, no sequence number is missing`, async () => {
    await Promise.all([killOften(SEED, KILLS / 2), killOften(SEED + 1, KILLS / 2)]);
  }, 90_000);
});

describe('the disk fails', () => {
  const trace = (directory: string, ...inject: string[]): string[] => [
    'strace',
    '-f',
    '-q',
    '-y',
    '-o',
    join(directory, 'trace'),
    ...inject.flatMap((rule) => ['-e', rule]),
  ];

  test.each([
    ['a sync fails at the commit', 'inject=fsync:error=EIO:when=25..26', 'disk-failed'],
    ['every eighth sync fails', 'inject=fsync:error=EIO:when=25+8', 'disk-failed'],
    ['the disk is full for a while', 'inject=pwrite64:error=ENOSPC:when=160..190', 'disk-full'],
  ])(
    '%s: the same decision is offered again, and is saved exactly once',
    async (_, inject, word) => {
      const directory = newFolder('disk');
      const key = newKey();
      const run = start([...trace(directory, 'trace=fsync,pwrite64', inject), ...writer(directory, key, 0, 40)]);
      expect(await run.ended).toBe(0);
      expect(readFileSync(join(directory, 'trace'), 'utf8')).toContain('(INJECTED)');
      const found = inTheFile(directory);
      expect(found.integrity).toBe('ok');
      expect(saved(run.lines)).toEqual(Array.from({ length: 40 }, (_unused, index) => index));
      expect(found.numbers).toEqual(saved(run.lines));
      expect(found.sequences).toEqual(found.numbers.map((number) => number + 1));
      const refused = run.lines.filter((line) => line.startsWith('refused'));
      expect(refused.every((line) => line.endsWith(word) || line.endsWith('cannot-open'))).toBe(true);
    },
    60_000,
  );

  test('each acknowledgement is preceded by a sync of the log, on the first start and on the second', async () => {
    const directory = newFolder('sync');
    const key = newKey();
    for (const from of [0, 30]) {
      const run = start([...trace(directory, 'trace=fsync,fdatasync,write', 'signal=none'), ...writer(directory, key, from, 30)]);
      expect(await run.ended).toBe(0);
      let synced = false;
      let said = 0;
      for (const line of readFileSync(join(directory, 'trace'), 'utf8').split('\n')) {
        if (/\bfsync\(\d+<[^>]*-wal>\)\s+= 0/.test(line)) synced = true;
        if (/\bwrite\(1<[^>]*>, "saved /.test(line)) {
          expect(synced, `no sync before ${line}`).toBe(true);
          synced = false;
          said++;
        }
      }
      expect(said).toBe(30);
    }
  }, 60_000);
});
