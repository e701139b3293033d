import type { Brand } from '../basics/brand.ts';
import { err, ok, type Result } from '../basics/result.ts';

/**
 * A citizen's identity number (GB 11643-1999): 6 digits of division, 8 of birth, 3 of sequence (odd for men), and a
 * check digit by ISO 7064 MOD 11-2. Obsolete divisions stay valid for life, so the division is never looked up. The
 * numbers of the residence permit for Hong Kong, Macao and Taiwan residents (81, 82, 83) and of the foreign permanent
 * resident card of 2023 (9) have the same build.
 */
export type IdNumber = Brand<string, 'IdNumber'>;

export type IdNumberFacts = {
  /** 18 characters, the last may be a capital X. */
  readonly number: IdNumber;
  readonly of: 'resident' | 'hong-kong-resident' | 'macao-resident' | 'taiwan-resident' | 'foreign-permanent-resident';
  /** YYYY-MM-DD. */
  readonly birth: string;
  readonly sex: 'male' | 'female';
};

export type IdNumberFault =
  /** Not 17 digits and a digit or X; `length` is how many characters there were. */
  | { readonly kind: 'not-eighteen'; readonly length: number }
  /** The 15 digits without a check digit that were given until 1999. */
  | { readonly kind: 'old-number' }
  | { readonly kind: 'no-such-birth' }
  | { readonly kind: 'wrong-check-digit' };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';

/** The check digit that belongs to 17 digits. */
export const checkDigitOf = (seventeenDigits: string): string =>
  CHECK_DIGITS[WEIGHTS.reduce<number>((sum, weight, i) => sum + weight * Number(seventeenDigits[i]), 0) % 11]!;

/** A small x and spaces around it are forgiven: they are how people type, not what they mean. */
export function parseIdNumber(text: string): Result<IdNumberFacts, IdNumberFault> {
  const number = text.trim().toUpperCase();
  if (/^\d{15}$/.test(number)) return err({ kind: 'old-number' });
  if (!/^\d{17}[\dX]$/.test(number)) return err({ kind: 'not-eighteen', length: number.length });
  const birth = dateOf(number.slice(6, 14));
  if (birth === undefined) return err({ kind: 'no-such-birth' });
  if (checkDigitOf(number) !== number[17]) return err({ kind: 'wrong-check-digit' });
  return ok({ number: number as IdNumber, of: holderOf(number), birth, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' });
}

/** YYYYMMDD as YYYY-MM-DD; undefined when the calendar has no such day. */
export function dateOf(compact: string): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(compact);
  if (!parts) return undefined;
  const date = `${parts[1]}-${parts[2]}-${parts[3]}`;
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? date : undefined;
}

function holderOf(number: string): IdNumberFacts['of'] {
  if (number.startsWith('81')) return 'hong-kong-resident';
  if (number.startsWith('82')) return 'macao-resident';
  if (number.startsWith('83')) return 'taiwan-resident';
  return number.startsWith('9') ? 'foreign-permanent-resident' : 'resident';
}
