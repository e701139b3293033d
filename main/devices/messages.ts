import { z } from 'zod';
import { DEVICE_TROUBLES, DEVICES, type DeviceState } from '../../src/devices/device-state.ts';
import type { CardTrouble, IdCard } from '../../src/devices/id-card-reader.ts';
import { paperDocumentSchema } from '../../src/devices/paper.ts';
import type { PrinterTrouble, PrintOutcome } from '../../src/devices/printer.ts';

/**
 * What the kiosk process and its device process say to each other. Each side parses every message: a process that
 * speaks another language is as broken as one that is silent.
 */
const callSchema = z.number().int().nonnegative();
const deviceSchema = z.object({ model: z.string().min(1), link: z.string().min(1) });

export const deviceConfigurationSchema = z.object({ idCardReader: deviceSchema.nullable(), ticketPrinter: deviceSchema.nullable() });
export type DeviceConfiguration = z.infer<typeof deviceConfigurationSchema>;

export const toDevicesSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), configuration: deviceConfigurationSchema }),
  z.object({ kind: z.literal('ping') }),
  z.object({ kind: z.literal('read-card'), call: callSchema, waitMsMax: z.number().nonnegative() }),
  z.object({ kind: z.literal('cancel-reading'), call: callSchema }),
  z.object({ kind: z.literal('print'), call: callSchema, document: paperDocumentSchema }),
  /** The record says "sent": the first byte may leave. */
  z.object({ kind: z.literal('print-may-go'), call: callSchema }),
  z.object({ kind: z.literal('print-must-not-go'), call: callSchema }),
  z.object({ kind: z.literal('stop') }),
]);
export type ToDevices = z.infer<typeof toDevicesSchema>;

const sinceMs = z.number();
const deviceStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('opening') }),
  z.object({ kind: z.literal('ready'), paperLow: z.boolean() }),
  z.object({ kind: z.literal('troubled'), trouble: z.enum(DEVICE_TROUBLES), sinceMs }),
]) satisfies z.ZodType<DeviceState>;

const idCardSchema = z.object({
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  ethnicCode: z.string(),
  ethnic: z.string(),
  birth: z.string(),
  address: z.string(),
  idNumber: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
}) satisfies z.ZodType<IdCard>;

const cardTroubleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card-moved') }),
  z.object({ kind: z.literal('not-an-id-card') }),
  z.object({ kind: z.literal('unsupported-card'), marker: z.string() }),
  z.object({ kind: z.literal('card-not-proven') }),
  z.object({ kind: z.literal('card-unreadable'), field: z.string() }),
  z.object({ kind: z.literal('reader-garbled') }),
  z.object({ kind: z.literal('reader-not-answering'), sinceMs }),
  z.object({ kind: z.literal('reader-out-of-order'), status: z.string() }),
  z.object({ kind: z.literal('no-card') }),
  z.object({ kind: z.literal('cancelled') }),
]) satisfies z.ZodType<CardTrouble>;

const printerTroubleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('out-of-paper') }),
  z.object({ kind: z.literal('cover-open') }),
  z.object({ kind: z.literal('cutter-jam') }),
  z.object({ kind: z.literal('offline') }),
  z.object({ kind: z.literal('not-answering'), sinceMs }),
  z.object({ kind: z.literal('link-lost') }),
  z.object({ kind: z.literal('process-lost') }),
]) satisfies z.ZodType<PrinterTrouble>;

const printOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('confirmed'), paperLow: z.boolean() }),
  z.object({ kind: z.literal('not-printed'), trouble: printerTroubleSchema }),
  z.object({ kind: z.literal('unknown'), trouble: printerTroubleSchema }),
]) satisfies z.ZodType<PrintOutcome>;

export const fromDevicesSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('pong') }),
  z.object({ kind: z.literal('state'), device: z.enum(DEVICES), state: deviceStateSchema }),
  z.object({ kind: z.literal('card-found'), call: callSchema }),
  z.object({ kind: z.literal('card-read'), call: callSchema, card: idCardSchema }),
  z.object({ kind: z.literal('card-not-read'), call: callSchema, trouble: cardTroubleSchema }),
  z.object({ kind: z.literal('print-sending'), call: callSchema }),
  z.object({ kind: z.literal('print-ended'), call: callSchema, outcome: printOutcomeSchema }),
]);
export type FromDevices = z.infer<typeof fromDevicesSchema>;
