import { ALIVE_SILENCE_MS_MAX } from '../../../src/api/screen.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openScreen, prepareElectron } from '../../../main/electron/host.ts';
import { messagePortLines, type ScreenLine } from '../../../renderer/kiosk/screen-line.ts';
import type { LogEventName } from '../../../src/domain/log-events.ts';
import type { View } from '../../../src/kiosk/view.ts';
import { ClockByHand } from '../../support/clock-by-hand.ts';
import { createDeskDouble, type DeskDouble } from '../../support/desk-double.ts';
import { until } from '../../support/until.ts';
import { createElectronDouble, preventable, type ElectronDouble, type WindowDouble } from './electron-double.ts';

/** The whole way of a resident's tap in Electron: page, preload, port, kiosk process; Electron itself is a double. */
let pages: string;
let electron: ElectronDouble;
let desk: DeskDouble;
let clock: ClockByHand;
let logged: { event: LogEventName; fields: object }[];
const lines: ScreenLine[] = [];

beforeEach(() => {
  pages = mkdtempSync(join(tmpdir(), 'yichuang-pages-'));
  mkdirSync(join(pages, 'kiosk'));
  mkdirSync(join(pages, 'assets'));
  writeFileSync(join(pages, 'kiosk/index.html'), '<!doctype html>');
  electron = createElectronDouble();
  desk = createDeskDouble();
  clock = new ClockByHand('2025-06-03T01:00:00Z');
  logged = [];
});
afterEach(() => {
  for (const line of lines.splice(0)) line.close();
  rmSync(pages, { recursive: true, force: true });
});

async function open(options: { windowed?: boolean; dockUrl?: string } = {}) {
  const closed: string[] = [];
  expect(prepareElectron(electron)).toBe(true);
  const screen = await openScreen(electron, {
    desk,
    clock,
    log: (event, fields) => void logged.push({ event, fields }),
    pagesFolder: pages,
    preload: '/opt/yichuang/preload.cjs',
    windowed: options.windowed ?? false,
    dockUrl: options.dockUrl ?? null,
    onClosed: () => void closed.push('closed'),
  });
  return { screen, window: electron.windows[0]!, closed };
}

/** The page's own code, on the port that its preload fetches. */
async function lineOf(window: WindowDouble): Promise<ScreenLine> {
  const line = await messagePortLines(window.webContents.page!.window)();
  lines.push(line);
  return line;
}

async function firstView(line: ScreenLine): Promise<View> {
  for await (const view of await line.client.watch()) return view;
  throw new Error('the line ended before a View came');
}

describe('a resident at the terminal', () => {
  test('sees the View that the kiosk process has, and a tap reaches it', async () => {
    const { window } = await open();
    const line = await lineOf(window);
    const view = await firstView(line);
    expect(view).toEqual(desk.view());
    expect(await line.client.intent({ visitId: view.visitId, revision: view.revision, intent: { kind: 'wake' } })).toBe('taken');
    expect(desk.intents).toMatchObject([{ intent: { kind: 'wake' } }]);
    expect(await line.client.calibration()).toEqual({ pxPerMm: 4 });
  });

  test('sees each change as it comes, and one who leaves is forgotten', async () => {
    const { window } = await open();
    const line = await lineOf(window);
    const seen: number[] = [];
    for await (const view of await line.client.watch()) {
      seen.push(view.revision);
      if (seen.length === 3) break;
      desk.show();
    }
    expect(seen).toEqual([1, 2, 3]);
    await until('the watcher is gone', () => desk.watchers() === 0);
  });

  test('cannot send what the contract does not know', async () => {
    const { window } = await open();
    const line = await lineOf(window);
    await expect(line.client.intent({ visitId: 'x', revision: 1, intent: { kind: 'wake' } })).rejects.toThrow('Input validation failed');
    expect(desk.intents).toEqual([]);
  });
});

describe('the hand-over of the port', () => {
  test('is refused to a frame inside the page, to another origin, and to a frame that is gone', async () => {
    const { window } = await open();
    const contents = window.webContents;
    contents.say('screen-port-wanted', contents.frame({ parent: contents.frame({}) }));
    contents.say('screen-port-wanted', contents.frame({ origin: 'https://example.org' }));
    contents.say('screen-port-wanted', contents.frame({ origin: 'app://kiosk.example.org' }));
    contents.say('screen-port-wanted', null);
    expect(logged.map(({ event, fields }) => [event, fields])).toEqual([
      ['screen.refused', { why: 'sub-frame' }],
      ['screen.refused', { why: 'origin' }],
      ['screen.refused', { why: 'origin' }],
      ['screen.refused', { why: 'no-frame' }],
    ]);
  });

  test('to a reloaded page closes the old port, so one page is served at a time', async () => {
    const { window } = await open();
    const old = await lineOf(window);
    await firstView(old);
    window.webContents.reload();
    const line = await lineOf(window);
    expect(await firstView(line)).toEqual(desk.view());
    expect(await old.ended).toBe('lost');
  });

  test('is all that is listened to outside of a port', async () => {
    const { window } = await open();
    expect(window.webContents.ipcEvents.names()).toEqual(['screen-port-wanted']);
  });
});

