import './version-guard.ts';
import { join } from 'node:path';
import { startKiosk, staticRoot } from './compose.ts';
import { BROWSER_USAGE, parseBrowserFlags } from './browser-host/browser-flags.ts';
import { findChromium, launchChromium } from './browser-host/launch-chromium.ts';
import { parentAskSchema, type KioskReady, type ParentAnswer } from './browser-host/parent-line.ts';
import { startFault } from './browser-host/start-fault.ts';
import { watchScreen, type ScreenWatch } from './browser-host/watch-screen.ts';
import { readKioskSettings } from './config/read-config.ts';
import { createHostClock, createHostRandom } from './host-ports.ts';
import { openLog, type OpenLog } from './log.ts';
import { OPENING_PATH, openScreenServer } from './screen/screen-server.ts';

/**
 * The kiosk behind Chromium: `npm run kiosk -- --config FILE`. The same kiosk as in Electron, for platforms that
 * Electron does not reach; no simulators, no demo data, no dock. It prints one line `ready {json}`, runs until SIGINT
 * or SIGTERM (or until whoever forked it is gone), and leaves no process behind.
 */
/** Long enough to save, print states and say goodbye to the center; then it ends all the same. */
const STOP_MS_MAX = 10_000;

async function run(): Promise<void> {
  const flags = parseBrowserFlags(process.argv.slice(2));
  if (typeof flags === 'string') return fail(`${flags}\n${BROWSER_USAGE}`);
  const executable = flags.host === 'none' ? null : findChromium();
  if (flags.host === 'chromium' && executable === null)
    return fail(
      'No Chromium or Chrome was found on this machine; install one (Debian: apt install chromium), name it in CHROMIUM, or start with --host none.',
    );

  const clock = createHostClock();
  const random = createHostRandom();
  const steps: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | null = null;
  const stop = (exitCode: number): Promise<void> => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
      for (const step of steps.toReversed()) await step();
      process.exit(exitCode);
    })();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.on('disconnect', () => void stop(0));

  let opened: OpenLog | null = null;
  try {
    const settings = readKioskSettings(flags.config);
    const { config } = settings;
    opened = openLog({ file: join(config.data, 'log', 'kiosk.log'), stderr: flags.verbose });
    const { log, close } = opened;
    steps.push(close);
    const kiosk = await startKiosk({ ...settings, clock, random, log });
    steps.push(() => kiosk.stop());

    let watch: ScreenWatch | null = null;
    const screen = await openScreenServer({
      desk: kiosk.desk,
      port: config.screen.port,
      pages: staticRoot(),
      clock,
      random,
      log,
      onAlive: () => watch?.alive(),
    });
    steps.push(() => screen.stop());
    if (executable !== null) {
      watch = watchScreen({
        clock,
        log,
        launch: () =>
          launchChromium({
            executable,
            profile: join(config.data, 'screen'),
            window: flags.window,
            firstPage: `${screen.origin}${OPENING_PATH}`,
          }),
        mintUrl: () => screen.mintUrl(),
        mayBeClosed: flags.window.kind === 'window',
      });
      const watching = watch;
      steps.push(() => watching.stop());
    }

    process.on('message', (message) => {
      const asked = parentAskSchema.safeParse(message);
      if (!asked.success) return;
      const { id, ask } = asked.data;
      const answer: ParentAnswer =
        ask === 'mint-url'
          ? { id, ask, url: screen.mintUrl() }
          : { id, ask, devices: kiosk.pids().devices ?? null, screen: watch?.pid() ?? null };
      process.send?.(answer);
    });
    const ready: KioskReady = { kiosk: watch ? null : screen.mintUrl(), hall: kiosk.hallUrl, pid: process.pid };
    process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
  } catch (error) {
    process.stderr.write(`${startFault(error)}\n`);
    await stop(1);
  }
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

await run();
