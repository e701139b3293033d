import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makePrivateDirectory } from './durable-files.ts';
import { MIGRATIONS, SCHEMA_NUMBER } from './migrations/migrations.ts';
import { createSealer, type Sealer } from './sealing.ts';
import { StartRefused } from './start-refused.ts';

/** Opens the terminal's one file, and refuses in words whatever could lose or mix up what residents were told. */
export const STORE_FILE = 'yichuang.db';
/** "YiCh": tells our files from any other SQLite file. */
export const APPLICATION_ID = 0x59694368;
/** SQLite 3.7.0 to 3.51.2 can damage a file when a checkpoint meets a write (sqlite.org/wal.html#walresetbug). */
export const SQLITE_VERSION_MIN = '3.51.3';
/** A program that is just ending still holds the file for a moment. */
export const BUSY_TIMEOUT_MS = 3_000;
const SYNCHRONOUS_FULL = 2;
const TEMP_STORE_MEMORY = 2;

/** What the open connection itself says; read back, never remembered. */
export type Pragmas = {
  readonly journalMode: string;
  readonly synchronous: number;
  readonly foreignKeys: number;
  readonly busyTimeoutMs: number;
  readonly lockingMode: string;
  readonly tempStore: number;
  readonly sqliteVersion: string;
};

export type OpenDatabase = { readonly db: Database.Database; readonly sealer: Sealer; readonly pragmas: Pragmas; readonly epoch: string };

export function readPragmas(db: Database.Database): Pragmas {
  const text = (name: string): string => String(db.pragma(name, { simple: true }));
  const figure = (name: string): number => Number(db.pragma(name, { simple: true }));
  return {
    journalMode: text('journal_mode'),
    synchronous: figure('synchronous'),
    foreignKeys: figure('foreign_keys'),
    busyTimeoutMs: figure('busy_timeout'),
    lockingMode: text('locking_mode'),
    tempStore: figure('temp_store'),
    sqliteVersion: String(db.prepare('SELECT sqlite_version()').pluck().get()),
  };
}

/** @throws StartRefused with a sentence, the file as it was. */
export function openDatabase(directory: string, sealingKey: Uint8Array): OpenDatabase {
  const file = join(directory, STORE_FILE);
  let db: Database.Database | null = null;
  try {
    makePrivateDirectory(directory);
    db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    const pragmas = setPragmas(db, file);
    migrate(db, file);
    const sealer = createSealer(sealingKey);
    checkKey(db, sealer, file);
    settleLog(db, file);
    return { db, sealer, pragmas, epoch: epochOf(db) };
  } catch (error) {
    db?.close();
    throw error instanceof StartRefused ? error : refusalOf(error, file);
  }
}

function setPragmas(db: Database.Database, file: string): Pragmas {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
  if (versionNumber(version) < versionNumber(SQLITE_VERSION_MIN)) {
    throw new StartRefused(
      `SQLite ${version} can damage the store; ${SQLITE_VERSION_MIN} or later is needed. Install the program again with all its parts.`,
    );
  }
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // One program, one connection: a second writer, or a tool on the live file, is kept out for as long as this one runs.
  db.pragma('locking_mode = EXCLUSIVE');
  // Before journal_mode, which already writes: a file that is not ours stays as it is.
  const applicationId = Number(db.pragma('application_id', { simple: true }));
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (applicationId !== APPLICATION_ID && !(applicationId === 0 && tables === 0)) {
    throw new StartRefused(`${file} is not a store of this program. Move it away, or name another data folder.`);
  }
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > SCHEMA_NUMBER) {
    throw new StartRefused(
      `The store ${file} was written by a newer program (form ${found}; this one knows ${SCHEMA_NUMBER}). Install the newer program again; nothing was changed.`,
    );
  }
  db.pragma('journal_mode = WAL');
  // The library compiles WAL files to NORMAL when they are opened again: without this line a power cut takes
  // acknowledged tickets from the second start on (measured: 0 syncs in 50 commits).
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // Sorting never spills to a file that nobody seals.
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  const pragmas = readPragmas(db);
  const wrong = wrongPragma(pragmas);
  if (wrong !== null)
    throw new StartRefused(`The store ${file} cannot be kept safely: ${wrong}. Keep it on a local disk, not on a network drive.`);
  return pragmas;
}

