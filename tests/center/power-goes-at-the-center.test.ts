import { readFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createCenterLink } from '../../main/center-link.ts';
import type { CenterConfig } from '../../src/center/config.ts';
import { systemClock, systemRandom } from '../../src/center/system-ports.ts';
import { openStore } from '../../src/store/store.ts';
import { startSync } from '../../src/sync/engine.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { aTicket, DAY, HALL, issueBatch, newKey, TERMINAL } from '../store/samples.ts';
import { aMessage, aTerminal, centerConfig, signIn, tokenOf } from './center-for-tests.ts';
import { spawnCenter, writeConfig, type CenterProcess } from './center-process.ts';
import { newFolder } from '../support/new-folder.ts';

const KILLS = 6;
const TICKETS = 240;
/** Seed of the moments at which the center is killed. */
const SEED = 4;

/** A line whose other end can change, as the center's port does when it is started again. */
async function startLine(): Promise<{ server: Server; url: string; to: { port: number }; onAnswer: { run: (() => void) | null } }> {
  const to = { port: 1 };
  const onAnswer: { run: (() => void) | null } = { run: null };
  const server = createServer((near) => {
    const far = connect(to.port, '127.0.0.1');
    near.pipe(far);
    far.on('data', (data) => {
      if (onAnswer.run !== null) return onAnswer.run();
      near.write(data);
    });
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, to, onAnswer };
}

const asFile = (config: CenterConfig, database: object): string => {
  const { pages, ...rest } = config;
  return writeConfig({ ...rest, database, pages });
};
const portOf = (center: CenterProcess): number => Number(new URL(center.url).port);

describe('the power goes at the center', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 90_000);
  afterAll(() => postgres?.stop());

  test('between its commit and its answer: the same batch again is answered as if nothing had been, and is there once', async () => {
    const { url } = await postgres.newDatabase();
    const file = asFile(await centerConfig({ kind: 'server', url }), { url });
    const line = await startLine();
    onTestFinished(() => void line.server.close());
    const first = await spawnCenter(file).ready;
    line.to.port = portOf(first);
    const k = aTerminal(line.url, 2);
    await k.send([aMessage(1)]);
    // The first byte of the answer is the proof that COMMIT has returned; it never arrives.
    line.onAnswer.run = () => void first.child.kill('SIGKILL');
    const batch = [aMessage(2), aMessage(3)];
    expect(await k.send(batch)).toMatchObject({ kind: 'not-reached' });
    await first.ended();
    line.onAnswer.run = null;
    const second = await spawnCenter(file).ready;
    onTestFinished(() => void second.child.kill('SIGKILL'));
    line.to.port = portOf(second);
    expect(await k.send([])).toEqual({ kind: 'taken', reply: { acknowledgedThrough: 3, parked: [] } });
    expect(await k.send(batch)).toEqual({ kind: 'taken', reply: { acknowledgedThrough: 3, parked: [] } });
    const seen = await (await signIn(second.url)).day(DAY);
    expect(seen.total).toBe(3);
    expect(seen.tickets.every((ticket) => ticket.actions.length === 1)).toBe(true);
  }, 60_000);

  test(`${KILLS} times while a terminal hands in, and once at the database: every ticket arrives exactly once`, async () => {
    const { url } = await postgres.newDatabase();
    const file = asFile(await centerConfig({ kind: 'server', url }), { url });
    const line = await startLine();
    onTestFinished(() => void line.server.close());
    const store = await openStore({ directory: newFolder('terminal'), sealingKey: newKey() });
    const sync = startSync({
      store,
      handIn: createCenterLink({ url: line.url, token: tokenOf(HALL, TERMINAL), timeoutMs: 5_000 }),
      clock: systemClock,
      random: systemRandom,
      log: () => {},
      hall: HALL,
      terminal: TERMINAL,
    });
    onTestFinished(async () => {
      await sync.stop();
      await store.close();
    });
    let issued = 0;
    const issue = async (): Promise<void> => {
      await store.commit(issueBatch(aTicket(++issued)));
      sync.poke();
    };
    let chance = SEED;
    const random = (): number => (chance = (chance * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

    for (let kill = 0; kill < KILLS; kill++) {
      const center = await spawnCenter(file).ready;
      line.to.port = portOf(center);
      const until = Date.now() + 150 + random() * 400;
      while (Date.now() < until && issued < TICKETS) {
        await issue();
        await pause(random() * 8);
      }
      if (kill === 2) {
        await postgres.halt('immediate');
        await postgres.start();
      }
      center.child.kill('SIGKILL');
      await center.ended();
    }
    while (issued < TICKETS) await issue();
    const center = await spawnCenter(file).ready;
    onTestFinished(() => void center.child.kill('SIGKILL'));
    line.to.port = portOf(center);
    await expect.poll(() => sync.state().pending, { timeout: 25_000, interval: 50 }).toBe(0);

    const seen = await (await signIn(center.url)).day(DAY, 500);
    expect(seen.tickets.map((ticket) => ticket.label).toSorted()).toEqual(
      Array.from({ length: TICKETS }, (_, at) => `A${String(at + 1).padStart(3, '0')}`),
    );
    expect(seen.tickets.filter((ticket) => ticket.actions.length !== 1)).toEqual([]);
    expect(seen.terminals.find((terminal) => terminal.hall === HALL && terminal.terminal === TERMINAL)).toMatchObject({
      acknowledgedThrough: TICKETS,
      parked: 0,
    });
    expect(await store.pendingCount()).toEqual({ count: 0, oldestAt: null });
  }, 90_000);
});

describe('an embedded database', () => {
  test('syncs each commit to the disk, gives its folder to one center only, and is whole after kill -9', async () => {
    const directory = newFolder('embedded');
    const file = asFile(await centerConfig({ kind: 'embedded', directory }), { embedded: directory });
    const trace = join(newFolder('trace'), 'syncs');
    const first = await spawnCenter(file, {
      before: ['strace', '-f', '-q', '-y', '-e', 'trace=fsync,fdatasync', '-e', 'signal=none', '-o', trace],
    }).ready;
    const syncs = (): number =>
      readFileSync(trace, 'utf8')
        .split('\n')
        .filter((line) => /(fdatasync|fsync)\(\d+<[^>]*pg_wal\/[^>]*>/.test(line)).length;
    const k = aTerminal(first.url, 1);
    await k.send([]);
    const before = syncs();
    const commits = 30;
    for (let number = 1; number <= commits; number++) expect(await k.send([aMessage(number)])).toMatchObject({ kind: 'taken' });
    expect(syncs() - before).toBeGreaterThanOrEqual(commits);

    const other = spawnCenter(file);
    expect(await other.ended()).toBe(1);
    expect(other.errors()).toContain('in use by another center');

    // strace passes no kill on; the center's own id is in its ready line.
    process.kill((JSON.parse(first.lines[0]!.slice(6)) as { pid: number }).pid, 'SIGKILL');
    await first.ended();
    const second = await spawnCenter(file).ready;
    onTestFinished(() => void second.child.kill('SIGKILL'));
    expect((await (await signIn(second.url)).day(DAY)).total).toBe(commits);
    second.child.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
  }, 90_000);
});
