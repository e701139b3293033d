import { createSamSimulator, type Misbehaviour } from '../../drivers/id-card/sam/simulator.ts';
import type { Link } from '../../drivers/link/link.ts';
import { listenTcp, type TcpListener } from '../../drivers/link/listen-tcp.ts';
import { loadPaperFont, type PaperFont } from '../../drivers/ticket-printer/escpos/font.ts';
import { PRINTER_MODELS } from '../../drivers/ticket-printer/escpos/models.ts';
import { picturePng } from '../../drivers/ticket-printer/escpos/picture.ts';
import { PrinterSimulator, type PrintedSlip } from '../../drivers/ticket-printer/escpos/simulator.ts';
import { slipSvg, slipText } from '../../drivers/ticket-printer/escpos/slip-svg.ts';
import type { Clock } from '../../src/basics/clock.ts';
import { cardBytes, type DemoPerson } from './demo-persons.ts';

/**
 * The terminal's card reader and printer, simulated: they speak their real bytes behind real TCP ports, and the kiosk
 * cannot tell. Each mishap is one word here.
 */
export const READER_FAULTS = ['silent', 'garbage', 'pull-out', 'half-frame'] as const;
export type ReaderFault = (typeof READER_FAULTS)[number];
export const PAPER_STATES = ['enough', 'low', 'out'] as const;
export type PaperState = (typeof PAPER_STATES)[number];
export const PRINTER_FAULTS = [
  'silent',
  'silent-mid-slip',
  'offline',
  'cutter-jam',
  'cut-mid-slip',
  'paper-ends-mid-slip',
  'unplugged',
] as const;
export type PrinterFault = (typeof PRINTER_FAULTS)[number];

/** The slip as the dock shows it; `cut` false: it still hangs in the slot, whole or torn. */
export type DockSlip = { readonly number: number; readonly cut: boolean; readonly text: readonly string[] };

export interface DemoDevices {
  readonly readerPort: number;
  readonly printerPort: number;
  putCard(person: DemoPerson): void;
  takeCard(): void;
  setReaderFault(fault: ReaderFault | null): void;
  reader(): { readonly card: string | null; readonly fault: ReaderFault | null; readonly commands: number };
  setPaper(paper: PaperState): void;
  setCover(cover: 'open' | 'closed'): void;
  setPrinterFault(fault: PrinterFault | null): void;
  printer(): {
    readonly paper: PaperState;
    readonly cover: 'open' | 'closed';
    readonly fault: PrinterFault | null;
    readonly waitingBytes: number;
    readonly unknownCommands: readonly string[];
  };
  /** Oldest first; the last may still hang. */
  slips(): readonly DockSlip[];
  /** PNG, or null when there is no such slip. */
  picture(number: number): Uint8Array | null;
  takeSlips(): void;
  /** Card off, paper full, every mishap over, slips gone. */
  reset(): void;
  onChange(listener: () => void): void;
  stop(): Promise<void>;
}

/** What noise on the line looks like: the start of a frame, and rubbish after it. */
const GARBAGE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0xff, 0x13, 0x37, 0x00, 0x55, 0xd2, 0x0d);
/** A reading answers with 1295 bytes; the card is gone when half of them are out. */
const PULLED_OUT_AFTER_BYTES = 640;
/** Into the middle of a slip: its first lines are on paper, the number is not whole. */
const MID_SLIP_BYTES = 150;
const MID_SLIP_LINES = 3;
/** ESC @, with which a driver begins; so few bytes after it are no slip. */
const SLIP_BEGINS = Buffer.of(0x1b, 0x40);
const READ_COMMAND = Buffer.of(0x30, 0x01);

const READER_MISHAPS: Record<ReaderFault, Misbehaviour> = {
  silent: { kind: 'silent' },
  garbage: { kind: 'garbage-instead', bytes: GARBAGE },
  'pull-out': { kind: 'pulled-out', afterBytes: PULLED_OUT_AFTER_BYTES, times: 1 },
  'half-frame': { kind: 'half-frame' },
};

