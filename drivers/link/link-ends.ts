import { err, type Result } from '../../src/basics/result.ts';
import type { Link, LinkTrouble } from './link.ts';

/**
 * What every kind of link has in common: who listens, and that the end is told exactly once. A link that we close
 * ourselves is over too, but its `onLost` stays quiet: whoever closed it knows. Writes under way end as `lost` in
 * either case.
 */
export type LinkEnds = {
  readonly onBytes: Link['onBytes'];
  readonly onLost: Link['onLost'];
  /** Bytes that arrive while nobody listens are noise on the line, and gone. */
  tellBytes(bytes: Uint8Array): void;
  /** The first end wins; what comes after it is no news. */
  tellLost(trouble: LinkTrouble): void;
  /** Closed by ourselves. */
  end(): void;
  over(): boolean;
  /**
   * Starts a write: `start` is given what to call with its result. Answers by then, by the end of the link, or after
   * `timeMsMax` with `timed-out`, whichever is first.
   */
  write(timeMsMax: number, start: (done: (result: Result<void, LinkTrouble>) => void) => void): Promise<Result<void, LinkTrouble>>;
};

export function createLinkEnds(): LinkEnds {
  const bytesListeners = new Set<(bytes: Uint8Array) => void>();
  const lostListeners = new Set<(trouble: LinkTrouble) => void>();
  const writes = new Set<() => void>();
  let over = false;
  let lostBy: LinkTrouble | undefined;
  const end = (): void => {
    over = true;
    bytesListeners.clear();
    lostListeners.clear();
    for (const write of [...writes]) write();
  };
  return {
    onBytes: (listener) => {
      if (!over) bytesListeners.add(listener);
      return () => void bytesListeners.delete(listener);
    },
    // Whoever comes after the loss is told too, soon: nobody waits for ever on a link that is gone.
    onLost: (listener) => {
      if (lostBy !== undefined) {
        const trouble = lostBy;
        queueMicrotask(() => listener(trouble));
      } else if (!over) lostListeners.add(listener);
      return () => void lostListeners.delete(listener);
    },
    tellBytes: (bytes) => {
      if (!over) for (const listener of [...bytesListeners]) listener(bytes);
    },
    tellLost: (trouble) => {
      if (over) return;
      lostBy = trouble;
      const listeners = [...lostListeners];
      end();
      for (const listener of listeners) listener(trouble);
    },
    end,
    over: () => over,
    write: async (timeMsMax, start) => {
      if (over) return err({ kind: 'lost' });
      return within<Result<void, LinkTrouble>>(timeMsMax, err({ kind: 'timed-out' }), (settle) => {
        const lose = (): void => settle(err({ kind: 'lost' }));
        writes.add(lose);
        start(settle);
        return () => void writes.delete(lose);
      });
    },
  };
}

/** A callback that may never come must not hold anybody up: its answer, or `otherwise` after `timeMsMax`. */
export function within<T>(timeMsMax: number, otherwise: T, start: (settle: (value: T) => void) => (() => void) | undefined): Promise<T> {
  return new Promise((resolve) => {
    let settled = false;
    let cleanUp: (() => void) | undefined;
    const settle = (value: T): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      cleanUp?.();
      resolve(value);
    };
    const timer = setTimeout(() => settle(otherwise), timeMsMax);
    cleanUp = start(settle);
    if (settled) cleanUp?.();
  });
}
