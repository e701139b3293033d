import { never } from '../../../src/basics/result.ts';
import { romBytes } from './character-set.ts';
import type { PrinterCommand } from './commands.ts';
import type { PrinterModel } from './models.ts';
import type { OneBit } from './raster.ts';

/** Commands as ESC/POS bytes (Epson's command set as the common clones keep it; GB 18030 text after FS &). */
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;
const LF = 0x0a;

/**
 * One GS v 0 carries at most this many rows: small enough for a printer's 4 kB buffer, and a limit to what must be
 * filled up after a line was cut inside one (see `recoveryBytes`).
 */
export const BAND_ROWS_MAX = 48;
const FEED_DOTS_MAX = 255;
/** Beyond a picture: for the head of a command that was cut off too. */
const FILLER_BYTES_SPARE = 16;
const QR_ERROR_CORRECTION_M = 0x31;

/** Back to defaults, automatic status off (some machines have it on by switch), Chinese characters on. */
export const INITIALISE = [ESC, 0x40, GS, 0x61, 0x00, FS, 0x26];
/** Answered in the order of the buffer: only after everything before it was worked off. */
export const ASK_PAPER_IN_TURN = [GS, 0x72, 0x01];
/** Answered at once, whatever is in the buffer. */
export const askStatus = (what: 1 | 2 | 3 | 4): number[] => [DLE, 0x04, what];
/** DLE DC4 8: forget what was sent and not printed. Answered with 37 25 00 (download4.epson.biz, DLE DC4 fn=8). */
export const CLEAR_BUFFER = [DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

const cut = (model: PrinterModel): number[] =>
  model.cutter === 'none' ? [ESC, 0x64, 0x05] : [GS, 0x56, model.cutter === 'partial' ? 0x42 : 0x41, 0x00];

/** Everything but the question whether it was printed: see `jobBytes`. */
export function encode(commands: readonly PrinterCommand[], model: PrinterModel): Uint8Array {
  const out: number[] = [...INITIALISE];
  const now = { align: 0, size: 0, bold: 0, lineDots: -1 };
  for (const command of commands) {
    switch (command.do) {
      case 'text': {
        const align = command.align === 'center' ? 1 : 0;
        const size = ((command.size - 1) << 4) | (command.size - 1);
        const bold = command.bold ? 1 : 0;
        if (now.align !== align) out.push(ESC, 0x61, (now.align = align));
        if (now.lineDots !== command.lineDots) out.push(ESC, 0x33, (now.lineDots = command.lineDots));
        if (now.size !== size) out.push(GS, 0x21, (now.size = size));
        if (now.bold !== bold) out.push(ESC, 0x45, (now.bold = bold));
        for (const byte of romBytes(command.text, model.characterSet)) out.push(byte);
        out.push(LF);
        break;
      }
      case 'raster':
        if (now.align !== 0) out.push(ESC, 0x61, (now.align = 0));
        for (const byte of rasterBytes(command.image)) out.push(byte);
        break;
      case 'qr':
        if (now.align !== 1) out.push(ESC, 0x61, (now.align = 1));
        out.push(...qrBytes(command.data, command.moduleDots));
        break;
      case 'feed':
        for (let dots = command.dots; dots > 0; dots -= FEED_DOTS_MAX) out.push(ESC, 0x4a, Math.min(dots, FEED_DOTS_MAX));
        break;
      case 'cut':
        out.push(...cut(model));
        break;
      default:
        never(command);
    }
  }
  return Uint8Array.from(out);
}

/** A whole job: the slip, then a question that is answered when it has been worked off. */
export const jobBytes = (commands: readonly PrinterCommand[], model: PrinterModel): Uint8Array =>
  Uint8Array.from([...encode(commands, model), ...ASK_PAPER_IN_TURN]);

/** Model 2, error correction M; the printer draws it. */
export function qrBytes(data: string, moduleDots: number): number[] {
  const bytes = new TextEncoder().encode(data);
  const length = bytes.length + 3;
  return [
    GS,
    0x28,
    0x6b,
    0x04,
    0x00,
    0x31,
    0x41,
    0x32,
    0x00,
    GS,
    0x28,
    0x6b,
    0x03,
    0x00,
    0x31,
    0x43,
    moduleDots,
    GS,
    0x28,
    0x6b,
    0x03,
    0x00,
    0x31,
    0x45,
    QR_ERROR_CORRECTION_M,
    GS,
    0x28,
    0x6b,
    length & 0xff,
    length >> 8,
    0x31,
    0x50,
    0x30,
    ...bytes,
    GS,
    0x28,
    0x6b,
    0x03,
    0x00,
    0x31,
    0x51,
    0x30,
  ];
}

export function rasterBytes(image: OneBit): number[] {
  const widthBytes = image.widthDots / 8;
  const out: number[] = [];
  for (let top = 0; top < image.heightDots; top += BAND_ROWS_MAX) {
    const rows = Math.min(BAND_ROWS_MAX, image.heightDots - top);
    out.push(GS, 0x76, 0x30, 0x00, widthBytes & 0xff, widthBytes >> 8, rows & 0xff, rows >> 8);
    for (const byte of withoutRealTimeCommands(image.bytes.subarray(top * widthBytes, (top + rows) * widthBytes))) out.push(byte);
  }
  return out;
}

/**
 * A printer looks for real-time commands (DLE EOT, DLE ENQ, DLE DC4) in everything it receives, pictures too, and
 * acts on them in the middle of the picture: "bit image data might accidentally include this command" is in every
 * manual. So one dot is added wherever the drawing happens to say one of them.
 */
function withoutRealTimeCommands(data: Uint8Array): Uint8Array {
  const safe = data.slice();
  for (let i = 0; i + 1 < safe.length; i++) {
    if (safe[i] === DLE && (safe[i + 1] === 0x04 || safe[i + 1] === 0x05 || safe[i + 1] === 0x14)) safe[i] = 0x18;
  }
  return safe;
}

/**
 * Before the first job after one whose end nobody knows: zeros fill up a picture or a code that was cut off in the
 * middle (alone they mean nothing), then defaults, and questions whose answers prove that the machine listens again.
 * @param scrap a half-printed slip may hang in the slot: it is cut off, so that it doesn't go to the next person.
 * @param questions how often GS r 1 is asked, in a row.
 */
export function recoveryBytes(model: PrinterModel, scrap: boolean, questions: number): Uint8Array {
  const filler = Array.from({ length: (model.widthDots / 8) * BAND_ROWS_MAX + FILLER_BYTES_SPARE }, () => 0);
  return Uint8Array.from([
    ...filler,
    ...INITIALISE,
    ...(scrap ? [ESC, 0x4a, FEED_DOTS_MAX, ...cut(model)] : []),
    ...Array.from({ length: questions }, () => ASK_PAPER_IN_TURN).flat(),
  ]);
}