/** The first setting that did not take, in words; null when all is as it must be. */
export function wrongPragma(pragmas: Pragmas): string | null {
  if (pragmas.journalMode !== 'wal') return `journal_mode is ${pragmas.journalMode}, not wal`;
  if (pragmas.synchronous !== SYNCHRONOUS_FULL) return `synchronous is ${pragmas.synchronous}, not ${SYNCHRONOUS_FULL} (FULL)`;
  if (pragmas.foreignKeys !== 1) return 'foreign_keys is off';
  if (pragmas.busyTimeoutMs !== BUSY_TIMEOUT_MS) return `busy_timeout is ${pragmas.busyTimeoutMs} ms, not ${BUSY_TIMEOUT_MS}`;
  if (pragmas.lockingMode !== 'exclusive') return `locking_mode is ${pragmas.lockingMode}, not exclusive`;
  if (pragmas.tempStore !== TEMP_STORE_MEMORY) return `temp_store is ${pragmas.tempStore}, not ${TEMP_STORE_MEMORY} (memory)`;
  return null;
}

/** Each step in a transaction of its own with its number: killed at any point, the file is old or new, never between. */
function migrate(db: Database.Database, file: string): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  for (const migration of MIGRATIONS.slice(found)) {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.number}`);
    }).immediate();
  }
  if (Number(db.pragma('user_version', { simple: true })) !== SCHEMA_NUMBER)
    throw new StartRefused(`The store ${file} could not be brought to form ${SCHEMA_NUMBER}.`);
}

/**
 * Brings what the write-ahead log holds into the file itself. After a failed sync the kernel calls those pages clean
 * although they never reached the disk, and a commit that reported an error may still be in them: written once more
 * into the file, what we then answer for is really there.
 */
function settleLog(db: Database.Database, file: string): void {
  const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (answer?.busy !== 0) throw new StartRefused(`The store ${file} is in use by another program. End that one first.`);
}

const KEY_CHECK = { table: 'store_fact', row: 'key-check', column: 'value' } as const;
const KEY_CHECK_TEXT = 'yichuang';

function checkKey(db: Database.Database, sealer: Sealer, file: string): void {
  const stored: unknown = db.prepare('SELECT value FROM store_fact WHERE name = ?').pluck().get(KEY_CHECK.row);
  if (stored === undefined) {
    db.prepare('INSERT INTO store_fact (name, value) VALUES (?, ?)').run(KEY_CHECK.row, sealer.seal(KEY_CHECK, KEY_CHECK_TEXT));
  } else if (!(stored instanceof Uint8Array) || sealer.open(KEY_CHECK, stored) !== KEY_CHECK_TEXT) {
    throw new StartRefused(`The sealing key does not fit the store ${file}. Put the key back that belongs to it.`);
  }
}

/** Born with the store: a restored or copied terminal must not go on under numbers that another has given out. */
function epochOf(db: Database.Database): string {
  db.prepare('INSERT INTO store_fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING').run(
    'epoch',
    Buffer.from(randomUUID(), 'ascii'),
  );
  const stored: unknown = db.prepare(`SELECT value FROM store_fact WHERE name = 'epoch'`).pluck().get();
  if (!(stored instanceof Uint8Array)) throw new Error('broken invariant: a store has an epoch');
  return Buffer.from(stored).toString('ascii');
}

const versionNumber = (version: string): number =>
  version
    .split('.')
    .slice(0, 3)
    .reduce((sum, part) => sum * 1_000 + Number(part), 0);

function refusalOf(error: unknown, file: string): StartRefused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new StartRefused(`The store ${file} is in use by another program. End that one first.`);
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return new StartRefused(`The store ${file} is damaged. Keep the file, and put the latest backup in its place.`);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return new StartRefused(`The disk of ${file} is full. Make room, then start again.`);
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_PERM') ||
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new StartRefused(`The store ${file} cannot be written. Give this account the right to its folder.`);
  }
  return new StartRefused(`The store ${file} cannot be opened (${code || (error instanceof Error ? error.name : 'unknown')}).`);
}
