import type { HallDay } from './hall-day.ts';

/**
 * Whether a card is within its dates on a day of the hall. Both printed days count; `validTo` null is 长期.
 * The reader only reads: what an expired card is still good for is decided by the matter, at the kiosk.
 */
export const isValidOn = (card: { readonly validFrom: string; readonly validTo: string | null }, day: HallDay): boolean =>
  card.validFrom <= day && (card.validTo === null || day <= card.validTo);
