import type { Result } from '../basics/result.ts';
import type { DeviceState } from './device-state.ts';

/** What a resident's ID card says (GA 490 base text). Dates are YYYY-MM-DD. The photo is never taken along. */
export type IdCard = {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'unknown';
  /** GB/T 3304 numeric code, and the group's name; `其他(code)` outside the table. */
  readonly ethnicCode: string;
  readonly ethnic: string;
  readonly birth: string;
  readonly address: string;
  readonly idNumber: string;
  readonly issuer: string;
  readonly validFrom: string;
  /** null: 长期. */
  readonly validTo: string | null;
};

/** Every way in which reading a card can end without a card, named after what the person in front of it does next. */
export type CardTrouble =
  /** The card left the field, or lay badly: lift it and put it again (SW 41, 81, 47, or silence after it was found). */
  | { readonly kind: 'card-moved' }
  /** Something is on the reader that is no ID card (SW 40). */
  | { readonly kind: 'not-an-id-card' }
  /** A card of another kind: J 港澳台居民居住证, I and Y 外国人永久居留身份证, or an unknown marker. */
  | { readonly kind: 'unsupported-card'; readonly marker: string }
  /** The card could not prove itself (SW 31, 32, 33): a window must look at it. */
  | { readonly kind: 'card-not-proven' }
  /** The number's check digit is wrong, or a field can't be read: never shown as if it were right. */
  | { readonly kind: 'card-unreadable'; readonly field: string }
  /** The reader answers with something that is not its language. */
  | { readonly kind: 'reader-garbled' }
  | { readonly kind: 'reader-not-answering'; readonly sinceMs: number }
  /** Self-test failed or not authorised (SW 60, 66). */
  | { readonly kind: 'reader-out-of-order'; readonly status: string }
  /** No card within the time allowed. */
  | { readonly kind: 'no-card' }
  | { readonly kind: 'cancelled' };

/** One attempt: `done` settles exactly once; `cancel` makes it settle as `cancelled` soon. */
export type CardReading = {
  readonly done: Promise<Result<IdCard, CardTrouble>>;
  cancel(): void;
};

export interface IdCardReader {
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): () => void;
  /** Waits for a card to be put on, tells when it was found ("please don't move it"), and reads it. */
  readCard(options: { readonly waitMsMax: number; readonly onFound: () => void }): CardReading;
}
