import { inkSvg, inkWidthDots, sheetSvg } from './drawing.ts';
import type { PaperFont } from './font.ts';
import { qrSideDots, qrSvg } from './picture.ts';
import { rasterSvg } from './raster.ts';
import type { Align } from './simulator-decoder.ts';
import type { PrintedSlip } from './simulator.ts';

/**
 * What really came out of the simulated printer, drawn from the bytes that it decoded: for the dock, and for tests
 * that compare it with the picture that was meant.
 */
export function slipSvg(slip: PrintedSlip, widthDots: number, font: PaperFont): string {
  const parts: string[] = [];
  let top = 0;
  const leftOf = (align: Align, wide: number): number =>
    align === 'left' ? 0 : Math.floor((widthDots - wide) / (align === 'center' ? 2 : 1));
  for (const item of slip.items) {
    switch (item.kind) {
      case 'text': {
        const wide = item.spans.reduce((sum, span) => sum + inkWidthDots(span.text, span.widthTimes), 0);
        const tallest = Math.max(1, ...item.spans.map((span) => span.heightTimes));
        let left = leftOf(item.align, wide);
        for (const span of item.spans) {
          // Characters of different heights share their baseline.
          const below = (tallest - span.heightTimes) * 21;
          parts.push(
            inkSvg(
              { text: span.text, left, top: top + below, widthTimes: span.widthTimes, heightTimes: span.heightTimes, bold: span.bold },
              font,
            ),
          );
          left += inkWidthDots(span.text, span.widthTimes);
        }
        top += item.lineDots;
        break;
      }
      case 'raster': {
        const bytes = new Uint8Array(item.widthBytes * item.rows.length);
        item.rows.forEach((row, y) => bytes.set(row, y * item.widthBytes));
        parts.push(
          rasterSvg({ widthDots: item.widthBytes * 8, heightDots: item.rows.length, bytes }, leftOf(item.align, item.widthBytes * 8), top),
        );
        top += item.rows.length;
        break;
      }
      case 'qr': {
        const side = qrSideDots(item.data, item.moduleDots);
        parts.push(qrSvg(item.data, item.moduleDots, leftOf(item.align, side), top));
        top += side;
        break;
      }
      case 'feed':
        top += item.dots;
        break;
    }
  }
  return sheetSvg(widthDots, Math.max(1, top), parts.join(''));
}

/** The words of a slip, a line each; a drawn line is `▦`, a code its data. For the dock's list and for tests. */
export const slipText = (slip: PrintedSlip): string[] =>
  slip.items.flatMap((item) => {
    if (item.kind === 'text') return [item.spans.map((span) => span.text).join('')];
    if (item.kind === 'raster') return ['▦'];
    return item.kind === 'qr' ? [item.data] : [];
  });
