import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ConfigFault, readCenterConfig } from '../../src/center/config.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { makeCertificate } from '../support/certificate.ts';
import { CITY, HALLS } from './center-for-tests.ts';
import { spawnCenter, writeConfig } from './center-process.ts';
import { newFolder } from '../support/new-folder.ts';

const plain = (database: object = { url: 'postgresql://center@127.0.0.1:1/center' }) => ({
  listen: { host: '127.0.0.1', port: 0 },
  database,
  city: { code: CITY, name: '济宁市（演示）' },
  halls: [{ ...HALLS[0]! }],
  terminals: [{ hall: HALLS[0]!.code as string, terminal: 'K01', tokenHash: createHash('sha256').update('token').digest('hex') }],
  accounts: [],
});

const faultOf = (config: unknown, environment: Record<string, string> = {}): string => {
  try {
    readCenterConfig(writeConfig(config), environment);
    return 'none';
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return error.message.split('\n').slice(1).join('\n').trim();
  }
};

describe('a configuration', () => {
  test('that is right is read, with every path made absolute', () => {
    const config = readCenterConfig(writeConfig({ ...plain({ embedded: './data' }), demo: true }), {});
    expect(config.database).toEqual({ kind: 'embedded', directory: expect.stringMatching(/^\/.*\/data$/) });
    expect(config.pages).toMatch(/dist\/renderer\/?$/);
  });

  test.each<[string, (config: ReturnType<typeof plain>) => unknown, RegExp]>([
    ['a hall’s code', (c) => ({ ...c, halls: [{ code: '12', name: 'x' }] }), /^halls\.0\.code: the 12-digit division code/],
    [
      'a hall of another city',
      (c) => ({ ...c, halls: [{ code: '110101001001', name: 'x' }] }),
      /halls\.0\.code: a hall of the city 370800/,
    ],
    [
      'a terminal of an unknown hall',
      (c) => ({ ...c, terminals: [{ ...c.terminals[0], hall: '370811001009' }] }),
      /^terminals\.0\.hall: the code of a hall listed/,
    ],
    [
      'a terminal twice',
      (c) => ({ ...c, terminals: [c.terminals[0], c.terminals[0]] }),
      /^terminals\.1\.terminal: each terminal of a hall once/,
    ],
    [
      'a token instead of its hash',
      (c) => ({ ...c, terminals: [{ ...c.terminals[0], tokenHash: 'secret' }] }),
      /^terminals\.0\.tokenHash: the SHA-256/,
    ],
    [
      'a password instead of its hash',
      (c) => ({ ...c, accounts: [{ id: 'zhou', name: '周静', passwordHash: 'secret' }] }),
      /^accounts\.0\.passwordHash: an argon2id hash/,
    ],
    [
      'an embedded database in production',
      (c) => ({ ...c, database: { embedded: 'data' } }),
      /^database\.embedded: a PostgreSQL server in database\.url/,
    ],
    [
      'both databases',
      (c) => ({ ...c, demo: true, database: { embedded: 'data', url: 'postgresql://a@b/c' } }),
      /^database: either url or embedded/,
    ],
    ['no database', (c) => ({ ...c, database: {} }), /^database\.url: postgresql:\/\/USER/],
    ['another kind of database', (c) => ({ ...c, database: { url: 'mysql://a' } }), /^database\.url: postgresql:\/\/USER/],
    [
      'no TLS though reachable from outside',
      (c) => ({ ...c, listen: { host: '0.0.0.0', port: 8444 } }),
      /^tls: a certificate and a key file/,
    ],
    ['a port out of range', (c) => ({ ...c, listen: { host: '127.0.0.1', port: 70_000 } }), /^listen\.port: /],
    ['a misspelt name', (c) => ({ ...c, demoo: true }), /demoo/],
  ])('with a fault is refused by path and expected form: %s', (_, change, expected) => {
    expect(faultOf(change(plain()))).toMatch(expected);
  });

  test('that is no JSON, or is not there', () => {
    const file = join(newFolder('config'), 'center.json');
    expect(() => readCenterConfig(file, {})).toThrow(/a file that can be read \(ENOENT\)/);
    writeFileSync(file, '{"listen":');
    expect(() => readCenterConfig(file, {})).toThrow(/JSON; it breaks off/);
  });

  test('DATABASE_URL goes before database.url, but never before an embedded database that was asked for', () => {
    const environment = { DATABASE_URL: 'postgresql://other@db/center' };
    expect(readCenterConfig(writeConfig(plain()), environment).database).toEqual({ kind: 'server', url: environment.DATABASE_URL });
    expect(readCenterConfig(writeConfig(plain({})), environment).database).toEqual({ kind: 'server', url: environment.DATABASE_URL });
    expect(readCenterConfig(writeConfig({ ...plain({ embedded: 'data' }), trial: true }), environment).database.kind).toBe('embedded');
    expect(faultOf(plain({ url: 'mysql://a' }), environment)).toContain('database.url');
  });
});

