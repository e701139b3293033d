import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, chmodSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

/**
 * A PostgreSQL server of the system's own packages, in a folder and on a port of its own, for one test file. The server
 * refuses to run as root, so as root it runs as the account `postgres`.
 */
export type TestPostgres = {
  readonly port: number;
  /** A new empty database owned by a new role that is no superuser, as a center has it. */
  newDatabase(): Promise<{ readonly url: string; readonly adminUrl: string; readonly role: string }>;
  /** Ends the server as a power cut would, or politely. */
  halt(how: 'immediate' | 'fast'): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const run = promisify(execFile);
const START_SECONDS_MAX = 60;

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root)
        .filter((version) => Number(version) >= 15)
        .toSorted((a, b) => Number(b) - Number(a))
    : [];
  if (versions[0] === undefined) throw new Error('PostgreSQL 15 or later is needed for this test: apt-get install postgresql');
  return join(root, versions[0], 'bin');
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export async function startPostgres(): Promise<TestPostgres> {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-postgres-'));
  const data = join(folder, 'data');
  const asServer = (program: string, ...args: string[]): Promise<unknown> =>
    process.getuid?.() === 0
      ? run('runuser', ['-u', 'postgres', '--', join(bin, program), ...args], { cwd: folder })
      : run(join(bin, program), args, { cwd: folder });
  if (process.getuid?.() === 0) {
    await run('chown', ['postgres', folder]);
    chmodSync(folder, 0o755);
  }
  await asServer('initdb', '--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C', '-D', data);
  const port = await freePort();
  const start = async (): Promise<void> => {
    await asServer(
      'pg_ctl',
      'start',
      '-w',
      '-t',
      String(START_SECONDS_MAX),
      '-D',
      data,
      '-l',
      join(folder, 'log'),
      '-o',
      `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=60`,
    );
  };
  const halt = async (how: 'immediate' | 'fast'): Promise<void> => {
    await asServer('pg_ctl', 'stop', '-w', '-m', how, '-D', data);
  };
  await start();
  let databases = 0;
  return {
    port,
    async newDatabase() {
      const name = `center_${++databases}`;
      const admin = new Client({ connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres` });
      await admin.connect();
      await admin.query(`CREATE ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'center'`);
      await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
      await admin.end();
      return {
        url: `postgresql://${name}:center@127.0.0.1:${port}/${name}`,
        adminUrl: `postgresql://postgres@127.0.0.1:${port}/${name}`,
        role: name,
      };
    },
    halt,
    start,
    async stop() {
      await halt('immediate').catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
