import type { Intent, IntentAnswer, IntentRequest, View } from '../../src/kiosk/view.ts';

/**
 * One tap at a time. A tap is busy at once, and further taps are swallowed until the screen has moved on or the kiosk
 * has refused. A refusal as stale is not the person's fault when only the clock or the queue moved the revision on
 * while the finger was coming down: the same tap is sent again for the same screen.
 */
export const RESEND_TIMES_MAX = 3;
/** A tap that was taken but changes nothing on the screen frees it after this. */
export const BUSY_MS_MAX = 1_500;
/** Keeping the visit awake needs no more than this. */
export const TOUCH_EVERY_MS = 5_000;

export interface IntentSender {
  readonly act: (intent: Intent) => void;
  /** Somebody is there: throttled, never busy. */
  readonly touch: () => void;
  /** To be told of each new View; null: there is none now. */
  readonly viewed: (view: View | null) => void;
}

export interface IntentSenderOptions {
  readonly send: (request: IntentRequest) => Promise<IntentAnswer>;
  readonly onBusy: (intent: Intent | null) => void;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly now: () => number;
}

export function createIntentSender({ send, onBusy, after, now }: IntentSenderOptions): IntentSender {
  let view: View | null = null;
  let busy: Intent | null = null;
  let touchedAt = -Infinity;
  let moved: (() => void) | null = null;

  /** The View after `revision`, or none in time. */
  const movedOn = (revision: number): Promise<void> =>
    new Promise((resolve) => {
      if (!view || view.revision > revision) return resolve();
      const cancel = after(BUSY_MS_MAX, () => moved?.());
      moved = () => {
        cancel();
        moved = null;
        resolve();
      };
    });

  async function deliver(intent: Intent, tapped: View): Promise<void> {
    for (let times = 0; times <= RESEND_TIMES_MAX; times++) {
      if (!view || view.visitId !== tapped.visitId || view.screen.kind !== tapped.screen.kind) return;
      const { visitId, revision } = view;
      const answer = await send({ visitId, revision, intent });
      if (answer === 'not-here') return;
      await movedOn(revision);
      if (answer === 'taken') return;
    }
  }

  return {
    act(intent) {
      if (busy || !view) return;
      busy = intent;
      onBusy(intent);
      touchedAt = now();
      void deliver(intent, view).finally(() => {
        busy = null;
        onBusy(null);
      });
    },
    touch() {
      // While the warning counts down, its buttons answer: a touch would take it from under the finger.
      if (!view || view.idle || now() - touchedAt < TOUCH_EVERY_MS) return;
      touchedAt = now();
      void send({ visitId: view.visitId, revision: view.revision, intent: { kind: 'touch' } });
    },
    viewed(next) {
      if (next?.visitId !== view?.visitId) touchedAt = -Infinity;
      const before = view?.revision;
      view = next;
      if (!next || next.revision !== before) moved?.();
    },
  };
}
