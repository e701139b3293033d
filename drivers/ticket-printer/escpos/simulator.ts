import type { Cancel, Clock } from '../../../src/basics/clock.ts';
import type { Link } from '../../link/link.ts';
import type { PrinterModel } from './models.ts';
import { PrinterDecoder, type PrinterAction } from './simulator-decoder.ts';

/**
 * A printer without paper dust: speaks the bytes over any link, prints into `slips()`, and misbehaves on demand, in one
 * line each. It behaves as the manuals say real ones do:
 *
 * - Real-time requests (DLE EOT) are answered the moment they arrive, wherever they stand: even inside a picture, even
 *   with the cover open.
 * - Everything else waits in the buffer for its turn. GS r 1 is answered in its turn, and not at all while the machine
 *   stands still.
 * - Without paper, with the cover open, a stuck cutter or offline it stands still and keeps its buffer. When the fault
 *   is gone it goes on where it stopped (`afterFault: 'resumes'`), as most do, unless it was told to forget
 *   (DLE DC4 8, `clearsBuffer`); some makes forget by themselves (`afterFault: 'forgets'`).
 * - The half-read command outlives the connection it came over: what the next one sends is taken as its rest.
 */
export interface SimulatorOptions {
  readonly model: Pick<PrinterModel, 'widthDots'>;
  readonly afterFault?: 'resumes' | 'forgets';
  readonly clearsBuffer?: boolean;
  /** Takes its time for each line, as paper does; at once without it. */
  readonly pace?: { readonly clock: Clock; readonly lineMs: number };
}

/** What is on paper, line by line. Rasters that follow one another without a gap are one. */
export type PrintedItem = Exclude<PrinterAction, { kind: 'cut' | 'answer-paper' | 'unknown' }>;
export interface PrintedSlip {
  readonly number: number;
  readonly items: readonly PrintedItem[];
  /** Undefined: still hanging in the slot. */
  readonly cut?: 'partial' | 'full';
}

const BUFFER_BYTES_MAX = 256 * 1024;
const SLIPS_KEPT_MAX = 200;
const DLE = 0x10;
const CLEAR = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

export class PrinterSimulator {
  readonly widthDots: number;
  readonly #options: SimulatorOptions;
  readonly #decoder: PrinterDecoder;
  #links = new Set<Link>();
  #buffer: number[] = [];
  #todo: PrinterAction[] = [];
  #tail: number[] = [];
  #items: PrintedItem[] = [];
  #slips: PrintedSlip[] = [];
  #printed = 0;
  #listeners = new Set<() => void>();
  #cancelPace: Cancel | undefined;
  #received = 0;
  readonly #unknown: string[] = [];

