import type { Cancel } from '../basics/clock.ts';
import type { Catalogue } from '../domain/matter.ts';
import type { IntentAnswer, IntentRequest, View } from './view.ts';

/** What a host (Electron, browser) serves to the resident's screen. */
export interface KioskDesk {
  view(): View;
  /** Called after each new View. */
  watch(listener: (view: View) => void): Cancel;
  intent(request: IntentRequest): IntentAnswer;
  readonly catalogue: Catalogue;
  /** null: not calibrated; the renderer assumes the CSS reference. */
  readonly pxPerMm: number | null;
}
