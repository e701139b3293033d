import '../version-guard.ts';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { staticRoot } from '../compose.ts';
import { startFault } from '../browser-host/start-fault.ts';
import { compile } from '../setup/compile.ts';
import { chooseHost, projectRoot } from './choose-host.ts';
import { DEMO_USAGE, parseDemoFlags, type DemoFlags } from './demo-flags.ts';
import { openDemoFolder } from './demo-folder.ts';
import type { KioskHost } from './demo-kiosk.ts';
import { openDockWindow, windowFlag, type DockWindow } from './demo-windows.ts';
import { createDemo } from './demo.ts';
import { openDockServer } from './dock-server.ts';
import { dockPort } from './ports.ts';
import { Sentence } from './sentence.ts';

/**
 * `npm start`: a whole demo hall from one command. It prints one line `ready {json}` on stdout (everything else goes to
 * stderr), runs until Ctrl-C, and leaves no process behind, even when it is killed: its children notice.
 */
const DEFAULT_DATA = join('.data', 'demo');
const STOP_MS_MAX = 18_000;

const steps: (() => Promise<void> | void)[] = [];
let stopping: Promise<void> | null = null;
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    for (const step of steps.toReversed()) await step();
    process.exit(exitCode);
  })();
  return stopping;
}

async function run(flags: DemoFlags): Promise<void> {
  const chosen = await chooseHost(flags.host);
  const port = await dockPort(flags.port);
  const dockUrl = `http://127.0.0.1:${port}`;
  const folder = await openDemoFolder(resolve(flags.data), { reset: flags.reset });
  steps.push(() => folder.leave());

  let window: DockWindow | null = null;
  let host: KioskHost = { kind: 'none' };
  if (chosen.kind === 'electron') {
    const root = projectRoot();
    if (!compile(root, { fresh: false }))
      throw new Sentence('The program could not be compiled for Electron (why stands above); try --host browser.');
    host = {
      kind: 'electron',
      executable: chosen.executable,
      main: join(root, 'dist', 'main', 'main.js'),
      windowed: !flags.kiosk,
      dockUrl: `${dockUrl}/dock/`,
    };
  } else if (chosen.kind === 'browser') {
    if (!flags.kiosk) {
      const opened = await openDockWindow({ executable: chosen.executable, folder: folder.path });
      steps.push(async () => {
        await opened.stop();
        rmSync(join(folder.path, 'dock-window'), { recursive: true, force: true });
      });
      window = opened;
    }
    host = { kind: 'browser', window: window && windowFlag(window.layout.terminal) };
  }
  if (stopping) return;

  const demo = await createDemo({ folder, host, dockUrl });
  steps.push(() => demo.stop());
  await demo.start();
  const dock = await openDockServer({ desk: demo.desk, port, pages: staticRoot() });
  steps.push(() => dock.stop());
  if (stopping) return;
  await window?.show(`${dockUrl}/dock/`);
  process.stdout.write(
    `ready ${JSON.stringify({ ...demo.urls, dock: `${dockUrl}/dock/`, pids: { demo: process.pid, ...demo.pids() } })}\n`,
  );
  process.stderr.write('The demo is running (演示). Ctrl-C ends it.\n');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
process.on('disconnect', () => void stop(0));

const flags = parseDemoFlags(process.argv.slice(2), DEFAULT_DATA);
if (typeof flags === 'string') {
  process.stderr.write(`${flags}\n${DEMO_USAGE}\n`);
  process.exitCode = 1;
  process.channel?.unref();
} else {
  try {
    await run(flags);
  } catch (error) {
    process.stderr.write(`${startFault(error)}\n`);
    await stop(1);
  }
}
