import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../src/basics/clock.ts';
import type { Random } from '../src/basics/random.ts';
import type { Log } from '../src/domain/log-events.ts';
import type { Catalogue } from '../src/domain/matter.ts';
import { createHallDesk } from '../src/hall/create-hall-desk.ts';
import { HelpDesk } from '../src/hall/help-desk.ts';
import { Keeper } from '../src/hall/keeper.ts';
import type { KioskDesk } from '../src/kiosk/kiosk-desk.ts';
import { Kiosk } from '../src/kiosk/kiosk.ts';
import { ticketSlip } from '../src/kiosk/ticket-slip.ts';
import { loadOrMakeSealingKey } from '../src/store/sealing-key.ts';
import { openStore } from '../src/store/store.ts';
import { startSync, type Sync } from '../src/sync/engine.ts';
import { createWords } from '../src/words/words.ts';
import { createCenterLink } from './center-link.ts';
import type { KioskConfig } from './config/kiosk-config.ts';
import type { CounterAccount } from './config/read-config.ts';
import { startDevices } from './devices/devices.ts';
import { startHallServer } from './hall/hall-server.ts';

/**
 * The composition root: from a terminal's configuration to a running kiosk process, the same under both hosts. Parts
 * start in the order in which they depend on each other, and stop in the opposite one.
 */
export type KioskSettings = {
  readonly config: KioskConfig;
  readonly catalogue: Catalogue;
  readonly accounts: readonly CounterAccount[];
  /** The device token for the center; null: no center is configured. */
  readonly centerToken: string | null;
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type RunningKiosk = {
  readonly desk: KioskDesk;
  readonly hallUrl: string;
  pids(): { readonly devices: number | undefined };
  stop(): Promise<void>;
};

/** Built pages, beside the emitted program and beside the sources alike. */
export const staticRoot = (): string => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return here.includes(join('dist', 'main')) ? resolve(here, '../renderer') : resolve(here, '../dist/renderer');
};

export async function startKiosk(settings: KioskSettings): Promise<RunningKiosk> {
  const { config, catalogue, clock, random, log } = settings;
  const begun = clock.now();
  log('kiosk.starting', { terminal: config.terminal });
  const words = createWords();

  const store = await openStore({
    directory: join(config.data, 'store'),
    sealingKey: loadOrMakeSealingKey(join(config.data, 'keys', 'terminal.key')),
    log,
  });
  const keeper = await Keeper.open(config.hall, config.terminal, catalogue, {
    store,
    clock,
    random,
    slipOf: (ticket, copy, ahead, minutes) => ticketSlip(words, config.hall, catalogue, ticket, copy, { ahead, minutes }),
    unsureMatterName: words.t('paper:ticket.unsure'),
  });
  const devices = startDevices({ ...config.devices, clock, log });
  const helpDesk = new HelpDesk(clock, random);
  const sync: Sync | null = config.center
    ? startSync({
        store,
        handIn: createCenterLink({ url: config.center.url, token: settings.centerToken ?? '' }),
        clock,
        random,
        log,
        hall: config.hall.code,
        terminal: config.terminal,
      })
    : null;
  const stopPoking = keeper.watch(() => sync?.poke());
  const kiosk = new Kiosk({
    keeper,
    helpDesk,
    reader: devices.reader,
    printer: devices.printer,
    clock,
    random,
    log,
    pxPerMm: config.screen.pxPerMm,
  });
  const hall = await startHallServer({
    desk: createHallDesk({
      keeper,
      helpDesk,
      reader: devices.reader,
      printer: devices.printer,
      clock,
      log,
      centerState: () => sync?.state() ?? { pending: 0, oldestAt: null, lastSuccessAt: null, refusal: null },
      watchCenter: (listener) => sync?.watch(listener) ?? (() => undefined),
    }),
    listen: config.hallServer.listen,
    tls: settings.tls,
    accounts: settings.accounts,
    staticRoot: staticRoot(),
    clock,
    random,
    log,
  });
  log('kiosk.started', { terminal: config.terminal, tookMs: clock.now() - begun });

  return {
    desk: kiosk,
    hallUrl: hall.url,
    pids: () => ({ devices: devices.pid() }),
    async stop() {
      log('kiosk.stopping', {});
      await hall.stop();
      kiosk.stop();
      stopPoking();
      await sync?.stop();
      await devices.stop();
      await store.close();
      log('kiosk.stopped', {});
    },
  };
}
