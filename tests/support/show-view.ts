import { fileURLToPath } from 'node:url';
import { openScreenServer } from '../../main/screen/screen-server.ts';
import { catalogueSchema, type Catalogue } from '../../src/domain/matter.ts';
import type { Intent, IntentAnswer, View } from '../../src/kiosk/view.ts';
import demoCatalogue from '../../main/demo/data/catalogue.json' with { type: 'json' };
import { realPorts } from './host-ports.ts';

/**
 * The real page behind the real page server, with a desk that shows whatever View a test hands it: how screens are
 * looked at without a kiosk.
 */
export interface ShowView {
  /** An address that opens the screen once. */
  mintUrl(): string;
  /** Shows it; the revision is counted up. Returns what was shown. */
  show(view: View): View;
  /** What was tapped, newest last. */
  readonly intents: Intent[];
  /** The visits of the signs of life, newest last. */
  readonly alive: (string | null)[];
  /** How the next intents are answered. */
  answer(how: (intent: Intent) => IntentAnswer): void;
  stop(): Promise<void>;
}

/** Where `vite build` puts the pages; RENDERER_PAGES points at another build. */
export const BUILT_PAGES = process.env['RENDERER_PAGES'] ?? fileURLToPath(new URL('../../dist/renderer/', import.meta.url));

export async function showView(
  first: View,
  {
    catalogue = catalogueSchema.parse(demoCatalogue),
    pxPerMm = null,
  }: { readonly catalogue?: Catalogue; readonly pxPerMm?: number | null } = {},
): Promise<ShowView> {
  const listeners = new Set<(view: View) => void>();
  const intents: Intent[] = [];
  const alive: (string | null)[] = [];
  let shown = first;
  let answerer: (intent: Intent) => IntentAnswer = () => 'taken';
  const server = await openScreenServer({
    ...realPorts(Date.now()),
    desk: {
      view: () => shown,
      watch: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      intent: ({ visitId, intent }) => {
        if (visitId !== shown.visitId) return 'stale';
        intents.push(intent);
        return answerer(intent);
      },
      catalogue,
      pxPerMm,
    },
    port: 0,
    pages: BUILT_PAGES,
    log: () => undefined,
    onAlive: (visitId) => void alive.push(visitId),
  });
  return {
    mintUrl: () => server.mintUrl(),
    show(view) {
      shown = { ...view, revision: shown.revision + 1 };
      for (const listener of listeners) listener(shown);
      return shown;
    },
    intents,
    alive,
    answer: (how) => {
      answerer = how;
    },
    stop: () => server.stop(),
  };
}
