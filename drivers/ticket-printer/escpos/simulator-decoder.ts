/**
 * The simulated printer's firmware, as far as reading goes: bytes in, actions out. Written from the command tables, with
 * the platform's own GB18030 decoder, and shares nothing with the encoder: the two are checked against the same
 * documented bytes, so they cannot agree on a mistake.
 *
 * It is as forgiving as a printer: unknown commands are skipped, and told, so that a test can see that there were none.
 */
export interface PrintedSpan {
  readonly text: string;
  readonly widthTimes: number;
  readonly heightTimes: number;
  readonly bold: boolean;
}
export type Align = 'left' | 'center' | 'right';

export type PrinterAction =
  | {
      readonly kind: 'text';
      readonly spans: readonly PrintedSpan[];
      readonly align: Align;
      readonly lineDots: number;
      /** The line was full, and the printer broke it by itself. */ readonly overflowed: boolean;
    }
  | {
      readonly kind: 'raster';
      readonly widthBytes: number;
      readonly rows: readonly Uint8Array[];
      readonly align: Align;
      /** Dots beyond the head: lost. */ readonly lostDots: number;
    }
  | {
      readonly kind: 'qr';
      readonly data: string;
      readonly moduleDots: number;
      readonly errorCorrection: 'L' | 'M' | 'Q' | 'H';
      readonly align: Align;
    }
  | { readonly kind: 'feed'; readonly dots: number }
  | { readonly kind: 'cut'; readonly how: 'partial' | 'full' }
  | { readonly kind: 'answer-paper' }
  | { readonly kind: 'unknown'; readonly command: string };

const FONT_HEIGHT = 24;
const HALF_WIDTH = 12;
const DEFAULT_LINE = 34;
const CUT_FEED = 60;
const QR_LEVELS = ['L', 'M', 'Q', 'H'] as const;

export class PrinterDecoder {
  readonly #widthDots: number;
  readonly #chinese = new TextDecoder('gb18030');
  #machine: Generator<undefined, never, number>;
  #out: PrinterAction[] = [];
  #spans: { text: string; widthTimes: number; heightTimes: number; bold: boolean }[] = [];
  #usedDots = 0;
  #mode = defaults();
  #qr = { module: 3, level: 'L' as (typeof QR_LEVELS)[number], data: '' };

  constructor(widthDots: number) {
    this.#widthDots = widthDots;
    this.#machine = this.#run();
    this.#machine.next();
  }

  /** One byte of the buffer; what it brings about, in order. */
  push(byte: number): PrinterAction[] {
    this.#machine.next(byte);
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /** Power, or a cleared buffer: half commands and half lines are gone. */
  restart(): void {
    this.#spans = [];
    this.#usedDots = 0;
    this.#mode = defaults();
    this.#machine = this.#run();
    this.#machine.next();
  }

  *#run(): Generator<undefined, never, number> {
    for (;;) {
      const byte = yield;
      if (byte === 0x1b) yield* this.#escape();
      else if (byte === 0x1c) yield* this.#fs();
      else if (byte === 0x1d) yield* this.#gs();
      else if (byte === 0x10) yield* this.#realTime();
      else if (byte === 0x0a) this.#lineFeed(false);
      else if (byte < 0x20) continue;
      else if (byte < 0x80 || !this.#mode.chinese) this.#character(byte < 0x80 ? String.fromCharCode(byte) : '\u25a1', HALF_WIDTH);
      else yield* this.#chineseCharacter(byte);
    }
  }

  *#chineseCharacter(lead: number): Generator<undefined, void, number> {
    const second = yield;
    // A ROM of GB 2312: rows A1–A9 and B0–F7. Beyond it a real printer prints whatever it finds.
    const inRom = second >= 0xa1 && second <= 0xfe && ((lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xf7));
    if (second >= 0x30 && second <= 0x39) {
      yield;
      yield;
    }
    this.#character(inRom ? this.#chinese.decode(Uint8Array.of(lead, second)) : '\u25a1', 2 * HALF_WIDTH);
  }

  #character(text: string, dots: number): void {
    const { widthTimes, heightTimes, bold } = this.#mode;
    if (this.#usedDots + dots * widthTimes > this.#widthDots) this.#lineFeed(true);
    this.#usedDots += dots * widthTimes;
    const last = this.#spans.at(-1);
    if (last?.widthTimes === widthTimes && last.heightTimes === heightTimes && last.bold === bold) last.text += text;
    else this.#spans.push({ text, widthTimes, heightTimes, bold });
  }

  #lineFeed(overflowed: boolean): void {
    const tallest = Math.max(FONT_HEIGHT, ...this.#spans.map((span) => FONT_HEIGHT * span.heightTimes));
    const lineDots = this.#spans.length === 0 ? this.#mode.line : Math.max(this.#mode.line, tallest);
    this.#out.push({ kind: 'text', spans: this.#spans, align: this.#mode.align, lineDots, overflowed });
    this.#spans = [];
    this.#usedDots = 0;
  }

  /** Printing a picture, feeding or cutting first prints what stands in the line. */
  #finishLine(): void {
    if (this.#spans.length > 0) this.#lineFeed(false);
  }