describe('a page that fails', () => {
  test('crashed: it is loaded again at once and draws the same visit', async () => {
    const { window } = await open();
    await firstView(await lineOf(window));
    window.webContents.events.emit('render-process-gone', preventable({}), { reason: 'crashed' });
    await clock.turn(1_000);
    expect(window.webContents.calls.filter((call) => call === 'reload')).toHaveLength(1);
    expect((await firstView(await lineOf(window))).visitId).toBe(desk.view().visitId);
    expect(logged).toContainEqual({ event: 'screen.reloaded', fields: { why: 'gone' } });
  });

  test('painting nothing any more: its process is ended and it is loaded again', async () => {
    const { window } = await open();
    const line = await lineOf(window);
    await line.client.alive({ visitId: null });
    await clock.turn(ALIVE_SILENCE_MS_MAX - 1_000);
    expect(window.webContents.calls).not.toContain('reload');
    await clock.turn(2_000);
    expect(window.webContents.calls).toContain('forcefullyCrashRenderer');
    expect(window.webContents.calls.filter((call) => call === 'reload')).toHaveLength(1);
    expect(logged).toContainEqual({ event: 'screen.reloaded', fields: { why: 'silent' } });
  });

  test('alive every two seconds: it is left alone for an hour', async () => {
    const { window } = await open();
    const line = await lineOf(window);
    for (let i = 0; i < 100; i++) {
      await line.client.alive({ visitId: null });
      await clock.turn(2_000);
    }
    expect(window.webContents.calls).not.toContain('reload');
  });
});

describe('the window', () => {
  test('keeps the page away from the machine, by every setting', async () => {
    const { window } = await open();
    expect(window.options).toMatchObject({ kiosk: true, fullscreen: true, frame: false });
    expect(window.options.webPreferences).toEqual({
      partition: 'kiosk',
      preload: '/opt/yichuang/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableDialogs: true,
      devTools: false,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    });
    expect(electron.calls).toEqual(
      expect.arrayContaining([
        'enableSandbox',
        'no menu',
        'session kiosk cache=false',
        'switch overscroll-history-navigation=0',
        'switch disable-pinch',
      ]),
    );
    expect(electron.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, corsEnabled: true } }]);
    expect(window.urls).toEqual(['app://kiosk/']);
    expect(window.shown).toBe(true);
  });

  test.for(['https://example.org/', 'app://kiosk/counter/', 'app://other/', 'file:///etc/passwd', 'javascript:alert(1)', 'about:blank'])(
    'goes nowhere else: %s',
    async (url) => {
      const { window } = await open();
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        const event = preventable({ url });
        window.webContents.events.emit(name, event);
        expect(event.prevented).toBe(true);
      }
    },
  );

  test('opens no other window, no webview, no download, and grants nothing', async () => {
    const { window } = await open();
    expect(window.webContents.windowOpen()).toEqual({ action: 'deny' });
    const webview = preventable({});
    window.webContents.events.emit('will-attach-webview', webview);
    const download = preventable({});
    electron.session.events.emit('will-download', download);
    expect([webview.prevented, download.prevented]).toEqual([true, true]);
    const { handlers, events } = electron.session;
    const granted: unknown[] = [];
    const take = (answer?: unknown): void => void granted.push(answer);
    const ask = (name: string, ...args: unknown[]): unknown => handlers.get(name)!(...(args as never[]));
    ask('permission-request', null, 'media', take);
    ask('display-media', null, take);
    ask('bluetooth-pairing', null, take);
    events.emit('select-hid-device', preventable({}), {}, take);
    events.emit('select-usb-device', preventable({}), {}, take);
    events.emit('select-serial-port', preventable({}), [], null, take);
    expect(granted).toEqual([false, null, { confirmed: false }, null, null, '']);
    expect([ask('permission-check'), ask('device-permission')]).toEqual([false, false]);
  });

  test('of a kiosk does not close by Alt+F4; a demo window closes like any other', async () => {
    const kiosk = await open();
    const event = preventable({});
    kiosk.window.events.emit('close', event);
    expect([event.prevented, kiosk.closed]).toEqual([true, []]);
    kiosk.screen.close();
    expect(kiosk.window.destroyed).toBe(true);

    electron = createElectronDouble();
    const demo = await open({ windowed: true });
    const allowed = preventable({});
    demo.window.events.emit('close', allowed);
    expect([allowed.prevented, demo.closed]).toEqual([false, ['closed']]);
  });

  test('of the demo is a portrait terminal scaled to the screen, with the dock beside it', async () => {
    await open({ windowed: true, dockUrl: 'http://127.0.0.1:4000/dock/' });
    const [kiosk, dock] = electron.windows;
    expect(kiosk!.options).toMatchObject({ kiosk: false, frame: true, x: 0, y: 32, width: 563, height: 1_000 });
    expect(dock!.options).toMatchObject({ x: 563, width: 640, frame: true });
    expect(dock!.options.webPreferences.preload).toBeUndefined();
    expect(dock!.urls).toEqual(['http://127.0.0.1:4000/dock/']);
  });

  test('of an installed kiosk is full screen whatever it is told, and has no dock', async () => {
    electron = createElectronDouble({ packaged: true });
    await open({ windowed: true, dockUrl: 'http://127.0.0.1:4000/dock/' });
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]!.options.kiosk).toBe(true);
  });

  test('is there once on a machine', () => {
    expect(prepareElectron(createElectronDouble({ firstInstance: false }))).toBe(false);
  });
});
