import { Resvg } from '@resvg/resvg-js';
import { encode as qrEncode } from 'uqr';
import { never } from '../../../src/basics/result.ts';
import { QR_ERROR_CORRECTION, type PrinterCommand, widthOfLine } from './commands.ts';
import { GLYPH_DOTS, inkSvg, sheetSvg } from './drawing.ts';
import type { PaperFont } from './font.ts';
import type { PrinterModel } from './models.ts';
import { oneBit, rasterSvg, resvgOptions } from './raster.ts';

/**
 * A slip as a picture, at the paper's own dots: what the screen, the dock and the tests show of it. The printer's
 * built-in characters are stood in for by the shipped font in the same cells.
 */
export function pictureSvg(commands: readonly PrinterCommand[], model: Pick<PrinterModel, 'widthDots'>, font: PaperFont): string {
  const parts: string[] = [];
  let top = 0;
  for (const command of commands) {
    switch (command.do) {
      case 'text': {
        const left = command.align === 'center' ? Math.floor((model.widthDots - widthOfLine(command)) / 2) : 0;
        parts.push(
          inkSvg({ text: command.text, left, top, widthTimes: command.size, heightTimes: command.size, bold: command.bold }, font),
        );
        top += Math.max(command.lineDots, GLYPH_DOTS * command.size);
        break;
      }
      case 'raster':
        parts.push(rasterSvg(command.image, 0, top));
        top += command.image.heightDots;
        break;
      case 'qr': {
        const side = qrSideDots(command.data, command.moduleDots);
        parts.push(qrSvg(command.data, command.moduleDots, Math.floor((model.widthDots - side) / 2), top));
        top += side;
        break;
      }
      case 'feed':
        top += command.dots;
        break;
      case 'cut':
        break;
      default:
        never(command);
    }
  }
  return sheetSvg(model.widthDots, Math.max(1, top), parts.join(''));
}

const qrMatrix = (data: string): { size: number; data: boolean[][] } =>
  qrEncode(data, { ecc: QR_ERROR_CORRECTION, boostEcc: false, border: 0 });

export const qrSideDots = (data: string, moduleDots: number): number => qrMatrix(data).size * moduleDots;

export function qrSvg(data: string, moduleDots: number, left: number, top: number): string {
  const matrix = qrMatrix(data);
  const side = Math.ceil((matrix.size * moduleDots) / 8) * 8;
  const image = oneBit(
    { widthDots: side, heightDots: matrix.size * moduleDots },
    (x, y) => matrix.data[Math.floor(y / moduleDots)]?.[Math.floor(x / moduleDots)] ?? false,
  );
  return rasterSvg(image, left, top);
}

export interface Picture {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly png: Uint8Array;
  /** RGBA, row by row. */
  readonly pixels: Uint8Array;
}

/** Draws an SVG of ours with the shipped font only. */
export function picturePng(svg: string, font: PaperFont): Picture {
  const image = new Resvg(svg, resvgOptions(font)).render();
  return { widthDots: image.width, heightDots: image.height, png: image.asPng(), pixels: image.pixels };
}