  #paper = true;
  #low = false;
  #cover = false;
  #offline = false;
  #cutter: 'fine' | 'jammed' = 'fine';
  #silent = false;
  #garbage: readonly number[] | undefined;
  #linesLeft = Infinity;
  #bytesLeft = Infinity;
  #cutLinkAfter = Infinity;
  #cutLinkLosesPower = false;
  #silentAfter = Infinity;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.widthDots = options.model.widthDots;
    this.#decoder = new PrinterDecoder(options.model.widthDots);
  }

  /** Plugs a cable in. More than one at a time is allowed, as on a print server. */
  attach(link: Link): void {
    this.#links.add(link);
    link.onBytes((bytes) => this.#receive(bytes, link));
    link.onLost(() => this.#links.delete(link));
  }

  /** What came out and was cut off, oldest first. */
  slips(): readonly PrintedSlip[] {
    return this.#slips;
  }
  /** What hangs in the slot, printed and not cut. */
  hanging(): PrintedSlip | undefined {
    return this.#items.length === 0 ? undefined : { number: this.#printed + 1, items: [...this.#items] };
  }
  /** Somebody takes everything away: the slips, and what hangs. */
  takeAll(): void {
    this.#slips = [];
    this.#items = [];
  }
  /** Told after each change of paper or state. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  state(): {
    readonly paper: 'enough' | 'low' | 'out';
    readonly cover: 'closed' | 'open';
    readonly line: 'online' | 'offline';
    readonly cutter: 'fine' | 'jammed';
    readonly answers: boolean;
    readonly waitingBytes: number;
  } {
    return {
      paper: !this.#paper ? 'out' : this.#low ? 'low' : 'enough',
      cover: this.#cover ? 'open' : 'closed',
      line: this.#offline ? 'offline' : 'online',
      cutter: this.#cutter,
      answers: !this.#silent,
      waitingBytes: this.#buffer.length,
    };
  }
  /** Commands that it did not know. A test expects none. */
  unknownCommands(): readonly string[] {
    return this.#unknown;
  }
  receivedBytes(): number {
    return this.#received;
  }

  // Mishaps, one line each.
  emptyPaper(): void {
    this.#set(() => (this.#paper = false));
  }
  paperEndsAfterLines(lines: number): void {
    this.#linesLeft = lines;
  }
  paperEndsAfterBytes(bytes: number): void {
    this.#bytesLeft = bytes;
  }
  /** A new roll, and the cover shut. */
  refillPaper(): void {
    this.#linesLeft = this.#bytesLeft = Infinity;
    this.#recover(() => {
      this.#paper = true;
      this.#low = false;
      this.#cover = false;
    });
  }
  paperRunsLow(low = true): void {
    this.#set(() => (this.#low = low));
  }
  openCover(): void {
    this.#set(() => (this.#cover = true));
  }
  closeCover(): void {
    this.#recover(() => (this.#cover = false));
  }
  goOffline(): void {
    this.#set(() => (this.#offline = true));
  }
  goOnline(): void {
    this.#recover(() => (this.#offline = false));
  }
  jamCutter(): void {
    this.#set(() => (this.#cutter = 'jammed'));
  }
  freeCutter(): void {
    this.#recover(() => (this.#cutter = 'fine'));
  }
  /** Prints, but says nothing: the wire back is broken. */
  fallSilent(): void {
    this.#set(() => (this.#silent = true));
  }
  fallSilentAfterBytes(bytes: number): void {
    this.#silentAfter = this.#received + bytes;
  }
  speakAgain(): void {
    this.#silentAfter = Infinity;
    this.#garbage = undefined;
    this.#set(() => (this.#silent = false));
  }
  /** Answers every question with these bytes. */
  answerGarbage(bytes: readonly number[]): void {
    this.#garbage = bytes;
  }
  /** Noise on the line, now. */
  sayUnasked(bytes: readonly number[]): void {
    this.#say(bytes, undefined);
  }
  /** The cable is out after so many more bytes; with `power`, the plug too, and what was not yet printed is forgotten. */
  cutConnectionAfterBytes(bytes: number, also?: 'power'): void {
    this.#cutLinkAfter = this.#received + bytes;
    this.#cutLinkLosesPower = also === 'power';
  }
  cutConnection(): void {
    for (const link of [...this.#links]) void link.close();
    this.#links.clear();
  }
  /** Off and on again: buffer, half lines and half commands are gone, the paper is as it was. */
  powerCycle(): void {
    this.#forget();
    this.cutConnection();
  }
  /** As new: every mishap over, slips gone. */
  reset(): void {
    this.#forget();
    this.#paper = true;
    this.#low = this.#cover = this.#offline = this.#silent = false;
    this.#cutter = 'fine';
    this.#garbage = undefined;
    this.#linesLeft = this.#bytesLeft = this.#cutLinkAfter = this.#silentAfter = Infinity;
    this.takeAll();
    this.#tell();
  }

  #set(change: () => void): void {
    change();
    this.#tell();
  }

  #recover(change: () => void): void {
    const stood = this.#standsStill();
    change();
    if (stood && !this.#standsStill() && this.#options.afterFault === 'forgets') this.#forget();
    this.#work();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #forget(): void {
    this.#cancelPace?.();
    this.#cancelPace = undefined;
    this.#buffer = [];
    this.#todo = [];
    this.#tail = [];
    this.#decoder.restart();
  }

  #standsStill = (): boolean => !this.#paper || this.#cover || this.#offline || this.#cutter === 'jammed';

  #receive(bytes: Uint8Array, link: Link): void {
    for (const byte of bytes) {
      if (this.#received >= this.#cutLinkAfter) {
        this.#cutLinkAfter = Infinity;
        if (this.#cutLinkLosesPower) this.#forget();
        this.cutConnection();
        this.#work();
        return;
      }
      this.#received++;
      if (this.#received > this.#silentAfter) this.#silent = true;
      if (this.#buffer.length < BUFFER_BYTES_MAX) this.#buffer.push(byte);
      this.#realTime(byte, link);
      // Byte by byte, so that a plug pulled "after n bytes" finds on paper what n bytes had printed.
      this.#work(link);
    }
    this.#tell();
  }

  #realTime(byte: number, link: Link): void {
    this.#tail.push(byte);
    if (this.#tail.length > CLEAR.length) this.#tail.shift();
    const [before, command, what] = this.#tail.slice(-3);
    if (before === DLE && command === 0x04) {
      const reply = this.#status(what!);
      if (reply !== undefined) this.#say([reply], link);
    }
    if (this.#options.clearsBuffer !== false && CLEAR.every((wanted, i) => this.#tail[i] === wanted)) {
      this.#forget();
      this.#say([0x37, 0x25, 0x00], link);
    }
  }

  /** Epson's pattern: 0xx1xx10. */
  #status(what: number): number | undefined {
    switch (what) {
      case 1:
        return 0x16 | (this.#standsStill() ? 0x08 : 0);
      case 2:
        return 0x12 | (this.#cover ? 0x04 : 0) | (this.#paper ? 0 : 0x20) | (this.#cutter === 'jammed' ? 0x40 : 0);
      case 3:
        return 0x12 | (this.#cutter === 'jammed' ? 0x08 : 0);
      case 4:
        return 0x12 | (this.#low || !this.#paper ? 0x0c : 0) | (this.#paper ? 0 : 0x60);
      default:
        return undefined;
    }
  }

  #say(bytes: readonly number[], link: Link | undefined): void {
    if (this.#silent) return;
    const said = Uint8Array.from(this.#garbage ?? bytes);
    for (const to of link === undefined ? this.#links : [link]) void to.write(said);
  }

  /** Works the buffer off until it is empty, the paper is, or the pace asks to wait. */
  #work(link?: Link): void {
    while (!this.#standsStill() && this.#cancelPace === undefined) {
      const action = this.#todo.shift();
      if (action !== undefined) {
        this.#perform(action, link);
        continue;
      }
      const byte = this.#buffer.shift();
      if (byte === undefined) return;
      this.#todo = this.#decoder.push(byte);
      if (--this.#bytesLeft <= 0) {
        this.#bytesLeft = Infinity;
        this.emptyPaper();
      }
    }
  }

  #perform(action: PrinterAction, link: Link | undefined): void {
    switch (action.kind) {
      case 'answer-paper':
        return this.#say([this.#low ? 0x03 : 0x00], link);
      case 'unknown':
        this.#unknown.push(action.command);
        return;
      case 'cut':
        if (this.#items.length === 0) return;
        this.#printed++;
        this.#slips = [...this.#slips, { number: this.#printed, items: this.#items, cut: action.how }].slice(-SLIPS_KEPT_MAX);
        this.#items = [];
        return this.#tell();
      default:
        this.#put(action);
    }
  }

  #put(item: PrintedItem): void {
    const last = this.#items.at(-1);
    if (item.kind === 'raster' && last?.kind === 'raster' && last.widthBytes === item.widthBytes && last.align === item.align) {
      this.#items[this.#items.length - 1] = { ...last, rows: [...last.rows, ...item.rows], lostDots: last.lostDots + item.lostDots };
    } else this.#items.push(item);
    if (item.kind !== 'feed' && --this.#linesLeft <= 0) {
      this.#linesLeft = Infinity;
      this.emptyPaper();
    }
    const { pace } = this.#options;
    if (pace === undefined) return;
    this.#cancelPace = pace.clock.after(pace.lineMs, () => {
      this.#cancelPace = undefined;
      this.#work();
      this.#tell();
    });
  }
}
