import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { openDevtoolsPipe } from './devtools-pipe.ts';

/**
 * Finds a Chromium and starts it as the resident's screen: full screen, or in a window for a demo. Its profile is a
 * folder of its own, emptied at each launch, so that nothing of an earlier visit can be in it.
 */
export type ChromiumWindow =
  | { readonly kind: 'kiosk' }
  | { readonly kind: 'window'; readonly widthPx: number; readonly heightPx: number; readonly leftPx: number; readonly topPx: number };

/** Why a screen is gone: its page crashed, or the whole browser ended (by itself, or because somebody closed it). */
export type ChromiumGone = 'crashed' | 'ended' | 'closed';

export interface Chromium {
  readonly pid: number;
  /** Goes to an address; resolves when the navigation has begun. */
  open(url: string): Promise<void>;
  /** What of the display a window may cover, in CSS pixels. */
  roomPx(): Promise<{ readonly width: number; readonly height: number }>;
  /** Moves and sizes its window; a size includes the frame. */
  place(bounds: { readonly leftPx: number; readonly topPx: number; readonly widthPx: number; readonly heightPx: number }): Promise<void>;
  /** Settles once, with why; never for a Chromium that was asked to stop. */
  readonly gone: Promise<ChromiumGone>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const WINDOWS_PLACES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];
const LAUNCH_MS_MAX = 20_000;
/** Its profile is emptied at each start: there is nothing that it would have to save. */
const STOP_MS_MAX = 1_000;
/** A window manager makes a window full screen within this; where there is none, nobody does. */
const FULL_SCREEN_MS_MAX = 1_000;
const LOOK_EVERY_MS = 50;

/** The path of a Chromium (or a browser built on it) of this machine, or null. CHROMIUM names another. */
export function findChromium(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string | null {
  const asked = env['CHROMIUM'];
  if (asked) return isProgram(asked) ? asked : null;
  const places =
    platform === 'win32'
      ? [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].flatMap((folder) =>
          folder ? WINDOWS_PLACES.map((place) => join(folder, place)) : [],
        )
      : (env['PATH'] ?? '').split(delimiter).flatMap((folder) => (folder ? NAMES.map((name) => join(folder, name)) : []));
  return places.toSorted((a, b) => rank(a) - rank(b)).find(isProgram) ?? null;
}

/** Chromium before the brands, whatever the order of the folders. */
const rank = (path: string): number => {
  const at = NAMES.findIndex((name) => path.endsWith(`/${name}`));
  return at < 0 ? NAMES.length : at;
};

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export type LaunchOptions = {
  readonly executable: string;
  /** A folder of the screen's own; emptied first. */
  readonly profile: string;
  readonly window: ChromiumWindow;
  /** A blank page of ours, shown until `open`; in the command line, so without any secret. */
  readonly firstPage: string;
};

/** The flags, each with its reason where it is not plain; measured on Chromium 156. */
export function chromiumFlags({ profile, window, firstPage }: Omit<LaunchOptions, 'executable'>, isRoot: boolean): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--hide-crash-restore-bubble',
    // Swiping sideways would otherwise go back in history.
    '--disable-features=OverscrollHistoryNavigation,Translate',
    '--autoplay-policy=no-user-gesture-required',
    // A window behind another one would paint nothing, and be taken for a dead screen.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--password-store=basic',
    '--use-mock-keychain',
    // Debian's sandbox works for every user but root; root runs a kiosk in trials only. --test-type: no bar about it.
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    ...(window.kind === 'kiosk'
      ? ['--kiosk', '--window-position=0,0', firstPage]
      : [`--window-position=${window.leftPx},${window.topPx}`, `--window-size=${window.widthPx},${window.heightPx}`, `--app=${firstPage}`]),
  ];
}

const targetsSchema = z.object({ targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })) });
const roomSchema = z.object({ result: z.object({ value: z.tuple([z.number(), z.number()]) }) });
const coverSchema = z.object({ result: z.object({ value: z.tuple([z.number(), z.number(), z.boolean()]) }) });
const windowSchema = z.object({ windowId: z.number() });
const attachedSchema = z.object({ sessionId: z.string() });

