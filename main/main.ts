import './version-guard.ts';
import { app, BrowserWindow, Menu, MessageChannelMain, protocol, screen, session } from 'electron';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KioskReady } from './browser-host/parent-line.ts';
import { startFault } from './browser-host/start-fault.ts';
import { startKiosk, staticRoot } from './compose.ts';
import { readKioskSettings } from './config/read-config.ts';
import { defaultConfigFile, ELECTRON_USAGE, parseElectronFlags, type ElectronFlags } from './electron/electron-flags.ts';
import type { ElectronParts } from './electron/electron-ports.ts';
import { openScreen, prepareElectron } from './electron/host.ts';
import { createHostClock, createHostRandom } from './host-ports.ts';
import { openLog } from './log.ts';

/**
 * The kiosk in Electron: the same kiosk process as behind Chromium (browser.ts), with a window of its own. This is the
 * only file that touches Electron itself; everything else is handed its classes through electron-ports.
 */
const STOP_MS_MAX = 10_000;

const electron: ElectronParts = {
  app,
  menu: Menu,
  protocol,
  sessions: session,
  createWindow: (options) => new BrowserWindow(options),
  createChannel: () => new MessageChannelMain(),
  workArea: () => screen.getPrimaryDisplay().workArea,
};

// Not awaited: Electron gets ready only after this module has been evaluated.
begin();

function begin(): void {
  const flags = parseElectronFlags(
    process.argv.slice(app.isPackaged ? 1 : 2),
    app.isPackaged,
    defaultConfigFile(process.platform, process.env),
  );
  if (typeof flags === 'string') return fail(`${flags}\n${ELECTRON_USAGE}`);
  if (!prepareElectron(electron)) return fail('This terminal is already running; there is one kiosk on a machine.');
  void run(flags);
}

async function run(flags: ElectronFlags): Promise<void> {
  const clock = createHostClock();
  const steps: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | null = null;
  const stop = (exitCode: number): Promise<void> => {
    stopping ??= (async () => {
      setTimeout(() => app.exit(1), STOP_MS_MAX).unref();
      for (const step of steps.toReversed()) await step();
      app.exit(exitCode);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.on('disconnect', () => void stop(0));
  // Electron turns signals and a closed session into "quit": everything is saved first.
  app.on('before-quit', (event) => {
    event.preventDefault();
    void stop(0);
  });
  app.on('window-all-closed', () => undefined);

  try {
    const settings = readKioskSettings(flags.config);
    const { log, close } = openLog({ file: join(settings.config.data, 'log', 'kiosk.log'), stderr: false });
    steps.push(close);
    const kiosk = await startKiosk({ ...settings, clock, random: createHostRandom(), log });
    steps.push(() => kiosk.stop());
    const opened = await openScreen(electron, {
      desk: kiosk.desk,
      clock,
      log,
      pagesFolder: staticRoot(),
      preload: fileURLToPath(new URL('./electron/preload.cjs', import.meta.url)),
      windowed: flags.windowed,
      dockUrl: flags.dockUrl,
      onClosed: () => void stop(0),
    });
    steps.push(() => opened.close());
    const ready: KioskReady = { kiosk: null, hall: kiosk.hallUrl, pid: process.pid };
    process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
  } catch (error) {
    process.stderr.write(`${startFault(error)}\n`);
    await stop(1);
  }
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  app.exit(1);
}
