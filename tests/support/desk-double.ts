import { randomUUID } from 'node:crypto';
import { instant } from '../../src/basics/clock.ts';
import type { KioskDesk } from '../../src/kiosk/kiosk-desk.ts';
import { viewSchema, type IntentRequest, type View } from '../../src/kiosk/view.ts';
import { smallCatalogue } from './people-and-halls.ts';

/** A kiosk's desk for the tests of screens and their lines: it says which View a test gives it, and takes each intent. */
export type DeskDouble = KioskDesk & {
  show(change?: Partial<View>): View;
  readonly intents: IntentRequest[];
  watchers(): number;
};

export function createDeskDouble(): DeskDouble {
  const listeners = new Set<(view: View) => void>();
  const intents: IntentRequest[] = [];
  let view = viewSchema.parse({
    visitId: randomUUID(),
    revision: 1,
    screen: { kind: 'attract' },
    chrome: {
      hallName: '草桥口社区（演示）',
      terminal: 'K01',
      hotline: '0537-12345',
      zone: '自助服务区',
      demo: true,
      now: instant(Date.parse('2025-06-03T01:00:00Z')),
      waiting: 0,
      windowsOpen: null,
      canGoBack: false,
      canLeave: false,
      help: 'quiet',
      missing: [],
    },
    idle: null,
  });
  return {
    view: () => view,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    intent: (request) => {
      intents.push(request);
      return request.revision === view.revision ? 'taken' : 'stale';
    },
    catalogue: smallCatalogue,
    pxPerMm: 4,
    show(change = {}) {
      view = { ...view, ...change, revision: view.revision + 1 };
      for (const listener of listeners) listener(view);
      return view;
    },
    intents,
    watchers: () => listeners.size,
  };
}
