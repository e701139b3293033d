import type { DeviceState } from './device-state.ts';
import type { PaperDocument } from './paper.ts';

export type PrinterTrouble =
  | { readonly kind: 'out-of-paper' }
  | { readonly kind: 'cover-open' }
  | { readonly kind: 'cutter-jam' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'not-answering'; readonly sinceMs: number }
  | { readonly kind: 'link-lost' }
  | { readonly kind: 'process-lost' };

/**
 * How a job ended. `not-printed`: no byte of it left for the printer. `unknown`: bytes left, and the printer did
 * not say that they became paper; a person must look.
 */
export type PrintOutcome =
  | { readonly kind: 'confirmed'; readonly paperLow: boolean }
  | { readonly kind: 'not-printed'; readonly trouble: PrinterTrouble }
  | { readonly kind: 'unknown'; readonly trouble: PrinterTrouble };

export interface Printer {
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): () => void;
  /**
   * Prints one document, one at a time, in order of asking. `onSend` is awaited after the status was found good and
   * before the first byte of the job leaves, so that the record says "sent" before paper can exist.
   */
  print(document: PaperDocument, onSend: () => Promise<void>): Promise<PrintOutcome>;
}
