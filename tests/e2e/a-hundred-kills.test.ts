import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { argon2id } from 'hash-wasm';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TicketAction } from '../../src/domain/ticket.ts';
import { spawnCenter, writeConfig, type CenterProcess } from '../center/center-process.ts';
import { SeededRandom } from '../support/clock-by-hand.ts';
import { startKioskProcess, writeKioskFiles, type KioskProcess } from '../support/kiosk-process.ts';
import { newFolder } from '../support/new-folder.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { WindowClient, type Told } from '../support/window-client.ts';

/**
 * A hundred times the plug is pulled while a hall works: the kiosk as in production, a center on a real PostgreSQL that
 * is killed too now and then, and windows that never stop pressing. In the end everything that was answered is in the
 * terminal's store and at the center, each thing once, and the center has nothing that the terminal does not know of.
 *
 * Two halls in parallel, because starting a kiosk is most of the time it takes.
 */
const SEED = 20_261_123;
const KILLS_PER_HALL = 50;
/** Each so many-th kill comes at any moment of the start, the others under load. */
const KILL_AT_START_EVERY = 8;
const START_KILL_MS_MAX = 700;
/** A kill under load comes after so many answers at most, and so much later at most: counted, so that a slow machine works as much. */
const ANSWERS_BEFORE_KILL_MAX = 20;
const THEN_MS_MAX = 40;
const ANSWERS_MS_MAX = 10_000;
const CENTER_KILLS = 5;
const CENTER_LIVES_MS = 8_000;
/** A day has 999 numbers of each class; the load must not use them up before the kills are done. */
const ISSUES_PER_LIFE_MAX = 32;
const ISSUERS = 3;
const HALLS = ['370811012901', '370811012902'] as const;
const CITY = '370800';
const SEATS = ['li', 'wang'] as const;

/** What the keeper has answered, and so has promised. */
type Promised = { readonly id: string; readonly label: string; readonly action: TicketAction; readonly calls: number };
type Ledger = {
  readonly promised: Promised[];
  kills: number;
  inFlight: number;
  killedWhileStarting: number;
  unanswered: number;
  refused: number;
  startMs: number[];
};

