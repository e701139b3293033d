import { cpSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hall, TerminalId } from '../../src/domain/hall.ts';
import { kioskReadySchema, parentAnswerSchema, type KioskReady, type ParentAnswer, type ParentAsk } from '../browser-host/parent-line.ts';
import { startChild, type ChildOptions, type DemoChild } from './child.ts';

/**
 * The demo's kiosk: the real one, as in production, told by a configuration file that its devices are at the
 * simulators' ports and its center at the other end of the demo's cable.
 */
export const KIOSK_FOLDER = 'kiosk';
const ANSWER_MS_MAX = 5_000;

/** What shows the screen: nothing (the page is opened by hand, or by a test), Chromium, or Electron. */
export type KioskHost =
  | { readonly kind: 'none' }
  | { readonly kind: 'browser'; readonly window: string | null }
  | { readonly kind: 'electron'; readonly executable: string; readonly main: string; readonly windowed: boolean; readonly dockUrl: string };

export type DemoKiosk = {
  readonly hallUrl: string;
  pid(): number | null;
  /** Processes of the kiosk's own; null: not running, or not known (Electron keeps its screen to itself). */
  pids(): Promise<{ readonly devices: number | null; readonly screen: number | null }>;
  /** A fresh one-time address of the screen; null when none can be had. */
  mintUrl(): Promise<string | null>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
};

const here = (path: string): string => fileURLToPath(new URL(`${path}${extname(import.meta.url)}`, import.meta.url));

export function createDemoKiosk(options: {
  readonly folder: string;
  readonly host: KioskHost;
  readonly hall: Hall;
  readonly terminal: TerminalId;
  readonly token: string;
  readonly ports: {
    readonly hall: number;
    readonly screen: number;
    readonly cable: number;
    readonly reader: number;
    readonly printer: number;
  };
  readonly onChange: () => void;
}): DemoKiosk {
  const { folder, host, ports } = options;
  const file = join(folder, 'kiosk.json');
  const config = {
    terminal: options.terminal,
    hall: options.hall,
    data: KIOSK_FOLDER,
    catalogue: 'catalogue.json',
    accounts: 'counter-accounts.json',
    screen: { port: ports.screen, pxPerMm: null },
    hallServer: { listen: { host: '127.0.0.1', port: ports.hall } },
    center: { url: `http://127.0.0.1:${ports.cable}`, tokenFile: 'device-token' },
    devices: {
      idCardReader: { model: 'sam', link: `tcp:127.0.0.1:${ports.reader}` },
      ticketPrinter: { model: 'escpos-80', link: `tcp:127.0.0.1:${ports.printer}` },
    },
  };
  let child: DemoChild<KioskReady> | null = null;
  let lastAsk = 0;

  const start: ChildOptions<typeof kioskReadySchema>['start'] =
    host.kind === 'electron'
      ? {
          kind: 'program',
          file: host.executable,
          args: [host.main, '--config', file, ...(host.windowed ? ['--windowed', '--dock', host.dockUrl] : [])],
        }
      : {
          kind: 'node',
          module: here('../browser'),
          args: [
            '--config',
            file,
            '--host',
            host.kind === 'none' ? 'none' : 'chromium',
            ...(host.kind === 'browser' && host.window ? ['--window', host.window] : []),
          ],
        };

  /** null: not running, no answer in time, or a host that gives none. */
  function ask(what: ParentAsk['ask']): Promise<ParentAnswer | null> {
    const asked = child;
    if (!asked?.running() || !asked.process.connected) return Promise.resolve(null);
    const id = ++lastAsk;
    return new Promise((resolve) => {
      const done = (answer: ParentAnswer | null): void => {
        clearTimeout(timer);
        asked.process.off('message', hear);
        resolve(answer);
      };
      const hear = (message: unknown): void => {
        const answer = parentAnswerSchema.safeParse(message);
        if (answer.success && answer.data.id === id) done(answer.data);
      };
      const timer = setTimeout(() => done(null), ANSWER_MS_MAX);
      asked.process.on('message', hear);
      void asked.ended.then(() => done(null));
      asked.process.send({ id, ask: what } satisfies ParentAsk, (error) => error && done(null));
    });
  }

  return {
    hallUrl: `http://127.0.0.1:${ports.hall}`,
    pid: () => (child?.running() ? (child.process.pid ?? null) : null),
    async pids() {
      const answer = await ask('pids');
      return answer?.ask === 'pids' ? { devices: answer.devices, screen: answer.screen } : { devices: null, screen: null };
    },
    async mintUrl() {
      const answer = await ask('mint-url');
      return answer?.ask === 'mint-url' ? answer.url : null;
    },
    async start() {
      if (child?.running()) return;
      for (const name of ['catalogue.json', 'counter-accounts.json'])
        cpSync(new URL(`./data/${name}`, import.meta.url), join(folder, name));
      writeFileSync(join(folder, 'device-token'), `${options.token}\n`, { mode: 0o600 });
      writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
      const started = startChild({ name: 'The kiosk', ready: kioskReadySchema, start });
      child = started;
      void started.ended.then(options.onChange);
      options.onChange();
      await started.ready;
    },
    async stop() {
      await child?.stop();
    },
    async kill() {
      await child?.kill();
    },
  };
}
