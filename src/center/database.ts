import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, types } from 'pg';
import { z } from 'zod';
import type { Instant } from '../basics/clock.ts';
import type { DatabaseChoice } from './config.ts';
import { EmbeddedRefused, openEmbeddedPostgres } from './embedded-postgres.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import type { CenterTables } from './tables.ts';

/**
 * Opens the center's PostgreSQL and brings it to this program's form. An acknowledgement means that the disk has it:
 * `fsync` and `synchronous_commit` are read back, and a database that would forget is refused.
 */
export const CONNECTIONS_MAX = 10;
const CONNECT_MS_MAX = 5_000;
const STATEMENT_MS_MAX = 15_000;
const LOCK_MS_MAX = 10_000;
const IDLE_IN_TRANSACTION_MS_MAX = 30_000;
export const POSTGRES_MAJOR_MIN = 15;
/** "YiCh": one migration at a time, whichever center starts first. */
const MIGRATION_LOCK = 0x59694368;

export type CenterDb = Kysely<CenterTables>;
export type CenterTransaction = Transaction<CenterTables>;
export type CenterDatabase = {
  readonly db: CenterDb;
  /** For the log and the health answer. */
  readonly kind: 'postgresql' | 'embedded';
  /** False for a role that row-level security does not hold (a superuser); queries name their hall all the same. */
  readonly rowSecurity: boolean;
  close(): Promise<void>;
};

/** The database can't be used; the message is a sentence for the operator. */
export class DatabaseRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'DatabaseRefused';
  }
}

/** @param onLost told when an idle connection breaks; the next request opens another. */
export async function openCenterDatabase(choice: DatabaseChoice, now: () => Instant, onLost: () => void): Promise<CenterDatabase> {
  const opened = choice.kind === 'embedded' ? await openEmbedded(choice.directory) : openServer(choice.url, onLost);
  try {
    await refuseForgetful(opened.db, choice);
    await migrate(opened.db, now);
    const rowSecurity = !z
      .boolean()
      .parse(
        (
          await sql<{ held: unknown }>`SELECT (rolsuper OR rolbypassrls) AS held FROM pg_roles WHERE rolname = current_user`.execute(
            opened.db,
          )
        ).rows[0]?.held,
      );
    return { ...opened, rowSecurity };
  } catch (error) {
    await opened.close();
    throw error instanceof DatabaseRefused ? error : refusalOf(error);
  }
}

async function openEmbedded(directory: string): Promise<Omit<CenterDatabase, 'rowSecurity'>> {
  try {
    const { pglite, release } = await openEmbeddedPostgres(directory);
    const db = new Kysely<CenterTables>({ dialect: new PGliteDialect({ pglite }) });
    return {
      db,
      kind: 'embedded',
      close: async () => {
        await db.destroy();
        if (!pglite.closed) await pglite.close();
        await release();
      },
    };
  } catch (error) {
    if (error instanceof EmbeddedRefused) throw new DatabaseRefused(error.message);
    throw new DatabaseRefused(
      `The embedded database in ${directory} can't be opened (${reasonOf(error)}). Look whether the folder can be written, or move it away to begin anew.`,
    );
  }
}

function openServer(url: string, onLost: () => void): Omit<CenterDatabase, 'rowSecurity'> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: 'yichuang-center',
    options: `-c synchronous_commit=on -c statement_timeout=${STATEMENT_MS_MAX} -c lock_timeout=${LOCK_MS_MAX} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS_MAX}`,
    // Instants and sequences are bigints well below 2^53; the driver would hand them over as text.
    types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  pool.on('error', onLost);
  const db = new Kysely<CenterTables>({ dialect: new PostgresDialect({ pool }) });
  return { db, kind: 'postgresql', close: () => db.destroy() };
}

const setting = async (db: CenterDb, name: string): Promise<string> =>
  String((await sql<{ value: unknown }>`SELECT current_setting(${name}) AS value`.execute(db)).rows[0]?.value);

async function refuseForgetful(db: CenterDb, choice: DatabaseChoice): Promise<void> {
  const major = Math.floor(Number(await setting(db, 'server_version_num')) / 10_000);
  if (major < POSTGRES_MAJOR_MIN)
    throw new DatabaseRefused(`The database is PostgreSQL ${major}; ${POSTGRES_MAJOR_MIN} or later is needed.`);
  if ((await setting(db, 'fsync')) !== 'on')
    throw new DatabaseRefused(
      `The database runs with fsync=off and would forget what was acknowledged when the power goes. Set fsync=on in its postgresql.conf.`,
    );
  // "remote_write" and "local" wait for the disk here too; "off" does not.
  if ((await setting(db, 'synchronous_commit')) === 'off')
    throw new DatabaseRefused(
      'The database runs with synchronous_commit=off and would forget what was acknowledged when the power goes. Set it to on for this role and database.',
    );
  const method = await setting(db, 'wal_sync_method');
  if (choice.kind === 'embedded' && method !== 'fsync')
    throw new DatabaseRefused(`The embedded database does not sync through us (wal_sync_method is ${method}).`);
}

async function migrate(db: CenterDb, now: () => Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
    const { rows } = await sql<{ there: unknown }>`SELECT to_regclass('center_schema') IS NOT NULL AS there`.execute(tx);
    if (rows[0]?.there !== true)
      await sql`CREATE TABLE center_schema (number integer PRIMARY KEY, name text NOT NULL, at bigint NOT NULL)`.execute(tx);
    const done = (await tx.selectFrom('center_schema').select('number').orderBy('number', 'desc').limit(1).executeTakeFirst())?.number ?? 0;
    if (done > MIGRATIONS.length)
      throw new DatabaseRefused(
        `The database was brought to form ${done} by a newer center; this one knows ${MIGRATIONS.length}. Start the newer one.`,
      );
    for (const migration of MIGRATIONS.slice(done)) {
      for (const statement of migration.statements) await sql.raw(statement).execute(tx);
      await tx.insertInto('center_schema').values({ number: migration.number, name: migration.name, at: now() }).execute();
    }
  });
}

/** A transaction that sees one hall of one city; "*": all of the city's halls, to read. */
export const withinHall = <T>(db: CenterDb, city: string, hall: string, run: (tx: CenterTransaction) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`SELECT set_config('yichuang.city', ${city}, true), set_config('yichuang.hall', ${hall}, true)`.execute(tx);
    return run(tx);
  });

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : error instanceof Error
      ? error.name
      : 'unknown';

function refusalOf(error: unknown): DatabaseRefused {
  const reason = reasonOf(error);
  const sentence =
    reason === 'ECONNREFUSED' || reason === 'ENOTFOUND' || reason === 'ENOENT'
      ? `The database can't be reached (${reason}). Start it, or correct database.url.`
      : reason === '28P01' || reason === '28000'
        ? 'The database refuses the user or the password in database.url. Correct them.'
        : reason === '3D000'
          ? 'The database named in database.url does not exist. Create it first.'
          : reason === '42501'
            ? 'The database user may not create tables here. Make it the owner of the database.'
            : `The database can't be used (${reason}).`;
  return new DatabaseRefused(sentence);
}
