import { z } from 'zod';
import type { CharacterSetLevel } from './character-set.ts';

/**
 * Printer models as data: what a driver must know of the machine in front of it, and nothing that a hall decides.
 * A new machine is a new row here, not new code. `escpos-80` and `escpos-58` are the common 203 dpi thermal heads.
 */
export const printerModelSchema = z.object({
  name: z.string().min(1).max(40),
  paperWidthMm: z.number().positive(),
  /** Dots of one row of the head: 576 on 80 mm paper, 384 on 58 mm. Nothing may be wider. */
  widthDots: z.number().int().multipleOf(24).min(240).max(1_200),
  /** Columns of the printer's own 12×24 font; a Chinese character takes two. Always widthDots / 12. */
  columns: z.number().int().min(20).max(100),
  dotsPerMm: z.number().positive(),
  cutter: z.enum(['partial', 'full', 'none']),
  /** What the character ROM holds. Everything else is drawn (most ROMs hold GB2312 or GBK, and print garbage beyond). */
  characterSet: z.enum(['gb2312', 'gbk', 'gb18030-two-byte']),
  /** 'printer': GS ( k, short and sharp. 'raster': for machines without it. */
  qr: z.enum(['printer', 'raster']),
  /** Knows DLE DC4 8 (clear buffers). Harmless where it is unknown: all its bytes are control characters. */
  clearsBuffer: z.boolean(),
});
export type PrinterModel = Readonly<z.infer<typeof printerModelSchema>> & { readonly characterSet: CharacterSetLevel };

export const PRINTER_MODELS = {
  'escpos-80': {
    name: 'escpos-80',
    paperWidthMm: 80,
    widthDots: 576,
    columns: 48,
    dotsPerMm: 8,
    cutter: 'partial',
    characterSet: 'gb2312',
    qr: 'printer',
    clearsBuffer: true,
  },
  'escpos-58': {
    name: 'escpos-58',
    paperWidthMm: 58,
    widthDots: 384,
    columns: 32,
    dotsPerMm: 8,
    cutter: 'partial',
    characterSet: 'gb2312',
    qr: 'printer',
    clearsBuffer: true,
  },
} as const satisfies Record<string, PrinterModel>;

export type PrinterModelName = keyof typeof PRINTER_MODELS;
export const printerModelNameSchema = z.enum(Object.keys(PRINTER_MODELS) as [PrinterModelName, ...PrinterModelName[]]);
