import { columnsOfCharacter } from '../../../src/basics/columns.ts';
import type { PaperFont } from './font.ts';

/**
 * Characters on the printer's grid, as SVG: each in its cell of 12 or 24 dots, where the printer's own font would
 * put it. So a drawn line stands exactly under a printed one, and the picture shows what the paper will.
 */
export const COLUMN_DOTS = 12;
export const GLYPH_DOTS = 24;
/** From the top of the cell to the baseline, at size 1: 0.88 em, as CJK fonts are built. */
const BASELINE_DOTS = 21;

export interface InkLine {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly widthTimes: number;
  readonly heightTimes: number;
  readonly bold: boolean;
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'));

const round = (value: number): number => Math.round(value * 100) / 100;

/** Characters with the marks that sit on them. */
function cellsOf(text: string): { readonly cluster: string; readonly columns: number }[] {
  const cells: { cluster: string; columns: number }[] = [];
  for (const character of text) {
    const columns = columnsOfCharacter(character);
    const last = cells.at(-1);
    if (columns === 0 && last !== undefined) last.cluster += character;
    else if (columns > 0) cells.push({ cluster: character, columns });
  }
  return cells;
}

/**
 * What stands for a character that the shipped font lacks: a box with its code, which staff can look up,
 * never an empty box or a question mark.
 */
function codeBox(character: string, left: number, top: number, width: number, height: number, font: PaperFont): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  const rows = [code.slice(0, Math.ceil(code.length / 2)), code.slice(Math.ceil(code.length / 2))];
  const size = height * 0.46;
  const text = rows.map((row, i) => {
    const wide = row.length * size * 0.555;
    const scale = Math.min(1, (width * 0.8) / wide);
    const x = left + (width - wide * scale) / 2;
    return `<text transform="translate(${round(x)} ${round(top + height * (0.45 + 0.43 * i))}) scale(${round(scale)} 1)" font-size="${round(size)}" font-weight="700">${row}</text>`;
  });
  return `<g font-family="${font.family}"><rect x="${left + 0.5}" y="${top + 0.5}" width="${width - 1}" height="${height - 1}" fill="none" stroke="#000"/>${text.join('')}</g>`;
}

export function inkSvg(line: InkLine, font: PaperFont): string {
  const size = GLYPH_DOTS * line.heightTimes;
  const stretch = line.widthTimes / line.heightTimes;
  const baseline = line.top + BASELINE_DOTS * line.heightTimes;
  const parts: string[] = [];
  /** Characters that fill their cells exactly, as ideographs do, are one text: a hundred small ones take resvg a second. */
  let run = { text: '', left: 0 };
  const endRun = (): void => {
    if (run.text !== '') parts.push(`<text ${at(run.left, 1)}>${escapeXml(run.text)}</text>`);
    run = { text: '', left: 0 };
  };
  const at = (x: number, scale: number): string => {
    const across = round(scale * stretch);
    return across === 1 ? `x="${round(x)}" y="${baseline}"` : `transform="translate(${round(x)} ${baseline}) scale(${across} 1)"`;
  };
  let left = line.left;
  for (const { cluster, columns } of cellsOf(line.text)) {
    const cell = COLUMN_DOTS * columns * line.widthTimes;
    const wide = font.advance(cluster, line.bold) * size * stretch;
    const fills = Math.abs(wide - cell) < 0.01 && cluster.trim() !== '' && font.has(cluster);
    if (!fills) endRun();
    if (fills) {
      if (run.text === '') run.left = left;
      run.text += cluster;
    } else if (!font.has(cluster)) parts.push(codeBox(cluster, left, line.top, cell, size, font));
    else if (cluster.trim() !== '') {
      const scale = wide > cell ? cell / wide : 1;
      parts.push(`<text ${at(left + (cell - wide * scale) / 2, scale)}>${escapeXml(cluster)}</text>`);
    }
    left += cell;
  }
  endRun();
  return `<g font-family="${font.family}" font-size="${size}" font-weight="${line.bold ? 700 : 400}">${parts.join('')}</g>`;
}

export const inkWidthDots = (text: string, widthTimes: number): number =>
  cellsOf(text).reduce((sum, cell) => sum + COLUMN_DOTS * cell.columns * widthTimes, 0);

/** A sheet of paper of these dots with this on it; black on white. */
export const sheetSvg = (widthDots: number, heightDots: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthDots}" height="${heightDots}" viewBox="0 0 ${widthDots} ${heightDots}">` +
  `<rect width="${widthDots}" height="${heightDots}" fill="#fff"/>${body}</svg>`;
