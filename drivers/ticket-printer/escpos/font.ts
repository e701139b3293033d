import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * The shipped font (Noto Sans SC, OFL), read for two questions: does it have this character, and how wide is it.
 * The drawing itself is resvg's. System fonts are never asked, so that every terminal prints the same, and so that
 * a missing character is known before it becomes an empty box (OpenType: cmap format 12, hhea, hmtx).
 */
export interface PaperFont {
  readonly family: string;
  readonly files: readonly string[];
  has(character: string): boolean;
  /** Width in em, of the regular or bold weight. */
  advance(character: string, bold: boolean): number;
}

export const PAPER_FONT_FAMILY = 'Noto Sans SC';
/** Height of capitals and figures in em (OS/2 sCapHeight 733 of 1000). */
export const CAPITAL_EM = 0.733;

interface FontTables {
  glyphOf(codePoint: number): number;
  advanceOf(glyph: number): number;
}

function fontFile(weight: string): string {
  const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);
  // resvg opens the file itself, outside Electron's view into the archive.
  return file.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

function readTables(file: string): FontTables {
  const bytes = readFileSync(file);
  const tables = new Map<string, number>();
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const at = 12 + 16 * i;
    tables.set(bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 8));
  }
  const table = (tag: string): number => {
    const at = tables.get(tag);
    if (at === undefined) throw new Error(`broken invariant: the shipped font has no table ${tag}`);
    return at;
  };
  const unitsPerEm = bytes.readUInt16BE(table('head') + 18);
  const metrics = bytes.readUInt16BE(table('hhea') + 34);
  const widths = Float32Array.from({ length: metrics }, (_, glyph) => bytes.readUInt16BE(table('hmtx') + 4 * glyph) / unitsPerEm);
  const cmap = table('cmap');
  let groupsAt = -1;
  for (let i = 0; i < bytes.readUInt16BE(cmap + 2); i++) {
    const at = cmap + bytes.readUInt32BE(cmap + 8 + 8 * i);
    if (bytes.readUInt16BE(at) === 12) groupsAt = at;
  }
  if (groupsAt < 0) throw new Error('broken invariant: the shipped font has no cmap of format 12');
  const groups = Uint32Array.from({ length: 3 * bytes.readUInt32BE(groupsAt + 12) }, (_, i) => bytes.readUInt32BE(groupsAt + 16 + 4 * i));
  return {
    glyphOf(codePoint) {
      let low = 0;
      let high = groups.length / 3 - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        if (codePoint < groups[3 * middle]!) high = middle - 1;
        else if (codePoint > groups[3 * middle + 1]!) low = middle + 1;
        else return groups[3 * middle + 2]! + codePoint - groups[3 * middle]!;
      }
      return 0;
    },
    advanceOf: (glyph) => widths[Math.min(glyph, metrics - 1)]!,
  };
}

/** Reads both weights once (about 20 MB off the disk, of which some 400 kB stay in memory). */
export function loadPaperFont(): PaperFont {
  const files = [fontFile('400Regular'), fontFile('700Bold')] as const;
  const regular = readTables(files[0]);
  const bold = readTables(files[1]);
  return {
    family: PAPER_FONT_FAMILY,
    files,
    has: (character) => regular.glyphOf(character.codePointAt(0)!) !== 0 && bold.glyphOf(character.codePointAt(0)!) !== 0,
    advance(character, isBold) {
      const tables = isBold ? bold : regular;
      return tables.advanceOf(tables.glyphOf(character.codePointAt(0)!));
    },
  };
}
