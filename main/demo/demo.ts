import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { never } from '../../src/basics/result.ts';
import { hallSchema, terminalIdSchema } from '../../src/domain/hall.ts';
import { createHostClock } from '../host-ports.ts';
import { CENTER_FOLDER, createDemoCenter } from './demo-center.ts';
import { startDemoDevices } from './demo-devices.ts';
import type { DemoFolder } from './demo-folder.ts';
import { createDemoKiosk, KIOSK_FOLDER, type KioskHost } from './demo-kiosk.ts';
import { readDemoPersons } from './demo-persons.ts';
import type { DockDesk, DockState, ParsedDockCommand } from './dock-api.ts';
import { openNetworkCable } from './network-cable.ts';
import { freePorts } from './ports.ts';

/**
 * A whole demo hall in one place: the center and the kiosk as processes of their own, the devices and the cable between
 * them here, and what the dock can do to all of it.
 */
export const DEMO_TERMINAL = terminalIdSchema.parse('K01');
/** Shown on the dock; they open demo accounts and nothing else (their hashes are in data/). */
const COUNTER_PASSWORD = 'yanshi-chuangkou';
const CENTER_PASSWORD = 'yanshi-zhongxin';
const TOKEN_BYTES = 32;

export interface Demo {
  readonly desk: DockDesk;
  readonly urls: DockState['urls'];
  pids(): { readonly kiosk: number | null; readonly center: number | null };
  /** Resolves when center and kiosk are up; rejects with a Sentence when one can't start. */
  start(): Promise<void>;
  /** Resolves when none of its processes is left. */
  stop(): Promise<void>;
}

/** The devices and the cable are up when it resolves; `start` does the rest, and `stop` may come at any time. */
export async function createDemo({
  folder,
  host,
  dockUrl,
}: {
  readonly folder: DemoFolder;
  readonly host: KioskHost;
  readonly dockUrl: string;
}): Promise<Demo> {
  const hall = hallSchema.parse(JSON.parse(readFileSync(new URL('./data/hall.json', import.meta.url), 'utf8')));
  const persons = readDemoPersons();
  const devices = await startDemoDevices({ clock: createHostClock() });
  const [hallPort, screenPort, centerPort] = await freePorts(3);
  const cable = await openNetworkCable({ toPort: () => centerPort! });
  const token = tokenOf(join(folder.path, 'device-token'));
  const listeners: (() => void)[] = [];
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const processesChanged = (): void => {
    folder.note([kiosk.pid(), center.pid()].filter((pid) => pid !== null));
    changed();
  };
  const center = createDemoCenter({
    folder: folder.path,
    port: centerPort!,
    hall,
    terminal: DEMO_TERMINAL,
    token,
    onChange: () => processesChanged(),
  });
  const kiosk = createDemoKiosk({
    folder: folder.path,
    host,
    hall,
    terminal: DEMO_TERMINAL,
    token,
    ports: { hall: hallPort!, screen: screenPort!, cable: cable.port, reader: devices.readerPort, printer: devices.printerPort },
    onChange: () => processesChanged(),
  });
  devices.onChange(() => changed());

  const startBoth = async (): Promise<void> => {
    const both = await Promise.allSettled([center.start(), kiosk.start()]);
    for (const one of both) if (one.status === 'rejected') throw one.reason;
  };

  const urls: DockState['urls'] = {
    kiosk: `${dockUrl}/open-kiosk`,
    counter: `${kiosk.hallUrl}/counter/`,
    display: `${kiosk.hallUrl}/display/`,
    center: `${center.url}/center/`,
  };
  const accounts: DockState['accounts'] = {
    counter: accountsOf('counter-accounts.json', COUNTER_PASSWORD),
    center: accountsOf('center-accounts.json', CENTER_PASSWORD),
  };

  async function restart(part: { stop(): Promise<void>; start(): Promise<void> }): Promise<void> {
    await part.stop();
    await part.start();
  }

  async function reset(data: boolean): Promise<void> {
    devices.reset();
    cable.set('whole');
    if (data) {
      await Promise.all([kiosk.stop(), center.stop()]);
      folder.empty([KIOSK_FOLDER, CENTER_FOLDER]);
    }
    await startBoth();
  }

  async function killDevices(): Promise<string | null> {
    const { devices: pid } = await kiosk.pids();
    if (pid === null) return 'The device process is not known: the kiosk is not running, or its host does not tell.';
    process.kill(pid, 'SIGKILL');
    return null;
  }

  async function perform(command: ParsedDockCommand): Promise<string | null> {
    switch (command.do) {
      case 'put-card': {
        const person = persons.find(({ key }) => key === command.person);
        if (!person) return `There is no person ${command.person}; GET /api/state lists them.`;
        devices.putCard(person);
        return null;
      }
      case 'take-card':
        devices.takeCard();
        return null;
      case 'reader':
        devices.setReaderFault(command.fault);
        return null;
      case 'paper':
        devices.setPaper(command.paper);
        return null;
      case 'cover':
        devices.setCover(command.cover);
        return null;
      case 'printer':
        devices.setPrinterFault(command.fault);
        return null;
      case 'take-slips':
        devices.takeSlips();
        return null;
      case 'network':
        cable.set(command.state);
        return null;
      case 'center':
      case 'kiosk': {
        const part = command.do === 'center' ? center : kiosk;
        await (command.act === 'restart' ? restart(part) : part[command.act]());
        return null;
      }
      case 'kill-devices':
        return killDevices();
      case 'reset':
        await reset(command.data);
        return null;
      default:
        return never(command);
    }
  }

  /** One after the other: two tests, or two impatient fingers, never start the same thing twice. */
  let stopped = false;
  let turn: Promise<unknown> = Promise.resolve();
  const run = (command: ParsedDockCommand): Promise<string | null> => {
    const mine = turn.then(async () => {
      if (stopped) return 'The demo is ending.';
      try {
        return await perform(command);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        changed();
      }
    });
    turn = mine;
    return mine;
  };

  return {
    urls,
    pids: () => ({ kiosk: kiosk.pid(), center: center.pid() }),
    desk: {
      state: async () => ({
        host: host.kind,
        urls,
        accounts,
        persons: persons.map(({ key, label, note }) => ({ key, label, note })),
        reader: devices.reader(),
        printer: devices.printer(),
        slips: devices.slips(),
        network: { state: cable.state(), repliesLost: cable.lost() },
        center: { pid: center.pid() },
        kiosk: { pid: kiosk.pid(), ...(await kiosk.pids()) },
      }),
      run,
      openKiosk: () => kiosk.mintUrl(),
      picture: (slip) => devices.picture(slip),
      onChange: (listener) => void listeners.push(listener),
    },
    start: startBoth,
    async stop() {
      stopped = true;
      await Promise.all([kiosk.stop(), center.stop()]);
      await turn;
      await Promise.all([kiosk.stop(), center.stop()]);
      await cable.stop();
      await devices.stop();
    },
  };
}

/** The terminal's token, kept over restarts so that the center goes on knowing it. */
function tokenOf(file: string): string {
  try {
    const kept = readFileSync(file, 'utf8').trim();
    if (/^[A-Za-z0-9_-]{43}$/.test(kept)) return kept;
  } catch {
    // A fresh folder: a new token is made.
  }
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

function accountsOf(file: string, password: string): DockState['accounts']['counter'] {
  const accounts = JSON.parse(readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8')) as { id: string; name: string }[];
  return accounts.map(({ id, name }) => ({ id, name, password }));
}
