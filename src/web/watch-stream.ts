import type { Cancel, Clock } from '../basics/clock.ts';

/**
 * Snapshots for one watcher: the newest at once, then after each change, and again after `everyMs` of quiet, so that
 * the page can tell a silent line from a quiet hall. A slow reader skips to the latest; nothing queues up.
 */
export type WatchStreamOptions<T> = {
  readonly clock: Clock;
  /** Called when the reader is ready for a value. null ends the stream (the session is over). */
  readonly read: () => T | null;
  /** Calls the listener after each change. */
  readonly watch: (listener: () => void) => Cancel;
  readonly everyMs: number;
  /** Any of these ends the stream: reader gone, session ended, server stopping. */
  readonly signals: readonly (AbortSignal | undefined)[];
};

export async function* watchStream<T>({ clock, read, watch, everyMs, signals }: WatchStreamOptions<T>): AsyncGenerator<T, void, void> {
  const ended = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  let changed = true;
  let wake: () => void = () => {};
  const stir = (): void => {
    changed = true;
    wake();
  };
  const unwatch = watch(stir);
  ended.addEventListener('abort', stir);
  try {
    while (!ended.aborted) {
      if (!changed) {
        let cancel: Cancel = () => {};
        await new Promise<void>((resolve) => {
          wake = resolve;
          cancel = clock.after(everyMs, resolve);
        });
        cancel();
        if (ended.aborted) return;
      }
      changed = false;
      const value = read();
      if (value === null) return;
      yield value;
    }
  } finally {
    unwatch();
    ended.removeEventListener('abort', stir);
  }
}
