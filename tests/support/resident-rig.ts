import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { DockSlip } from '../../main/demo/demo-devices.ts';
import type { TicketRow } from '../../src/api/counter.ts';
import { CenterRecords } from './center-records.ts';
import { openChromium } from './chromium.ts';
import { startDemo, type DemoRun } from './demo.ts';
import { HallClient } from './hall-client.ts';
import { PORTRAIT, Resident } from './resident.ts';

/**
 * One demo hall for a file of tests, and somebody in front of its terminal. Before each test the dock makes everything
 * whole and the screen is free; after each the page must have had nothing to complain of.
 */
export type ResidentRig = {
  readonly demo: DemoRun;
  readonly browser: Browser;
  readonly resident: Resident;
  readonly center: CenterRecords;
  /** Begins to listen at the reader; the answer tells how many commands it has had since beyond the question how it is. */
  listenAtReader(): Promise<() => Promise<number>>;
  /** The only slip that lies there. */
  onlySlip(): Promise<DockSlip>;
  /** Staff at a window of the hall. */
  atWindow(window: number): Promise<HallClient>;
};

/** An idle reader is asked this often whether it is well. A card is found, selected and read: three commands at the least. */
const READER_CHECK_MS = 5_000;

export function residentRig({ openBrowser = () => openChromium() }: { readonly openBrowser?: () => Promise<Browser> } = {}): ResidentRig {
  const rig: { demo?: DemoRun; browser?: Browser; resident?: Resident; center?: CenterRecords } = {};
  beforeAll(async () => {
    [rig.demo, rig.browser] = await Promise.all([startDemo(), openBrowser()]);
    rig.center = new CenterRecords(rig.demo);
    rig.resident = await Resident.arrives(rig.demo, rig.browser);
  });
  afterAll(async () => {
    await rig.browser?.close();
    if (rig.demo) expect(await rig.demo.stop()).toBe(0);
  });
  beforeEach(async () => {
    await rig.demo!.dock.reset();
    await rig.resident!.page.setViewportSize(PORTRAIT);
    await rig.resident!.findsItFree();
  });
  afterEach(() => expect(rig.resident!.complaints).toEqual([]));

  return {
    get demo() {
      return rig.demo!;
    },
    get browser() {
      return rig.browser!;
    },
    get resident() {
      return rig.resident!;
    },
    get center() {
      return rig.center!;
    },
    async listenAtReader() {
      const from = { at: performance.now(), commands: (await rig.demo!.dock.state()).reader.commands };
      return async () => {
        const { commands } = (await rig.demo!.dock.state()).reader;
        const checks = 1 + Math.floor((performance.now() - from.at) / READER_CHECK_MS);
        return Math.max(0, commands - from.commands - checks);
      };
    },
    async onlySlip() {
      const slips = await rig.demo!.dock.slips();
      expect(slips).toHaveLength(1);
      return slips[0]!;
    },
    async atWindow(window) {
      const account = (await rig.demo!.dock.state()).accounts.counter[window - 1]!;
      const staff = new HallClient(new URL(rig.demo!.urls.counter).origin);
      expect((await staff.call('signIn', { account: account.id, password: account.password })).body).toMatchObject({ kind: 'signed-in' });
      expect((await staff.call('chooseWindow', { window })).body).toEqual({ kind: 'yours' });
      return staff;
    },
  };
}

/** Calls the next one and, when there is one, has done with it; null: nobody waits. */
export async function serveNext(staff: HallClient): Promise<TicketRow | null> {
  const called = (await staff.command('callNext')).body as { ok: true; value: TicketRow } | { ok: false; error: { kind: string } };
  if (!called.ok) {
    expect(called.error).toEqual({ kind: 'nobody-waiting' });
    return null;
  }
  await staff.command('finish', { ticketId: called.value.id });
  return called.value;
}
