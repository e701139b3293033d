import type { DeviceTrouble } from '../../../src/devices/device-state.ts';
import type { PrinterTrouble } from '../../../src/devices/printer.ts';

/**
 * The four real-time status bytes (DLE EOT 1 to 4), read bit by bit: the bytes of healthy printers differ (12, 16;
 * paper out is 72 with one maker, 6C with another), the bits do not.
 */
export interface PrinterStatus {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperOut: boolean;
  readonly paperLow: boolean;
  readonly cutterFault: boolean;
  /** Paper jam (SNBC), or another fault that a person can clear. */
  readonly jam: boolean;
  readonly unrecoverable: boolean;
  /** Head too hot, or the voltage is off: passes by itself. */
  readonly pausing: boolean;
  readonly otherFault: boolean;
}

export type StatusBytes = readonly [printer: number, offlineCause: number, errorCause: number, roll: number];

export function readStatus([printer, offlineCause, errorCause, roll]: StatusBytes): PrinterStatus {
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (offlineCause & 0x04) !== 0,
    paperOut: (offlineCause & 0x20) !== 0 || (roll & 0x60) !== 0,
    paperLow: (roll & 0x0c) !== 0,
    cutterFault: (errorCause & 0x08) !== 0,
    jam: (errorCause & 0x04) !== 0,
    unrecoverable: (errorCause & 0x20) !== 0,
    pausing: (errorCause & 0x40) !== 0,
    otherFault: (offlineCause & 0x40) !== 0,
  };
}

export interface StatusTrouble {
  readonly device: DeviceTrouble;
  readonly printer: PrinterTrouble;
}

const trouble = (kind: 'out-of-paper' | 'cover-open' | 'cutter-jam' | 'offline'): StatusTrouble => ({ device: kind, printer: { kind } });

/** What keeps it from printing, the thing to do first first; undefined when it can print. */
export function troubleOf(status: PrinterStatus): StatusTrouble | undefined {
  // An open cover often hides the paper sensor; who has it open is changing the roll already.
  if (status.coverOpen) return trouble('cover-open');
  if (status.paperOut) return trouble('out-of-paper');
  // The advice for a jam holds for both: switch off, take the paper out, switch on.
  if (status.cutterFault || status.jam) return trouble('cutter-jam');
  if (status.unrecoverable) return { device: 'out-of-order', printer: { kind: 'offline' } };
  if (status.offline || status.pausing || status.otherFault) return trouble('offline');
  return undefined;
}