  *#escape(): Generator<undefined, void, number> {
    const command = yield;
    switch (command) {
      case 0x40:
        this.#spans = [];
        this.#usedDots = 0;
        this.#mode = defaults();
        return;
      case 0x21: {
        const n = yield;
        this.#mode = { ...this.#mode, bold: (n & 8) !== 0, heightTimes: n & 16 ? 2 : 1, widthTimes: n & 32 ? 2 : 1 };
        return;
      }
      case 0x45:
        this.#mode.bold = ((yield) & 1) === 1;
        return;
      case 0x61: {
        const n = (yield) % 0x30;
        // Only at the beginning of a line, as the manuals say.
        if (this.#spans.length === 0) this.#mode.align = n === 1 ? 'center' : n === 2 ? 'right' : 'left';
        return;
      }
      case 0x32:
        this.#mode.line = DEFAULT_LINE;
        return;
      case 0x33:
        this.#mode.line = yield;
        return;
      case 0x4a: {
        const dots = yield;
        this.#finishLine();
        this.#out.push({ kind: 'feed', dots });
        return;
      }
      case 0x64: {
        const lines = yield;
        this.#finishLine();
        this.#out.push({ kind: 'feed', dots: lines * this.#mode.line });
        return;
      }
      case 0x3d:
      case 0x74:
      case 0x52:
      case 0x4d:
      case 0x2d:
      case 0x20:
        yield;
        return;
      default:
        this.#unknown('1B', command);
    }
  }

  *#fs(): Generator<undefined, void, number> {
    const command = yield;
    if (command === 0x26) this.#mode.chinese = true;
    else if (command === 0x2e) this.#mode.chinese = false;
    else if (command === 0x2d || command === 0x21) yield;
    else if (command === 0x53) {
      yield;
      yield;
    } else this.#unknown('1C', command);
  }

  *#gs(): Generator<undefined, void, number> {
    const command = yield;
    switch (command) {
      case 0x21: {
        const n = yield;
        this.#mode.widthTimes = ((n >> 4) & 7) + 1;
        this.#mode.heightTimes = (n & 7) + 1;
        return;
      }
      case 0x56: {
        const m = yield;
        this.#finishLine();
        if (m === 0x41 || m === 0x42) this.#out.push({ kind: 'feed', dots: CUT_FEED + (yield) });
        this.#out.push({ kind: 'cut', how: m === 0x41 || m === 0x00 || m === 0x30 ? 'full' : 'partial' });
        return;
      }
      case 0x76:
        yield* this.#raster();
        return;
      case 0x28:
        yield* this.#gsParenthesis();
        return;
      case 0x72:
        if (((yield) & 0x0f) === 1) this.#out.push({ kind: 'answer-paper' });
        return;
      case 0x61:
      case 0x42:
      case 0x48:
      case 0x68:
      case 0x77:
      case 0x49:
        yield;
        return;
      default:
        this.#unknown('1D', command);
    }
  }

  *#raster(): Generator<undefined, void, number> {
    yield; // '0'
    yield; // mode: normal
    const widthBytes = (yield) + 256 * (yield);
    const height = (yield) + 256 * (yield);
    this.#finishLine();
    const rows: Uint8Array[] = [];
    let lostDots = 0;
    for (let y = 0; y < height; y++) {
      const row = new Uint8Array(widthBytes);
      for (let x = 0; x < widthBytes; x++) {
        row[x] = yield;
        if (8 * x >= this.#widthDots && row[x] !== 0) lostDots += 8;
      }
      rows.push(row);
    }
    this.#out.push({ kind: 'raster', widthBytes, rows, align: this.#mode.align, lostDots });
  }

  *#gsParenthesis(): Generator<undefined, void, number> {
    const family = yield;
    const length = (yield) + 256 * (yield);
    const parameters: number[] = [];
    for (let i = 0; i < length; i++) parameters.push(yield);
    const [symbol, fn, value] = parameters;
    if (family !== 0x6b || symbol !== 0x31) return this.#unknown('1D 28', family);
    if (fn === 0x43) this.#qr.module = value!;
    else if (fn === 0x45) this.#qr.level = QR_LEVELS[value! - 0x30] ?? 'L';
    else if (fn === 0x50) this.#qr.data = new TextDecoder().decode(Uint8Array.from(parameters.slice(3)));
    else if (fn === 0x51) {
      this.#finishLine();
      this.#out.push({
        kind: 'qr',
        data: this.#qr.data,
        moduleDots: this.#qr.module,
        errorCorrection: this.#qr.level,
        align: this.#mode.align,
      });
    }
  }

  /** Real-time commands were acted on when they arrived; in their turn in the buffer they are nothing. */
  *#realTime(): Generator<undefined, void, number> {
    const command = yield;
    if (command === 0x04 || command === 0x05) yield;
    else if (command === 0x14) for (let i = 0; i < 8; i++) yield;
  }

  #unknown(prefix: string, command: number): void {
    this.#out.push({ kind: 'unknown', command: `${prefix} ${command.toString(16).toUpperCase().padStart(2, '0')}` });
  }
}

interface PrinterMode {
  widthTimes: number;
  heightTimes: number;
  bold: boolean;
  align: Align;
  line: number;
  chinese: boolean;
}

const defaults = (): PrinterMode => ({ widthTimes: 1, heightTimes: 1, bold: false, align: 'left', line: DEFAULT_LINE, chinese: true });