/** Throws when no port can be had, which on loopback means that the machine has none left. */
export async function startDemoDevices({ clock }: { readonly clock: Clock }): Promise<DemoDevices> {
  const listeners: (() => void)[] = [];
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const sam = createSamSimulator({ clock });
  let card: string | null = null;
  let readerFault: ReaderFault | null = null;
  let printerFault: PrinterFault | null = null;
  let unplugged = false;
  const model = PRINTER_MODELS['escpos-80'];
  const printer = new PrinterSimulator({ model });
  let font: PaperFont | null = null;

  /** The simulator keeps the card; this keeps who it is, and must notice when it was pulled out. */
  function attachReader(link: Link): void {
    link.onBytes((bytes) => {
      if (readerFault !== 'pull-out' || !Buffer.from(bytes).includes(READ_COMMAND)) return;
      card = null;
      readerFault = null;
      changed();
    });
    sam.attach(link);
  }
  const readerTcp = await listening((link) => attachReader(link));
  /** A mishap in the middle of a slip counts from the slip's first byte. A lost plug is over when it has happened; silence lasts. */
  function attachPrinter(link: Link): void {
    link.onBytes((bytes) => {
      const begins = Buffer.from(bytes).indexOf(SLIP_BEGINS);
      if (begins < 0 || bytes.length - begins < MID_SLIP_BYTES) return;
      if (printerFault === 'silent-mid-slip') printer.fallSilentAfterBytes(begins + MID_SLIP_BYTES);
      if (printerFault !== 'cut-mid-slip') return;
      printerFault = null;
      printer.cutConnectionAfterBytes(begins + MID_SLIP_BYTES, 'power');
    });
    printer.attach(link);
  }
  printer.onChange(() => {
    if (printerFault === 'paper-ends-mid-slip' && printer.state().paper === 'out') printerFault = null;
    changed();
  });
  const printerTcp = await listening((link) => {
    if (unplugged) void link.close();
    else attachPrinter(link);
  });

  const setReaderFault = (fault: ReaderFault | null): void => {
    readerFault = fault;
    sam.misbehave(fault === null ? null : READER_MISHAPS[fault]);
    changed();
  };
  const setPrinterFault = (fault: PrinterFault | null): void => {
    // One at a time: what was wrong before is put right first.
    unplugged = false;
    printer.speakAgain();
    printer.goOnline();
    printer.freeCutter();
    printerFault = fault;
    switch (fault) {
      case 'silent':
        printer.fallSilent();
        break;
      case 'offline':
        printer.goOffline();
        break;
      case 'cutter-jam':
        printer.jamCutter();
        break;
      case 'paper-ends-mid-slip':
        printer.paperEndsAfterLines(MID_SLIP_LINES);
        break;
      case 'unplugged':
        unplugged = true;
        printer.cutConnection();
        break;
      case 'silent-mid-slip':
      case 'cut-mid-slip':
      case null:
        break;
    }
    changed();
  };
  const all = (): readonly PrintedSlip[] => {
    const hanging = printer.hanging();
    return hanging ? [...printer.slips(), hanging] : printer.slips();
  };

  return {
    readerPort: readerTcp.port,
    printerPort: printerTcp.port,
    putCard(person) {
      sam.put(cardBytes(person));
      card = person.key;
      changed();
    },
    takeCard() {
      sam.takeOff();
      card = null;
      changed();
    },
    setReaderFault,
    reader: () => ({ card, fault: readerFault, commands: sam.heard().length }),
    setPaper(paper) {
      if (paper === 'out') printer.emptyPaper();
      else printer.refillPaper();
      printer.paperRunsLow(paper === 'low');
    },
    setCover(cover) {
      if (cover === 'open') printer.openCover();
      else printer.closeCover();
    },
    setPrinterFault,
    printer() {
      const { paper, cover, waitingBytes } = printer.state();
      return { paper, cover, fault: printerFault, waitingBytes, unknownCommands: printer.unknownCommands() };
    },
    slips: () => all().map((slip) => ({ number: slip.number, cut: slip.cut !== undefined, text: slipText(slip) })),
    picture(number) {
      const slip = all().find((one) => one.number === number);
      if (!slip) return null;
      font ??= loadPaperFont();
      return picturePng(slipSvg(slip, model.widthDots, font), font).png;
    },
    takeSlips() {
      printer.takeAll();
      changed();
    },
    reset() {
      sam.takeOff();
      card = null;
      setReaderFault(null);
      setPrinterFault(null);
      printer.reset();
    },
    onChange: (listener) => void listeners.push(listener),
    async stop() {
      await readerTcp.close();
      await printerTcp.close();
    },
  };
}

async function listening(onLink: (link: Link) => void): Promise<TcpListener> {
  const listener = await listenTcp({ port: 0, onLink });
  if (!listener.ok) throw new Error(`a simulated device found no port (${listener.error.kind})`);
  return listener.value;
}
