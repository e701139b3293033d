import Database from 'better-sqlite3';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BUSY_TIMEOUT_MS, SQLITE_VERSION_MIN, STORE_FILE, wrongPragma } from '../../src/store/database.ts';
import { loadOrMakeSealingKey } from '../../src/store/sealing-key.ts';
import { StartRefused } from '../../src/store/start-refused.ts';
import { openStore } from '../../src/store/store.ts';
import { aTicket, DAY, issueBatch, newKey } from './samples.ts';
import { newFolder } from '../support/new-folder.ts';

const refusedWith = async (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'opened',
    (error: unknown) => (error instanceof StartRefused ? error.message : String(error)),
  );

describe('a store that is opened again', () => {
  test('syncs each commit, as on its first day: the settings are read back at every open', async () => {
    const directory = newFolder('reopen');
    const sealingKey = newKey();
    for (let open = 1; open <= 3; open++) {
      const store = await openStore({ directory, sealingKey });
      const pragmas = await store.pragmas();
      expect(pragmas).toMatchObject({
        journalMode: 'wal',
        synchronous: 2,
        foreignKeys: 1,
        busyTimeoutMs: BUSY_TIMEOUT_MS,
        lockingMode: 'exclusive',
        tempStore: 2,
      });
      expect(pragmas.sqliteVersion.localeCompare(SQLITE_VERSION_MIN, 'en', { numeric: true })).toBeGreaterThanOrEqual(0);
      await store.commit(issueBatch(aTicket(open)));
      await store.close();
    }
    // The control: what the library does on its own is not enough, and would be refused.
    const bare = new Database(join(directory, STORE_FILE));
    onTestFinished(() => void bare.close());
    expect(bare.pragma('synchronous', { simple: true })).toBe(1);
    expect(
      wrongPragma({
        journalMode: 'wal',
        synchronous: 1,
        foreignKeys: 1,
        busyTimeoutMs: BUSY_TIMEOUT_MS,
        lockingMode: 'exclusive',
        tempStore: 2,
        sqliteVersion: '3.54.1',
      }),
    ).toContain('synchronous is 1');
  });

  test('tells when it is open, and with which settings', async () => {
    const events: string[] = [];
    const store = await openStore({
      directory: newFolder('log'),
      sealingKey: newKey(),
      log: (event, fields) => void events.push(`${event} ${JSON.stringify(fields)}`),
    });
    await store.close();
    expect(events).toEqual([expect.stringMatching(/^store\.opened .*"synchronous":2/)]);
  });

  test('by a second program while the first still runs: refused in words, and the first goes on', async () => {
    const directory = newFolder('second');
    const sealingKey = newKey();
    const store = await openStore({ directory, sealingKey });
    onTestFinished(() => store.close());
    expect(await refusedWith(openStore({ directory, sealingKey }))).toContain('in use by another program');
    await store.commit(issueBatch(aTicket(1)));
  }, 20_000);

  test('from a newer program: refused in words, nothing changed', async () => {
    const directory = newFolder('newer');
    const sealingKey = newKey();
    await (await openStore({ directory, sealingKey })).close();
    const newer = new Database(join(directory, STORE_FILE));
    newer.pragma('user_version = 99');
    newer.close();
    const bytes = readFileSync(join(directory, STORE_FILE));
    expect(await refusedWith(openStore({ directory, sealingKey }))).toMatch(/newer program \(form 99; this one knows 1\)/);
    expect(readFileSync(join(directory, STORE_FILE)).equals(bytes)).toBe(true);
  });

  test('somebody else’s file: refused in words, nothing changed', async () => {
    const directory = newFolder('foreign');
    const foreign = new Database(join(directory, STORE_FILE));
    foreign.exec('CREATE TABLE diary (entry TEXT)');
    foreign.close();
    expect(await refusedWith(openStore({ directory, sealingKey: newKey() }))).toContain('is not a store of this program');
    writeFileSync(join(directory, STORE_FILE), 'not a database at all, but long enough to be read as one by mistake'.repeat(100));
    expect(await refusedWith(openStore({ directory, sealingKey: newKey() }))).toContain('is damaged');
  });

  test('with another key: refused in words', async () => {
    const directory = newFolder('key');
    await (await openStore({ directory, sealingKey: newKey() })).close();
    expect(await refusedWith(openStore({ directory, sealingKey: newKey() }))).toContain('does not fit the store');
  });

  test('in a folder that is a file: refused in words', async () => {
    const file = join(newFolder('file'), 'data');
    writeFileSync(file, '');
    expect(await refusedWith(openStore({ directory: file, sealingKey: newKey() }))).toContain('cannot be written');
  });
});

describe('the sealing key', () => {
  test('is made once, for this account only', () => {
    const file = join(newFolder('keyfile'), 'keys', 'sealing.key');
    const key = loadOrMakeSealingKey(file);
    expect(key).toHaveLength(32);
    expect(loadOrMakeSealingKey(file)).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is refused in words when others can read it, or when it is not a key', () => {
    const file = join(newFolder('keyfile'), 'sealing.key');
    loadOrMakeSealingKey(file);
    chmodSync(file, 0o640);
    expect(() => loadOrMakeSealingKey(file)).toThrow(/can be read by other accounts. Run: chmod 600/);
    chmodSync(file, 0o600);
    writeFileSync(file, 'abc');
    expect(() => loadOrMakeSealingKey(file)).toThrow(/not 64 hexadecimal digits/);
    expect(existsSync(file)).toBe(true);
  });

  test('opens the store again after a restart', async () => {
    const directory = newFolder('again');
    const sealingKey = loadOrMakeSealingKey(join(directory, 'sealing.key'));
    const store = await openStore({ directory, sealingKey });
    await store.commit(issueBatch(aTicket(1)));
    await store.close();
    const again = await openStore({ directory, sealingKey: loadOrMakeSealingKey(join(directory, 'sealing.key')) });
    onTestFinished(() => again.close());
    expect(await again.ticketsOf(DAY)).toHaveLength(1);
  });
});
