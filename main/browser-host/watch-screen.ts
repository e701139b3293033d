import { ALIVE_SILENCE_MS_MAX } from '../../src/api/screen.ts';
import { MINUTE_MS, SECOND_MS, type Cancel, type Clock } from '../../src/basics/clock.ts';
import type { Log } from '../../src/domain/log-events.ts';
import type { Chromium, ChromiumGone } from './launch-chromium.ts';

/**
 * Keeps one living screen in front of the resident. A screen that crashed, ended or paints nothing any more is started
 * again with a fresh token; the visit is the kiosk's, so the resident goes on where they were. A screen that keeps
 * dying is started again less often, and never given up: nobody else would.
 */
/** From the launch to the first painted frame; a cold small machine needs some of it. */
export const FIRST_FRAME_MS_MAX = 45 * SECOND_MS;
/** So many restarts within the window happen at once; from then on each waits. */
export const RESTARTS_AT_ONCE_MAX = 5;
export const RESTARTS_WINDOW_MS = 10 * MINUTE_MS;
export const RESTART_PAUSE_MS = MINUTE_MS;

export type ScreenGone = ChromiumGone | 'silent' | 'not-started';

export interface ScreenWatch {
  /** The screen has painted. */
  alive(): void;
  /** null: no screen is running right now. */
  pid(): number | null;
  /** Resolves when no screen is left. */
  stop(): Promise<void>;
}

export type WatchOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly launch: () => Promise<Chromium>;
  /** A fresh address for each start. */
  readonly mintUrl: () => string;
  /** A demo's window may be closed by whoever opened it; a terminal's may not. */
  readonly mayBeClosed: boolean;
  readonly onClosed?: () => void;
};

export function watchScreen(options: WatchOptions): ScreenWatch {
  const { clock, log } = options;
  let chromium: Chromium | null = null;
  let silence: Cancel = () => {};
  let pause: Cancel = () => {};
  let stopped = false;
  let launching: Promise<void> = Promise.resolve();
  const restarts: number[] = [];
  /** Time on the monotonic clock would do as well; only differences of minutes count here. */
  const lately = (): number => restarts.filter((at) => clock.now() - at < RESTARTS_WINDOW_MS).length;

  function start(): void {
    if (stopped) return;
    launching = launchOne().catch(() => lost('not-started', null));
  }

  async function launchOne(): Promise<void> {
    const launched = await options.launch();
    chromium = launched;
    if (stopped) return;
    void launched.gone.then((why) => lost(why, launched));
    listen(FIRST_FRAME_MS_MAX);
    await launched.open(options.mintUrl());
  }

  function listen(msMax: number): void {
    silence();
    silence = clock.after(msMax, () => lost('silent', chromium));
  }

  function lost(why: ScreenGone, which: Chromium | null): void {
    if (stopped || which !== chromium) return;
    silence();
    chromium = null;
    if (why === 'closed' && options.mayBeClosed) {
      stopped = true;
      options.onClosed?.();
      return;
    }
    log('screen.reloaded', { why });
    const waitMs = lately() < RESTARTS_AT_ONCE_MAX ? 0 : RESTART_PAUSE_MS;
    restarts.push(clock.now());
    if (restarts.length > RESTARTS_AT_ONCE_MAX) restarts.shift();
    // The old one goes first: two browsers never share the profile.
    launching = (which?.stop() ?? Promise.resolve()).then(() => {
      pause = clock.after(waitMs, start);
    });
  }

  start();
  return {
    alive: () => {
      if (!stopped && chromium) listen(ALIVE_SILENCE_MS_MAX);
    },
    pid: () => chromium?.pid ?? null,
    async stop() {
      stopped = true;
      silence();
      pause();
      await launching.catch(() => {});
      await chromium?.stop();
      chromium = null;
    },
  };
}
