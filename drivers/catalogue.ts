import { z } from 'zod';
import type { Clock } from '../src/basics/clock.ts';
import type { Random } from '../src/basics/random.ts';
import { createSamReader, type OpenedIdCardReader } from './id-card/sam/driver.ts';
import type { OpenLink } from './link/link.ts';
import { createPrinter, type TicketPrinter } from './ticket-printer/escpos/driver.ts';
import { PRINTER_MODELS, printerModelNameSchema, type PrinterModelName } from './ticket-printer/escpos/models.ts';

/**
 * Which driver speaks to which model: one function per kind of device, one row per model. What stands in a
 * configuration or on a command line is a name of this page.
 */
export type DriverPorts = { readonly clock: Clock; readonly random: Random };

export const readerModelSchema = z.enum(['sam']);
export type ReaderModel = z.infer<typeof readerModelSchema>;

const READERS: Readonly<Record<ReaderModel, (openLink: OpenLink, ports: DriverPorts) => OpenedIdCardReader>> = {
  /** The module inside every resident ID card reader with a serial port, or behind a serial server. */
  sam: createSamReader,
};

/** Begins to open at once, and keeps itself open until `close`. */
export const openReader = (model: ReaderModel, openLink: OpenLink, ports: DriverPorts): OpenedIdCardReader =>
  READERS[model](openLink, ports);

export const printerModelSchema = printerModelNameSchema;

/** Begins to open at once, and keeps itself open until `stop`. */
export const openPrinter = (model: PrinterModelName, openLink: OpenLink, ports: DriverPorts): TicketPrinter =>
  createPrinter({ model: PRINTER_MODELS[model], openLink, ...ports });