/** Throws when the browser does not come up in time; nothing is left running then. */
export async function launchChromium(options: LaunchOptions): Promise<Chromium> {
  rmSync(options.profile, { recursive: true, force: true });
  mkdirSync(options.profile, { recursive: true, mode: 0o700 });
  const child = spawn(options.executable, chromiumFlags(options, process.getuid?.() === 0), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A group of its own: what hangs in it goes with it (see endGroup).
    detached: process.platform !== 'win32',
    // The environment's LANGUAGE sets the browser's own words; --lang is ignored on Linux.
    env: { ...process.env, LANGUAGE: 'zh_CN' },
  });
  let stopping = false;
  let say: (why: ChromiumGone) => void = () => {};
  const gone = new Promise<ChromiumGone>((resolve) => {
    say = (why) => {
      if (!stopping) resolve(why);
    };
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', (code) => {
      endGroup(child.pid);
      say(code === 0 ? 'closed' : 'ended');
      resolve();
    });
  });
  const pipe = openDevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  pipe.onEvent((method) => {
    if (method === 'Inspector.targetCrashed') say('crashed');
  });

  async function stop(): Promise<void> {
    stopping = true;
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    pipe.ask('Browser.close').catch(() => child.kill('SIGTERM'));
    await ended;
    clearTimeout(kill);
  }

  let session: string;
  try {
    session = await within(LAUNCH_MS_MAX, firstPageOf(pipe), ended);
    await pipe.ask('Inspector.enable', {}, session);
    // A small screen is better than none.
    if (options.window.kind === 'kiosk') await coverDisplay(pipe, session).catch(() => undefined);
  } catch (error) {
    stopping = true;
    child.kill('SIGKILL');
    throw new Error(`Chromium (${options.executable}) did not start`, { cause: error });
  }
  return {
    pid: child.pid ?? -1,
    async open(url) {
      await pipe.ask('Page.navigate', { url }, session);
    },
    async roomPx() {
      const answer = await pipe.ask(
        'Runtime.evaluate',
        { expression: '[screen.availWidth, screen.availHeight]', returnByValue: true },
        session,
      );
      const [width, height] = roomSchema.parse(answer).result.value;
      return { width, height };
    },
    async place({ leftPx, topPx, widthPx, heightPx }) {
      const { windowId } = windowSchema.parse(await pipe.ask('Browser.getWindowForTarget', {}, session));
      await pipe.ask('Browser.setWindowBounds', { windowId, bounds: { left: leftPx, top: topPx, width: widthPx, height: heightPx } });
    },
    gone,
    stop,
  };
}

/**
 * Full screen is a wish to the window manager. On a bare X server, as kiosks often run, nobody hears it, and the window
 * stays as small as Chromium likes it: then it is laid over the display by hand. Chromium takes a pixel off a window as
 * large as the display, so it is asked for one more (measured on Chromium 156 under Xvfb).
 */
async function coverDisplay(pipe: ReturnType<typeof openDevtoolsPipe>, session: string): Promise<void> {
  const look = async (): Promise<{ readonly width: number; readonly height: number; readonly covered: boolean } | null> => {
    const expression = '[screen.width, screen.height, innerWidth >= screen.width && innerHeight >= screen.height]';
    // While the first page is on its way in, there is nobody to ask.
    const answer = coverSchema.safeParse(
      await pipe.ask('Runtime.evaluate', { expression, returnByValue: true }, session).catch(() => null),
    );
    if (!answer.success) return null;
    const [width, height, covered] = answer.data.result.value;
    return { width, height, covered };
  };
  const end = performance.now() + FULL_SCREEN_MS_MAX;
  let seen = await look();
  while (!seen?.covered && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    seen = await look();
  }
  if (seen === null || seen.covered || seen.width === 0) return;
  const { windowId } = windowSchema.parse(await pipe.ask('Browser.getWindowForTarget', {}, session));
  for (const bounds of [
    { windowState: 'normal' },
    { left: 0, top: 0, width: seen.width + 1, height: seen.height + 1 },
    { windowState: 'fullscreen' },
  ])
    await pipe.ask('Browser.setWindowBounds', { windowId, bounds });
}

/** The page to steer. The browser answers before its window is there, so it is asked until it is. */
async function firstPageOf(pipe: ReturnType<typeof openDevtoolsPipe>): Promise<string> {
  for (;;) {
    const { targetInfos } = targetsSchema.parse(await pipe.ask('Target.getTargets'));
    const page = targetInfos.find((target) => target.type === 'page');
    if (page) return attachedSchema.parse(await pipe.ask('Target.attachToTarget', { targetId: page.targetId, flatten: true })).sessionId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * When the browser has ended, its page processes end by themselves, but not one that hangs: it would stay for ever, with
 * its memory, and what a resident had on the screen in it.
 */
function endGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody was left.
  }
}

function within<T>(msMax: number, work: Promise<T>, ended: Promise<void>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), msMax);
    void ended.then(() => reject(new Error('it ended at once')));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
