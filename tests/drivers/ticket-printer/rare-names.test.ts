import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../drivers/ticket-printer/escpos/commands.ts';
import { PRINTER_MODELS } from '../../../drivers/ticket-printer/escpos/models.ts';
import { dotAt, resvgOptions, type OneBit } from '../../../drivers/ticket-printer/escpos/raster.ts';
import { font, hex, slip } from './sample-slips.ts';

const model = PRINTER_MODELS['escpos-80'];
const CELL = 24;

/** The drawn line of this text, at size 1. */
function drawn(text: string): OneBit {
  const [line] = layOut(slip([{ kind: 'text', text }]), model, font);
  if (line?.do !== 'raster') throw new Error(`${text} is sent as text`);
  return line.image;
}
const cellOf = (image: OneBit, n: number): boolean[] =>
  Array.from({ length: CELL * CELL }, (_, i) => dotAt(image, n * CELL + (i % CELL), Math.floor(i / CELL)));

/** The character as a type founder's proof: drawn four times as large and averaged down, by another way than the driver's. */
function proof(character: string): boolean[] {
  const big = 4 * CELL;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${big}" height="${big}"><rect width="${big}" height="${big}" fill="#fff"/><text x="0" y="${4 * 21}" font-family="${font.family}" font-size="${big}">${character}</text></svg>`;
  const pixels = new Resvg(svg, resvgOptions(font)).render().pixels;
  return Array.from({ length: CELL * CELL }, (_, i) => {
    let dark = 0;
    for (let dy = 0; dy < 4; dy++)
      for (let dx = 0; dx < 4; dx++) dark += 255 - pixels[4 * ((4 * Math.floor(i / CELL) + dy) * big + 4 * (i % CELL) + dx)]!;
    return dark / 16 > 105;
  });
}
const distance = (a: readonly boolean[], b: readonly boolean[]): number => a.filter((dot, i) => dot !== b[i]).length;

describe('a name that the printer’s character set cannot hold', () => {
  // U+E000 is in no font of ours: what resvg draws for it is the empty box of a missing character.
  const candidates = ['䶮', '𬸪', '㛃', '𠅤', '龑', '龙', '龚', '鹡', '鸰', '鹮', '洁', '絜', '充', '亮', '\ue000'];
  const proofs = new Map(candidates.map((character) => [character, proof(character)]));

  it.each(['䶮', '𬸪', '㛃', '𠅤'])('is drawn with %s as the font has it, and not as its neighbours or an empty box', (character) => {
    const cell = cellOf(drawn(`王${character}`), 1);
    const ranking = [...proofs].map(([of, dots]) => ({ of, off: distance(cell, dots) })).toSorted((a, b) => a.off - b.off);
    expect(ranking[0]!.of).toBe(character);
    expect(ranking[0]!.off).toBeLessThan(CELL * CELL * 0.06);
    expect(ranking[1]!.off).toBeGreaterThan(2 * ranking[0]!.off);
    expect(distance(cell, proofs.get('\ue000')!)).toBeGreaterThan(CELL * CELL * 0.2);
  });

  it('draws the whole line, in the cells where the printer would put it', () => {
    const image = drawn('姓名  张䶮');
    expect(image.widthDots).toBe(576);
    const at = (left: number): boolean[] =>
      Array.from({ length: CELL * CELL }, (_, i) => dotAt(image, left + (i % CELL), Math.floor(i / CELL)));
    expect(distance(at(72), proof('张'))).toBeLessThan(CELL * CELL * 0.08);
    expect(distance(at(96), proof('䶮'))).toBeLessThan(CELL * CELL * 0.08);
    expect(at(48).some(Boolean)).toBe(false);
  });

  it('draws only that line; the others stay the printer’s own text', () => {
    const kinds = layOut(
      slip([
        { kind: 'pair', label: '姓名', value: '张䶮' },
        { kind: 'pair', label: '姓名', value: '阿卜杜拉·买买提' },
      ]),
      model,
      font,
    ).map((c) => c.do);
    expect(kinds).toEqual(['raster', 'text', 'feed', 'cut']);
  });

  it('shows the code of a character that even the shipped font lacks, never an empty box or a question mark', () => {
    expect(font.has('𠮷')).toBe(false);
    const cell = cellOf(drawn('吉𠮷'), 1);
    const empty = proof('\ue000');
    // A frame, with figures in it.
    expect(
      cell.filter((dot, i) => dot && i % CELL > 2 && i % CELL < CELL - 3 && Math.floor(i / CELL) > 2 && Math.floor(i / CELL) < CELL - 3)
        .length,
    ).toBeGreaterThan(30);
    expect(distance(cell, empty)).toBeGreaterThan(60);
    // Two characters that it lacks do not look the same.
    expect(hex(drawn('吉𠮷').bytes)).not.toBe(hex(drawn('吉𠮶').bytes));
  });

  it('is drawn the same when the machine has no fonts at all', () => {
    const script = fileURLToPath(new URL('./draw-rare-name.ts', import.meta.url));
    const elsewhere = execFileSync(process.execPath, [script, '王𬸪㛃𠅤䶮'], {
      env: {
        PATH: '',
        HOME: '/nonexistent',
        XDG_DATA_HOME: '/nonexistent',
        FONTCONFIG_FILE: '/nonexistent/fonts.conf',
        FONTCONFIG_PATH: '/nonexistent',
      },
      encoding: 'utf8',
    });
    expect(elsewhere.trim()).toBe(hex(drawn('王𬸪㛃𠅤䶮').bytes));
  });
});
