import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCenter, type RunningCenter } from '../../src/center/start-center.ts';
import { openCenterDatabase, withinHall } from '../../src/center/database.ts';
import { systemClock, systemRandom } from '../../src/center/system-ports.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { aMessage, aTerminal, centerConfig, CITY, HALLS } from './center-for-tests.ts';

const HALL_TABLES = ['terminal', 'terminal_epoch', 'message', 'parked_message', 'ticket', 'ticket_action'];

describe('the wall between halls, in the database itself', () => {
  let postgres: TestPostgres;
  let center: RunningCenter;
  let made: Awaited<ReturnType<TestPostgres['newDatabase']>>;

  beforeAll(async () => {
    postgres = await startPostgres();
    made = await postgres.newDatabase();
    center = await startCenter({
      config: await centerConfig({ kind: 'server', url: made.url }),
      clock: systemClock,
      random: systemRandom,
      log: () => {},
    });
    for (const [at, hall] of HALLS.entries()) {
      const k = aTerminal(center.url, 1, hall.code);
      for (let number = 1; number <= at + 1; number++)
        await k.send([
          {
            ...aMessage(number),
            message: {
              ...aMessage(number).message,
              ticket: { ...(aMessage(number).message as { ticket: object }).ticket, hall: hall.code },
            } as never,
          },
        ]);
    }
    const admin = new Client({ connectionString: made.adminUrl });
    await admin.connect();
    await admin.query(`CREATE ROLE reader LOGIN NOSUPERUSER NOBYPASSRLS`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader`);
    await admin.end();
  }, 90_000);
  afterAll(async () => {
    await center?.stop();
    await postgres?.stop();
  });

  const as = async <T>(url: string, city: string | null, hall: string | null, run: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('BEGIN');
      if (city !== null) await client.query(`SELECT set_config('yichuang.city', $1, true)`, [city]);
      if (hall !== null) await client.query(`SELECT set_config('yichuang.hall', $1, true)`, [hall]);
      return await run(client);
    } finally {
      await client.query('ROLLBACK').catch(() => {});
      await client.end();
    }
  };
  const reader = (): string => `postgresql://reader@127.0.0.1:${postgres.port}/${made.role}`;
  const count = (client: Client, table: string): Promise<number> =>
    client.query(`SELECT count(*)::int AS n FROM ${table}`).then((result) => (result.rows as { n: number }[])[0]!.n);

  test('every table with a hall in it has its policy, and holds even its owner to it', async () => {
    await as(made.adminUrl, null, null, async (client) => {
      const { rows } = await client.query(`SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS held
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'hall' WHERE c.relkind = 'r' ORDER BY 1`);
      expect(rows).toEqual(HALL_TABLES.toSorted().map((name) => ({ name, held: true })));
    });
  });

  test.each([
    ['another role', () => reader()],
    ['the center’s own role', () => made.url],
  ])('%s sees the hall that it named, and no other', async (_, url) => {
    expect(await as(url(), CITY, HALLS[0]!.code, (client) => count(client, 'ticket'))).toBe(1);
    expect(await as(url(), CITY, HALLS[1]!.code, (client) => count(client, 'ticket'))).toBe(2);
    expect(await as(url(), CITY, '*', (client) => count(client, 'ticket'))).toBe(3);
    for (const table of HALL_TABLES) {
      expect(await as(url(), null, null, (client) => count(client, table)), table).toBe(0);
      expect(await as(url(), CITY, null, (client) => count(client, table)), table).toBe(0);
      expect(await as(url(), '110000', '*', (client) => count(client, table)), table).toBe(0);
    }
  });

  test('a row for another hall is refused by the database', async () => {
    const insert = `INSERT INTO terminal (city, hall, terminal) VALUES ('${CITY}', '${HALLS[1]!.code}', 'K77')`;
    await expect(as(reader(), CITY, HALLS[0]!.code, (client) => client.query(insert))).rejects.toThrow(/row-level security/);
    await expect(as(reader(), CITY, '*', (client) => client.query(insert))).rejects.toThrow(/row-level security/);
    await as(reader(), CITY, HALLS[1]!.code, (client) => client.query(insert));
    expect(
      await as(
        reader(),
        CITY,
        HALLS[0]!.code,
        async (client) => (await client.query(`UPDATE ticket SET state = 'done' WHERE hall = '${HALLS[1]!.code}'`)).rowCount,
      ),
    ).toBe(0);
  });

  test('the center knows whether its role is held to it', async () => {
    const own = await openCenterDatabase(
      { kind: 'server', url: made.url },
      () => systemClock.now(),
      () => {},
    );
    expect(own.rowSecurity).toBe(true);
    expect(await withinHall(own.db, CITY, HALLS[0]!.code, (tx) => tx.selectFrom('ticket').selectAll().execute())).toHaveLength(1);
    expect(await own.db.selectFrom('ticket').selectAll().execute()).toEqual([]);
    await own.close();
    const admin = await openCenterDatabase(
      { kind: 'server', url: made.adminUrl },
      () => systemClock.now(),
      () => {},
    );
    expect(admin.rowSecurity).toBe(false);
    await admin.close();
  });

  test('a database that would forget is refused in words', async () => {
    const admin = new Client({ connectionString: made.adminUrl });
    await admin.connect();
    await admin.query(`ALTER ROLE ${made.role} SET synchronous_commit = off`);
    const opened = await openCenterDatabase(
      { kind: 'server', url: made.url },
      () => systemClock.now(),
      () => {},
    );
    await opened.close();
    await expect(
      openCenterDatabase(
        { kind: 'server', url: `${made.url}?options=-c%20synchronous_commit%3Doff` },
        () => systemClock.now(),
        () => {},
      ),
    ).rejects.toThrow(/synchronous_commit=off/);
    await admin.end();
    await expect(
      openCenterDatabase(
        { kind: 'server', url: made.url.replace(String(postgres.port), '1') },
        () => systemClock.now(),
        () => {},
      ),
    ).rejects.toThrow(/can't be reached/);
    await expect(
      openCenterDatabase(
        { kind: 'server', url: made.url.replace(/[^/]*$/, 'nowhere') },
        () => systemClock.now(),
        () => {},
      ),
    ).rejects.toThrow(/does not exist/);
  });
});
