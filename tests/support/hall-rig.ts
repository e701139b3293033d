import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Account } from '../../src/web/account.ts';
import { startHallServer, type HallServer, type HallServerOptions } from '../../main/hall/hall-server.ts';
import { ClockByHand, SeededRandom } from './clock-by-hand.ts';
import { HallClient } from './hall-client.ts';
import { openTestHall, type TestHall } from './hall-desk-double.ts';
import { testAccounts } from './test-accounts.ts';

/** A hall with its server for each test of a file: a clock turned by hand, three accounts, two small pages. */
export type HallRig = {
  clock: ClockByHand;
  hall: TestHall;
  /** May be replaced by a test that stops it. */
  server: HallServer;
  /** What was logged, one line an event. */
  logged: string[];
  start(more?: Partial<HallServerOptions>): Promise<HallServer>;
  /** Signed in, at a window. */
  atWindow(id: string, window: number, client?: HallClient): Promise<HallClient>;
};

export function hallRig(): HallRig {
  let accounts: Account[];
  let staticRoot: string;
  const rig = {
    start: (more: Partial<HallServerOptions> = {}) =>
      startHallServer({
        desk: rig.hall.desk,
        listen: { host: '127.0.0.1', port: 0 },
        tls: null,
        accounts,
        staticRoot,
        clock: rig.clock,
        random: new SeededRandom(7),
        log: (event, fields) => void rig.logged.push(`${event} ${Object.values(fields).join(' ')}`.trim()),
        ...more,
      }),
    async atWindow(id: string, window: number, client = new HallClient(rig.server.url)) {
      await client.call('signIn', { account: id, password: `${id}-password` });
      expect((await client.call('chooseWindow', { window })).body).toEqual({ kind: 'yours' });
      return client;
    },
  } as HallRig;
  beforeAll(async () => {
    accounts = await testAccounts();
    staticRoot = mkdtempSync(join(tmpdir(), 'yichuang-pages-'));
    for (const page of ['counter', 'display', 'kiosk']) {
      mkdirSync(join(staticRoot, page));
      writeFileSync(join(staticRoot, page, 'index.html'), `<!doctype html><title>${page}</title>`);
    }
  });
  afterAll(() => rmSync(staticRoot, { recursive: true }));
  beforeEach(async () => {
    rig.clock = new ClockByHand('2025-03-03T09:00:00+08:00');
    rig.logged = [];
    rig.hall = await openTestHall(rig.clock, new SeededRandom(1));
    rig.server = await rig.start();
  });
  afterEach(() => rig.server.stop());
  return rig;
}