describe('the center’s process', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 90_000);
  afterAll(() => postgres?.stop());

  const failing = async (config: unknown): Promise<string> => {
    const run = spawnCenter(writeConfig(config));
    expect(await run.ended()).toBe(1);
    return run
      .errors()
      .split('\n')
      .filter((line) => !line.startsWith('{'))
      .join('\n')
      .trim();
  };

  test('prints one line when it answers, and stops cleanly on SIGTERM and on Ctrl-C', async () => {
    const { url } = await postgres.newDatabase();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const center = await spawnCenter(writeConfig(plain({})), { environment: { DATABASE_URL: url } }).ready;
      expect(await (await fetch(`${center.url}/api/v1/health`)).json()).toEqual({ ok: true, database: 'postgresql' });
      center.child.kill(signal);
      expect(await center.ended()).toBe(0);
      expect(center.lines).toHaveLength(1);
      expect(
        center
          .errors()
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { event: string }).event),
      ).toEqual(['center.starting', 'center.started', 'center.stopping', 'center.stopped']);
    }
  }, 40_000);

  test('ends when the process that started it lets go', async () => {
    const { url } = await postgres.newDatabase();
    const center = await spawnCenter(writeConfig(plain({ url })), { channel: true }).ready;
    center.child.disconnect();
    expect(await center.ended()).toBe(0);
  }, 30_000);

  test('speaks TLS where it is reachable from outside', async () => {
    const { url } = await postgres.newDatabase();
    const { certificate, key } = makeCertificate();
    const folder = newFolder('tls');
    writeFileSync(join(folder, 'certificate.pem'), certificate);
    writeFileSync(join(folder, 'key.pem'), key);
    const center = await spawnCenter(
      writeConfig({
        ...plain({ url }),
        listen: { host: '0.0.0.0', port: 0 },
        tls: { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') },
      }),
    ).ready;
    onTestFinished(() => void center.child.kill('SIGKILL'));
    expect(center.url).toMatch(/^https:/);
    await expect(fetch(center.url.replace('https', 'http').replace('0.0.0.0', '127.0.0.1'))).rejects.toThrow();
  }, 30_000);

  test('says in one sentence what keeps it from starting, and ends with 1', async () => {
    expect(await failing({ ...plain(), halls: [] })).toMatch(/center\.json can't be used:\n {2}halls: /);
    expect(await failing(plain())).toBe("The database can't be reached (ECONNREFUSED). Start it, or correct database.url.");
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void busy.close());
    const { port } = busy.address() as AddressInfo;
    expect(await failing({ ...plain({ url: (await postgres.newDatabase()).url }), listen: { host: '127.0.0.1', port } })).toMatch(
      new RegExp(`^Port ${port} of 127.0.0.1 is in use by another program`),
    );
    const file = join(newFolder('embedded'), 'file');
    writeFileSync(file, '');
    expect(await failing({ ...plain({ embedded: file }), trial: true })).toMatch(/can't be opened/);
    expect(existsSync(file)).toBe(true);
  }, 60_000);
});