let postgres: TestPostgres;
let database: { readonly url: string; readonly adminUrl: string };
beforeAll(async () => {
  postgres = await startPostgres();
  database = await postgres.newDatabase();
});
afterAll(() => postgres?.stop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const quickHash = (password: string): Promise<string> =>
  argon2id({
    password,
    salt: createHash('sha256').update(password).digest().subarray(0, 16),
    parallelism: 1,
    iterations: 1,
    memorySize: 64,
    hashLength: 32,
    outputType: 'encoded',
  });
const tokenOf = (hall: string): string => createHash('sha256').update(`token of ${hall}`).digest('base64url');
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A center on one port for as long as the test goes, through all its deaths. */
async function startMortalCenter(): Promise<{ readonly url: string; kill(): Promise<void>; stop(): Promise<void> }> {
  const port = await freePort();
  const file = writeConfig({
    listen: { host: '127.0.0.1', port },
    database: { url: database.url },
    city: { code: CITY, name: '济宁市（演示）' },
    halls: HALLS.map((code) => ({ code, name: `大厅${code.slice(-1)}（演示）` })),
    terminals: HALLS.map((hall) => ({ hall, terminal: 'K01', tokenHash: createHash('sha256').update(tokenOf(hall)).digest('hex') })),
    accounts: [],
  });
  let center: CenterProcess = await spawnCenter(file, { channel: true }).ready;
  return {
    url: center.url,
    async kill() {
      center.child.kill('SIGKILL');
      await center.ended();
      center = await spawnCenter(file, { channel: true }).ready;
    },
    async stop() {
      center.child.kill('SIGTERM');
      expect(await center.ended()).toBe(0);
    },
  };
}

/** Presses at every window until nobody answers any more. */
function startLoad(
  seats: readonly WindowClient[],
  random: SeededRandom,
  ledger: Ledger,
): { inFlight(): number; readonly ended: Promise<void> } {
  let waiting = 0;
  let issuesLeft = ISSUES_PER_LIFE_MAX;
  async function tell(action: TicketAction, ask: () => Promise<Told>): Promise<Promised | null> {
    waiting++;
    try {
      const told = await ask();
      if (!told.ok) {
        ledger.refused++;
        return null;
      }
      const promised: Promised = { id: told.value.id, label: told.value.label, action, calls: told.value.calls };
      ledger.promised.push(promised);
      return promised;
    } finally {
      waiting--;
    }
  }
  const untilNobodyAnswers = async (work: () => Promise<void>): Promise<void> => {
    try {
      for (;;) await work();
    } catch {
      ledger.unanswered++;
    }
  };
  const [first] = seats;
  const issuers = Array.from({ length: ISSUERS }, () =>
    untilNobodyAnswers(async () => {
      if (issuesLeft-- <= 0) await new Promise(() => undefined);
      await tell('issued', () => first!.issue(random.below(2) === 0));
    }),
  );
  const callers = seats.map((seat) =>
    untilNobodyAnswers(async () => {
      // What a window had called before the kill is still its own.
      const { current } = await seat.view();
      const ticketId = current?.id ?? (await tell('called', () => seat.tell('callNext')))?.id;
      if (ticketId === undefined) return void (await pause(10));
      await tell('recalled', () => seat.tell('recall', { ticketId }));
      await tell('done', () => seat.tell('finish', { ticketId }));
    }),
  );
  // An issuer that has used up its numbers waits for ever; the callers always meet the end.
  void issuers;
  return { inFlight: () => waiting, ended: Promise.all(callers).then(() => undefined) };
}

async function killMany(file: string, random: SeededRandom, env: NodeJS.ProcessEnv, ledger: Ledger): Promise<void> {
  while (ledger.kills < KILLS_PER_HALL) {
    if (ledger.kills % KILL_AT_START_EVERY === KILL_AT_START_EVERY - 1) {
      const afterMs = random.below(START_KILL_MS_MAX);
      const started = await startKioskProcess(file, { env, onChild: (child) => setTimeout(() => child.kill('SIGKILL'), afterMs) }).catch(
        () => null,
      );
      if (started) await once(started.child, 'exit').catch(() => undefined);
      else ledger.killedWhileStarting++;
      ledger.kills++;
      continue;
    }
    const begun = performance.now();
    const kiosk = await startKioskProcess(file, { env });
    ledger.startMs.push(performance.now() - begun);
    const load = startLoad(await openSeats(kiosk), random, ledger);
    const wanted = ledger.promised.length + random.below(ANSWERS_BEFORE_KILL_MAX);
    await until('the hall works', () => ledger.promised.length >= wanted, ANSWERS_MS_MAX);
    await pause(random.below(THEN_MS_MAX));
    if (load.inFlight() > 0) ledger.inFlight++;
    await kiosk.stop('SIGKILL');
    ledger.kills++;
    await load.ended;
  }
}

const openSeats = (kiosk: KioskProcess): Promise<WindowClient[]> =>
  Promise.all(SEATS.map((id, at) => WindowClient.open(kiosk.ready.hall, { id, password: `${id}-password` }, at + 1)));

type StoredTicket = {
  id: string;
  day: string;
  class: string;
  number: number;
  state: string;
  calls: number;
  print: string;
  revision: number;
};
type StoredTerminal = {
  readonly tickets: StoredTicket[];
  readonly lastSequence: number;
  readonly acknowledgedThrough: number;
  readonly messages: number;
  readonly epoch: number;
  readonly parked: number;
};

function readStore(folder: string): StoredTerminal {
  const db = new Database(join(folder, 'data', 'store', 'yichuang.db'), { readonly: true });
  try {
    const figure = (sql: string): number => Number(db.prepare(sql).pluck().get());
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return {
      tickets: db
        .prepare('SELECT id, day, class, number, state, calls, print, revision FROM ticket ORDER BY arrival')
        .all() as StoredTicket[],
      lastSequence: figure('SELECT max(sequence) FROM outbox'),
      messages: figure('SELECT count(*) FROM outbox'),
      acknowledgedThrough: figure('SELECT through FROM outbox_acknowledged'),
      epoch: figure('SELECT epoch FROM keeper'),
      parked: figure('SELECT count(*) FROM parked_row'),
    };
  } finally {
    db.close();
  }
}
const labelOf = (ticket: StoredTicket): string => `${ticket.class}${String(ticket.number).padStart(3, '0')}`;

test(`${KILLS_PER_HALL * HALLS.length} × kill -9 under load (seed ${SEED}): nothing answered is lost, nothing is doubled at the center`, async () => {
  const center = await startMortalCenter();
  // Not part of the proof: who starts a hundred times needn't translate the same sources, and check a password made to
  // be slow, a hundred times.
  const env = { ...process.env, NODE_COMPILE_CACHE: newFolder('compile-cache') };
  const accounts = JSON.stringify(
    await Promise.all(SEATS.map(async (id) => ({ id, name: id, passwordHash: await quickHash(`${id}-password`) }))),
  );
  const hall = JSON.parse(readFileSync(new URL('../../main/demo/data/hall.json', import.meta.url), 'utf8')) as Record<string, unknown>;
  const terminals = await Promise.all(
    HALLS.map(async (code, at) => {
      const folder = newFolder(`hall-${at + 1}`);
      const file = await writeKioskFiles(
        folder,
        { hall: { ...hall, code }, center: { url: center.url, tokenFile: 'token' } },
        tokenOf(code),
      );
      writeFileSync(join(folder, 'accounts.json'), accounts);
      const ledger: Ledger = { promised: [], kills: 0, inFlight: 0, killedWhileStarting: 0, unanswered: 0, refused: 0, startMs: [] };
      return { code, folder, file, ledger, random: new SeededRandom(SEED + at) };
    }),
  );

  // Ends in peace once, which is when Node keeps what it has translated.
  expect(await (await startKioskProcess(terminals[0]!.file, { env })).stop()).toBe(0);

  const begun = performance.now();
  let over = false;
  let centerKills = 0;
  const killingCenter = (async () => {
    while (!over && centerKills < CENTER_KILLS) {
      await pause(CENTER_LIVES_MS);
      await center.kill();
      centerKills++;
    }
  })();
  await Promise.all(terminals.map(({ file, random, ledger }) => killMany(file, random, env, ledger)));
  over = true;
  await killingCenter;
  const killedForMs = performance.now() - begun;

  // The plug stays in: what is still to be told is told, and the kiosk ends as it does in the evening.
  for (const { file, ledger } of terminals) {
    const kiosk = await startKioskProcess(file, { env });
    const [seat] = await openSeats(kiosk);
    await until('the center has everything', async () => (await seat!.view()).center.pending === 0, 60_000);
    expect(await kiosk.stop('SIGTERM'), kiosk.stderr()).toBe(0);
    expect(ledger.kills).toBe(KILLS_PER_HALL);
  }
  await center.stop();

  const sql = new Client({ connectionString: database.adminUrl });
  await sql.connect();
  try {
    const rows = async <T>(text: string, ...values: unknown[]): Promise<T[]> => (await sql.query(text, values)).rows as T[];
    for (const { code, folder, ledger } of terminals) {
      const stored = readStore(folder);
      const byId = new Map(stored.tickets.map((ticket) => [ticket.id, ticket]));
      expect(stored.parked).toBe(0);

      // Nothing that was answered is lost, neither here nor there.
      const centerTickets = await rows<{ id: string; label: string; state: string; calls: number; print: string; revision: number }>(
        `SELECT id, class || lpad(number::text, 3, '0') AS label, state, calls, print, revision FROM ticket WHERE hall = $1 ORDER BY id`,
        code,
      );
      const centerById = new Map(centerTickets.map((ticket) => [ticket.id, ticket]));
      const actions = await rows<{ id: string; action: TicketAction; count: number }>(
        'SELECT ticket_id AS id, action, count(*)::int AS count FROM ticket_action WHERE hall = $1 GROUP BY ticket_id, action',
        code,
      );
      const told = new Map(actions.map(({ id, action, count }) => [`${id} ${action}`, count]));
      for (const { id, label, action, calls } of ledger.promised) {
        const here = byId.get(id);
        expect(here && labelOf(here), `${label} ${action} in the store`).toBe(label);
        expect(centerById.get(id)?.label, `${label} ${action} at the center`).toBe(label);
        expect(told.get(`${id} ${action}`) ?? 0, `${label} ${action} at the center`).toBeGreaterThanOrEqual(1);
        expect(here!.calls).toBeGreaterThanOrEqual(calls);
        if (action === 'done') expect(here!.state).toBe('done');
      }
      // Nothing is doubled: each is given, and closed, once; each call is there once.
      expect(actions.filter(({ action, count }) => count > 1 && action !== 'recalled')).toEqual([]);
      for (const { id, calls } of stored.tickets)
        expect((told.get(`${id} called`) ?? 0) + (told.get(`${id} recalled`) ?? 0), id).toBe(calls);
      const promisedIssues = ledger.promised.filter(({ action }) => action === 'issued');
      expect(new Set(promisedIssues.map(({ label }) => label)).size).toBe(promisedIssues.length);
      // Both tell the same, and the center nothing more.
      const newest = ({
        id,
        state,
        calls,
        print,
        revision,
      }: {
        id: string;
        state: string;
        calls: number;
        print: string;
        revision: number;
      }) => ({ id, state, calls, print, revision });
      expect(centerTickets.map(newest)).toEqual(stored.tickets.map(newest).toSorted((a, b) => (a.id < b.id ? -1 : 1)));

      // No number twice on a day, and none left out.
      for (const day of new Set(stored.tickets.map((ticket) => ticket.day)))
        for (const ticketClass of ['A', 'C']) {
          const numbers = stored.tickets
            .filter((ticket) => ticket.day === day && ticket.class === ticketClass)
            .map((ticket) => ticket.number);
          expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
        }
      // The sequence has no gap, there is one epoch, and nothing lies apart.
      expect(stored).toMatchObject({ messages: stored.lastSequence, acknowledgedThrough: stored.lastSequence });
      expect(
        await rows(
          'SELECT count(*)::int AS count, min(sequence)::int AS first, max(sequence)::int AS last, count(DISTINCT id)::int AS ids, count(DISTINCT epoch)::int AS epochs FROM message WHERE hall = $1',
          code,
        ),
      ).toEqual([{ count: stored.lastSequence, first: 1, last: stored.lastSequence, ids: stored.lastSequence, epochs: 1 }]);
      expect(await rows('SELECT * FROM parked_message WHERE hall = $1', code)).toEqual([]);

      // It was not an easy life: each keeper took over from one that was killed.
      expect(stored.epoch).toBeGreaterThanOrEqual(KILLS_PER_HALL - ledger.killedWhileStarting);
      expect(ledger.inFlight).toBeGreaterThan(KILLS_PER_HALL / 2);
      expect(ledger.unanswered).toBeGreaterThan(KILLS_PER_HALL / 2);
      expect(promisedIssues.length).toBeGreaterThan(KILLS_PER_HALL * 2);
      expect(ledger.promised.length).toBeGreaterThan(KILLS_PER_HALL * 5);
      const starts = ledger.startMs.toSorted((a, b) => a - b);
      process.stdout.write(
        `seed ${SEED}, hall ${code}: ${ledger.kills} kills in ${(killedForMs / 1_000).toFixed(0)} s (${ledger.inFlight} with requests in flight, ${ledger.killedWhileStarting} while starting), ` +
          `${ledger.promised.length} answers (${promisedIssues.length} tickets), ${ledger.unanswered} requests cut off, ${stored.lastSequence} messages, center killed ${centerKills} times, ` +
          `start ${starts[starts.length >> 1]!.toFixed(0)} ms (median; longest ${starts.at(-1)!.toFixed(0)})\n`,
      );
    }
    expect(centerKills).toBeGreaterThanOrEqual(3);
  } finally {
    await sql.end();
  }
}, 300_000);
