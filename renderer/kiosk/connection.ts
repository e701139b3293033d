import { ALIVE_EVERY_MS, ALIVE_SILENCE_MS_MAX } from '../../src/api/screen.ts';
import type { Catalogue } from '../../src/domain/matter.ts';
import { viewSchema, type IntentAnswer, type IntentRequest, type View } from '../../src/kiosk/view.ts';
import type { OpenLine, ScreenLine } from './screen-line.ts';

/**
 * Keeps the screen fed: opens a line, draws what comes, tells that frames are painted, and begins again with back-off
 * when the line drops. It holds the newest View and nothing older: what left the screen has left the page.
 */
export type Shown =
  | { readonly kind: 'restoring' }
  | { readonly kind: 'taken-over' }
  | { readonly kind: 'shown'; readonly view: View; readonly catalogue: Catalogue | null };

export interface Connection {
  readonly shown: () => Shown;
  readonly subscribe: (listener: () => void) => () => void;
  /** `stale` when there is no line: nothing was done, and the screen is about to say so. */
  readonly intent: (request: IntentRequest) => Promise<IntentAnswer>;
  readonly stop: () => void;
}

export interface ConnectionOptions {
  readonly openLine: OpenLine;
  readonly onCalibration: (pxPerMm: number | null) => void;
  /** Resolves once a frame was painted. */
  readonly painted: () => Promise<void>;
}

export const RETRY_MS_MIN = 250;
export const RETRY_MS_MAX = 5_000;

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

export function connect({ openLine, onCalibration, painted }: ConnectionOptions): Connection {
  const listeners = new Set<() => void>();
  let shown: Shown = { kind: 'restoring' };
  let line: ScreenLine | null = null;
  let stopped = false;

  const show = (next: Shown): void => {
    shown = next;
    for (const listener of listeners) listener();
  };

  /** Ends the line when the kiosk no longer answers: a hung process keeps its sockets. */
  async function tellAlive(on: ScreenLine): Promise<void> {
    while (line === on) {
      await painted();
      const visitId = shown.kind === 'shown' ? shown.view.visitId : null;
      // Any answer is an answer, a refusal too.
      const answered = on.client.alive({ visitId }).then(
        () => true,
        () => true,
      );
      const silence = pause(ALIVE_SILENCE_MS_MAX).then(() => false);
      if (!(await Promise.race([answered, silence]))) return on.close();
      await pause(ALIVE_EVERY_MS);
    }
  }

  async function draw(on: ScreenLine): Promise<void> {
    let catalogue: Catalogue | null = null;
    void on.client.calibration().then(
      ({ pxPerMm }) => onCalibration(pxPerMm),
      () => undefined,
    );
    void on.client.catalogue().then(
      (fetched) => {
        catalogue = fetched;
        if (line === on && shown.kind === 'shown') show({ ...shown, catalogue });
      },
      () => on.close(),
    );
    for await (const snapshot of await on.client.watch()) {
      if (line !== on) return;
      const view = viewSchema.parse(snapshot);
      // Snapshots never go back; one that does belongs to a process that was started anew, on a line of its own.
      if (shown.kind !== 'shown' || view.revision >= shown.view.revision) show({ kind: 'shown', view, catalogue });
    }
  }

  async function run(): Promise<void> {
    let retryMs = RETRY_MS_MIN;
    while (!stopped) {
      let end: 'lost' | 'taken-over' = 'lost';
      try {
        const opened = await openLine();
        line = opened;
        void tellAlive(opened);
        // A line that breaks while drawing has its reason in `ended`; a View that can't be parsed is a lost line too.
        const drawn = draw(opened).catch(() => undefined);
        await Promise.race([drawn, opened.ended]);
        if (shown.kind === 'shown') retryMs = RETRY_MS_MIN;
        opened.close();
        end = await opened.ended;
      } catch {
        // Not even a line: the same calm screen, a later try.
      }
      line = null;
      if (stopped) return;
      show({ kind: end === 'taken-over' ? 'taken-over' : 'restoring' });
      if (end === 'taken-over') return;
      await pause(retryMs * (0.75 + Math.random() / 2));
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    }
  }
  void run();

  return {
    shown: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    intent: async (request) => {
      if (!line) return 'stale';
      return line.client.intent(request).catch(() => 'stale' as const);
    },
    stop: () => {
      stopped = true;
      line?.close();
      listeners.clear();
    },
  };
}
