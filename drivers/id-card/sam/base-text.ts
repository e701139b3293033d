import { err, ok, type Result } from '../../../src/basics/result.ts';
import type { CardTrouble, IdCard } from '../../../src/devices/id-card-reader.ts';
import { ethnicNameOf } from '../../../src/domain/ethnic-groups.ts';
import { dateOf, parseIdNumber } from '../../../src/domain/id-number.ts';

/**
 * The base text of an ID card (GA 490): 256 bytes of UTF-16LE in fixed fields, padded with spaces. Four layouts exist
 * and share only the marker of two bytes at offset 248: a space for the resident card, J for the residence permit of
 * Hong Kong, Macao and Taiwan residents, I and Y for the foreign permanent resident cards of 2017 and 2023. Only the
 * resident card is read as yet; the others are told by their marker, and nothing is guessed.
 */
export const BASE_TEXT_BYTES = 256;
export const RESIDENT_MARKER = ' ';
const PAD = 0x0020;

/** Offset and length in bytes, resident layout. 220 to 247 is reserved and never read. */
const FIELDS = {
  name: [0, 30],
  sex: [30, 2],
  ethnic: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  issuer: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
  marker: [248, 2],
} as const;
type FieldName = keyof typeof FIELDS;

const LONG_TERM = '长期';
/** GB/T 2261.1; 9 is "not stated". */
const SEX_OF_CODE: Readonly<Record<string, IdCard['sex']>> = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'unknown' };
const CODE_OF_SEX: Readonly<Record<IdCard['sex'], string>> = { male: '1', female: '2', unknown: '0' };

export type BaseTextTrouble = Extract<CardTrouble, { kind: 'unsupported-card' | 'card-unreadable' }>;

const unreadable = (field: FieldName | 'text'): Result<never, BaseTextTrouble> => err({ kind: 'card-unreadable', field });

/**
 * The resident card in these bytes. `unsupported-card` for another kind, with its marker as it stands there;
 * `card-unreadable` with the first field that can't be right: text that is no UTF-16 or holds control characters, a day
 * that no calendar has, a check digit that is wrong. A sex that contradicts the number is left as the card says it.
 */
export function decodeBaseText(bytes: Uint8Array): Result<IdCard, BaseTextTrouble> {
  if (bytes.length !== BASE_TEXT_BYTES) return unreadable('text');
  const marker = textOf(bytes, 'marker');
  if (marker === undefined) return unreadable('marker');
  // Kits are seen to write NUL where the standard has a space.
  if (marker !== '') return err({ kind: 'unsupported-card', marker });

  const name = textOf(bytes, 'name');
  if (!name) return unreadable('name');
  const sex = SEX_OF_CODE[textOf(bytes, 'sex') ?? ''];
  if (sex === undefined) return unreadable('sex');
  const ethnicCode = textOf(bytes, 'ethnic');
  if (ethnicCode === undefined || !/^\d\d$/.test(ethnicCode)) return unreadable('ethnic');
  const birth = dateOf(textOf(bytes, 'birth') ?? '');
  if (birth === undefined) return unreadable('birth');
  const address = textOf(bytes, 'address');
  if (!address) return unreadable('address');
  const idNumber = parseIdNumber(textOf(bytes, 'idNumber') ?? '');
  if (!idNumber.ok) return unreadable('idNumber');
  const issuer = textOf(bytes, 'issuer');
  if (!issuer) return unreadable('issuer');
  const validFrom = dateOf(textOf(bytes, 'validFrom') ?? '');
  if (validFrom === undefined) return unreadable('validFrom');
  const until = textOf(bytes, 'validTo');
  const validTo = until === LONG_TERM ? null : dateOf(until ?? '');
  if (validTo === undefined) return unreadable('validTo');
  return ok({
    name,
    sex,
    ethnicCode,
    ethnic: ethnicNameOf(ethnicCode),
    birth,
    address,
    idNumber: idNumber.value.number,
    issuer,
    validFrom,
    validTo,
  });
}

/**
 * The bytes of a resident card that says this, for simulators and tests. Throws a RangeError when a text does not fit
 * into its field; a character beyond the basic plane takes two places, as on a real card. The ethnic group goes by
 * its code.
 */
export function encodeBaseText(card: IdCard): Uint8Array {
  const bytes = new Uint8Array(BASE_TEXT_BYTES);
  for (let at = 0; at < bytes.length; at += 2) putUnit(bytes, at, PAD);
  const put = (field: FieldName, text: string): void => {
    const [offset, length] = FIELDS[field];
    if (text.length * 2 > length) throw new RangeError(`${field}: ${text.length} UTF-16 units, and there is room for ${length / 2}`);
    for (let i = 0; i < text.length; i++) putUnit(bytes, offset + i * 2, text.charCodeAt(i));
  };
  put('name', card.name);
  put('sex', CODE_OF_SEX[card.sex]);
  put('ethnic', card.ethnicCode);
  put('birth', compact(card.birth));
  put('address', card.address);
  put('idNumber', card.idNumber);
  put('issuer', card.issuer);
  put('validFrom', compact(card.validFrom));
  put('validTo', card.validTo === null ? LONG_TERM : compact(card.validTo));
  return bytes;
}

/** The same bytes with another marker: a card of a kind that is not supported. */
export function withMarker(bytes: Uint8Array, marker: string): Uint8Array {
  const copy = bytes.slice();
  putUnit(copy, FIELDS.marker[0], marker.charCodeAt(0));
  return copy;
}

/** The same bytes with a check digit that does not belong to the number. */
export function withWrongCheckDigit(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const at = FIELDS.idNumber[0] + FIELDS.idNumber[1] - 2;
  putUnit(copy, at, copy[at] === 0x30 ? 0x31 : 0x30);
  return copy;
}

/** Undefined when the field is no UTF-16 (half of a pair) or holds characters that no card prints. */
function textOf(bytes: Uint8Array, field: FieldName): string | undefined {
  const [offset, length] = FIELDS[field];
  let text = '';
  for (let at = offset; at < offset + length; at += 2) text += String.fromCharCode(bytes[at]! | (bytes[at + 1]! << 8));
  // Only at the end, and only padding: a name keeps its inner dot, a transcribed name its inner spaces.
  const trimmed = text.replace(/[ \0]+$/, '');
  // Controls, noncharacters and the byte-order mark; \p{Cs} is half of a pair.
  return /[\p{Cc}\p{Cs}\ufeff\ufffe\uffff]/u.test(trimmed) ? undefined : trimmed;
}

function putUnit(bytes: Uint8Array, at: number, unit: number): void {
  bytes[at] = unit & 0xff;
  bytes[at + 1] = unit >> 8;
}

const compact = (date: string): string => date.replaceAll('-', '');
