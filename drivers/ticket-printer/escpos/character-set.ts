import iconv from 'iconv-lite';
import { columnsOfCharacter } from '../../../src/basics/columns.ts';

/**
 * What a printer's character ROM holds, and the bytes that ask for it. A line goes as text only when every character
 * of it is in the ROM *and* as wide there as we counted; any other line is drawn (raster.ts), so that no name comes
 * out as garbage. GB18030's four-byte forms are never sent: hardly a ROM knows them.
 */
export type CharacterSetLevel = 'gb2312' | 'gbk' | 'gb18030-two-byte';

/** GB 2312-80, by row: the rows' lead byte, and the trail bytes that are set in it. */
const GB2312_SYMBOLS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  0xa1: [[0xa1, 0xfe]],
  0xa2: [
    [0xb1, 0xe2],
    [0xe5, 0xee],
    [0xf1, 0xfc],
  ],
  0xa3: [[0xa1, 0xfe]],
  0xa4: [[0xa1, 0xf3]],
  0xa5: [[0xa1, 0xf6]],
  0xa6: [
    [0xa1, 0xb8],
    [0xc1, 0xd8],
  ],
  0xa7: [
    [0xa1, 0xc1],
    [0xd1, 0xf1],
  ],
  0xa8: [
    [0xa1, 0xba],
    [0xc5, 0xe9],
  ],
  0xa9: [[0xa4, 0xef]],
};

function inGb2312(lead: number, trail: number): boolean {
  if (trail < 0xa1 || trail > 0xfe) return false;
  if (lead >= 0xb0 && lead <= 0xf7) return !(lead === 0xd7 && trail > 0xf9);
  return GB2312_SYMBOLS[lead]?.some(([from, to]) => trail >= from && trail <= to) ?? false;
}

const isAscii = (code: number): boolean => code >= 0x20 && code <= 0x7e;

/** The ROM's bytes for one character: one for ASCII, two for Chinese; undefined when the ROM does not hold it. */
export function bytesOfCharacter(character: string, level: CharacterSetLevel): readonly number[] | undefined {
  const code = character.codePointAt(0)!;
  if (isAscii(code)) return [code];
  // A two-byte character is two columns wide on paper. One that we count as narrow (α, №) would push the line over.
  if (columnsOfCharacter(character) !== 2) return undefined;
  const bytes = Array.from(iconv.encode(character, level === 'gb18030-two-byte' ? 'gb18030' : 'gbk'));
  const [lead, trail] = bytes;
  if (bytes.length !== 2 || lead === undefined || trail === undefined || lead < 0x81) return undefined;
  return level === 'gb2312' && !inGb2312(lead, trail) ? undefined : bytes;
}

export const holds = (level: CharacterSetLevel, text: string): boolean =>
  Array.from(text).every((character) => bytesOfCharacter(character, level) !== undefined);

/** @throws when the text holds what the ROM does not: the layout must have drawn that line. */
export function romBytes(text: string, level: CharacterSetLevel): number[] {
  return Array.from(text).flatMap((character) => {
    const bytes = bytesOfCharacter(character, level);
    if (bytes === undefined) throw new Error('broken invariant: a character outside the printer’s ROM was sent as text');
    return bytes;
  });
}

/** Invisible and direction-changing characters: no width on paper, and no business there. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu;

/** Text that can only ever be ink: no control character of the data reaches the printer as a command. */
export const plainText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\t|\u00a0|\u2007|\u202f/g, ' ')
    .replace(INVISIBLE, '');
