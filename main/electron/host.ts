import type { Clock } from '../../src/basics/clock.ts';
import type { Log } from '../../src/domain/log-events.ts';
import type { KioskDesk } from '../../src/kiosk/kiosk-desk.ts';
import { createScreenRouter } from '../screen/screen-router.ts';
import { APP_SCHEME, createPageAnswerer, PAGE_URL, SCHEME_PRIVILEGES } from './app-pages.ts';
import type { ElectronParts } from './electron-ports.ts';
import { servePorts } from './ipc.ts';
import { lockDownContents, lockDownSession } from './lock-down.ts';
import { watchRenderer } from './renderer-watch.ts';
import { createDockWindow, createKioskWindow, KIOSK_PARTITION, windowedArea } from './window.ts';

/**
 * The kiosk's screen in Electron. `prepareElectron` before anything else, `openScreen` once the kiosk process is ready:
 * the truth is in this process, the window only draws it.
 */

/** False: another instance holds this terminal already, and this one must end. */
export function prepareElectron({ app, menu, protocol }: Pick<ElectronParts, 'app' | 'menu' | 'protocol'>): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: SCHEME_PRIVILEGES }]);
  app.enableSandbox();
  menu.setApplicationMenu(null);
  // A swipe is not "back", and two fingers are not a magnifier (the size of the text is a button).
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.commandLine.appendSwitch('disable-pinch');
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  return true;
}

export type ScreenOptions = {
  readonly desk: KioskDesk;
  readonly clock: Clock;
  readonly log: Log;
  /** The built pages (dist/renderer), and the built preload. */
  readonly pagesFolder: string;
  readonly preload: string;
  /** Demo and development only: a packaged kiosk is always full screen. */
  readonly windowed: boolean;
  /** The demo's dock, shown beside a windowed kiosk. */
  readonly dockUrl: string | null;
  /** The window was closed by its own button; only a windowed one has that. */
  readonly onClosed: () => void;
};

export async function openScreen(electron: ElectronParts, options: ScreenOptions): Promise<{ close(): void }> {
  const { desk, clock, log } = options;
  const windowed = options.windowed && !electron.app.isPackaged;
  await electron.app.whenReady();
  const session = electron.sessions.fromPartition(KIOSK_PARTITION, { cache: false });
  lockDownSession(session);
  session.protocol.handle(APP_SCHEME, createPageAnswerer(options.pagesFolder));

  const window = createKioskWindow(
    electron,
    windowed ? { kind: 'windowed', area: windowedArea(electron.workArea()) } : { kind: 'full-screen' },
    options.preload,
  );
  const contents = window.webContents;
  const watch = watchRenderer(clock, {
    endRenderer: () => contents.forcefullyCrashRenderer(),
    reload: () => contents.reload(),
    tell: (why) => log('screen.reloaded', { why }),
  });
  contents.on('render-process-gone', () => watch.take('gone'));
  contents.on('unresponsive', () => watch.take('unresponsive'));
  const ports = servePorts(electron, contents, createScreenRouter(desk, { alive: () => watch.take('alive') }), log);

  const dock = windowed && options.dockUrl !== null ? createDockWindow(electron, electron.workArea()) : null;

  let closing = false;
  window.on('close', (event) => {
    if (closing) return;
    // Alt+F4 and the like don't close a kiosk; whoever runs the demo closes its window as any other.
    if (!windowed) return event.preventDefault();
    options.onClosed();
  });
  const close = (): void => {
    if (closing) return;
    closing = true;
    watch.stop();
    ports.close();
    dock?.destroy();
    window.destroy();
  };
  if (dock !== null && options.dockUrl !== null) void dock.loadURL(options.dockUrl).catch(() => dock.destroy());
  // A page that can't be loaded is a fault of the watch's kind: it stays silent, and is loaded again.
  await window.loadURL(PAGE_URL).catch(() => log('screen.reloaded', { why: 'not-loaded' }));
  return { close };
}
