import { implement } from '@orpc/server';
import { screenContract } from '../../src/api/screen.ts';
import type { KioskDesk } from '../../src/kiosk/kiosk-desk.ts';
import type { View } from '../../src/kiosk/view.ts';

/**
 * What the resident's screen may ask of its kiosk, the same in both hosts. Everything that comes in is checked against
 * the contract's schemas before it gets here.
 */
export interface ScreenHost {
  /** A frame was painted; `visitId` null: the page has no View yet. */
  alive(visitId: string | null): void;
}

export function createScreenRouter(desk: KioskDesk, host: ScreenHost) {
  const screen = implement(screenContract);
  return screen.router({
    watch: screen.watch.handler(({ signal }) => latestViews(desk, signal)),
    intent: screen.intent.handler(({ input }) => desk.intent(input)),
    catalogue: screen.catalogue.handler(() => desk.catalogue),
    calibration: screen.calibration.handler(() => ({ pxPerMm: desk.pxPerMm })),
    alive: screen.alive.handler(({ input }) => host.alive(input.visitId)),
  });
}
export type ScreenRouter = ReturnType<typeof createScreenRouter>;

/**
 * The newest View at once, then each that follows. Nothing queues up: a screen that is slow to take one gets the
 * latest next, so memory stays one View per screen whatever the screen does.
 */
export async function* latestViews(desk: KioskDesk, signal?: AbortSignal): AsyncGenerator<View, void, undefined> {
  let waiting: View | null = desk.view();
  let wake: (() => void) | null = null;
  const rouse = (): void => {
    wake?.();
    wake = null;
  };
  const unwatch = desk.watch((view) => {
    waiting = view;
    rouse();
  });
  signal?.addEventListener('abort', rouse);
  try {
    while (!signal?.aborted) {
      if (waiting === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const next: View = waiting;
      waiting = null;
      yield next;
    }
  } finally {
    unwatch();
    signal?.removeEventListener('abort', rouse);
  }
}
