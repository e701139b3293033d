import { Resvg } from '@resvg/resvg-js';
import { sheetSvg } from './drawing.ts';
import type { PaperFont } from './font.ts';

/**
 * Drawn lines: what the printer's character set cannot hold, drawn with the shipped font into dots that are black or
 * white, because a thermal head knows nothing between.
 */
export interface OneBit {
  /** A multiple of 8: a row is whole bytes, most significant bit leftmost (GS v 0). */
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bytes: Uint8Array;
}

export interface Drawing {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly svg: string;
}

/** Darker than this becomes ink. Above the middle, so that the thin strokes of a 24-dot character stay whole. */
const INK_BELOW = 150;

export const resvgOptions = (font: PaperFont): ConstructorParameters<typeof Resvg>[1] => ({
  font: { loadSystemFonts: false, fontFiles: [...font.files], defaultFontFamily: font.family, sansSerifFamily: font.family },
});

/** All drawings of a slip at once: starting resvg reads the font files, which costs more than drawing. */
export function drawAll(drawings: readonly Drawing[], font: PaperFont): OneBit[] {
  if (drawings.length === 0) return [];
  const width = Math.max(...drawings.map((d) => d.widthDots));
  const tops: number[] = [];
  let height = 0;
  for (const drawing of drawings) {
    tops.push(height);
    height += drawing.heightDots;
  }
  // Each on a sheet of its own size, so that ink that leaves it is cut off rather than laid onto its neighbour.
  const body = drawings
    .map((d, i) => `<svg x="0" y="${tops[i]}" width="${d.widthDots}" height="${d.heightDots}" overflow="hidden">${d.svg}</svg>`)
    .join('');
  const image = new Resvg(sheetSvg(width, height, body), resvgOptions(font)).render();
  const pixels = image.pixels;
  return drawings.map((drawing, i) => oneBit(drawing, (x, y) => pixels[4 * ((tops[i]! + y) * image.width + x) + 1]! < INK_BELOW));
}

export function oneBit(
  size: { readonly widthDots: number; readonly heightDots: number },
  isInk: (x: number, y: number) => boolean,
): OneBit {
  const widthBytes = Math.ceil(size.widthDots / 8);
  const bytes = new Uint8Array(widthBytes * size.heightDots);
  for (let y = 0; y < size.heightDots; y++) {
    for (let x = 0; x < size.widthDots; x++) {
      if (isInk(x, y)) bytes[y * widthBytes + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return { widthDots: widthBytes * 8, heightDots: size.heightDots, bytes };
}

export const dotAt = (image: OneBit, x: number, y: number): boolean =>
  (image.bytes[y * (image.widthDots / 8) + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;

/** Black runs as one SVG path; equal runs of rows under one another become one rectangle. */
export function rasterSvg(image: OneBit, left: number, top: number): string {
  const open = new Map<string, { x: number; w: number; y: number }>();
  const parts: string[] = [];
  const close = (run: { x: number; w: number; y: number }, y: number): void => {
    parts.push(`M${left + run.x} ${top + run.y}h${run.w}v${y - run.y}h-${run.w}z`);
  };
  for (let y = 0; y <= image.heightDots; y++) {
    const seen = new Set<string>();
    for (let x = 0; y < image.heightDots && x < image.widthDots; x++) {
      if (!dotAt(image, x, y)) continue;
      const from = x;
      while (x < image.widthDots && dotAt(image, x, y)) x++;
      const key = `${from}+${x - from}`;
      seen.add(key);
      if (!open.has(key)) open.set(key, { x: from, w: x - from, y });
    }
    for (const [key, run] of open) {
      if (seen.has(key)) continue;
      close(run, y);
      open.delete(key);
    }
  }
  return `<path shape-rendering="crispEdges" d="${parts.join('')}"/>`;
}
