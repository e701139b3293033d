import { createContext, useContext } from 'react';
import { createWords } from '../../src/words/words.ts';
import type { Catalogue } from '../../src/domain/matter.ts';
import type { Intent, View } from '../../src/kiosk/view.ts';

/** What every screen of the kiosk works with: the View, the catalogue, and a way to say what was tapped. */
export interface KioskUse {
  readonly view: View;
  readonly catalogue: Catalogue | null;
  readonly act: (intent: Intent) => void;
  /** The tap that is being worked on. */
  readonly busy: Intent | null;
}

export const KioskContext = createContext<KioskUse | null>(null);

export function useKiosk(): KioskUse {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('useKiosk outside a visit');
  return kiosk;
}

/** Whether two intents are one and the same button. */
export const sameIntent = (a: Intent | null, b: Intent): boolean => a !== null && JSON.stringify(a) === JSON.stringify(b);

const words = createWords('zh-CN');
export const t = words.t;
export type Translate = typeof t;
