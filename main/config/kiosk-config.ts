import { z } from 'zod';
import { hallSchema, terminalIdSchema } from '../../src/domain/hall.ts';

/**
 * What a terminal is told about itself: one JSON file (`npm run kiosk -- --config FILE`). A fault is answered with the
 * path in the file and the expected form. Relative paths are relative to the file.
 */
const listenSchema = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0: any free port. */
  port: z.number().int().min(0).max(65_535),
});
const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

export const linkSchema = z.string().regex(/^(serial:[^@]+(@\d+)?|tcp:[^:]+:\d+)$/, 'serial:/dev/ttyUSB0@115200 or tcp:HOST:PORT');

export const kioskConfigSchema = z.object({
  terminal: terminalIdSchema,
  hall: hallSchema,
  /** Folder of this terminal's store, keys and logs; made if it is missing. */
  data: z.string().min(1),
  /** JSON file of matters (src/domain/matter). */
  catalogue: z.string().min(1),
  /** JSON file of counter accounts: [{ "id", "name", "passwordHash" }], made with `npm run account`. */
  accounts: z.string().min(1),
  screen: z
    .object({
      /** Port of the screen's loopback page in the browser host; 0: any free one. Never anything but 127.0.0.1. */
      port: z.number().int().min(0).max(65_535).default(0),
      /** Measured on the maintainer's page; null: not calibrated. */
      pxPerMm: z.number().min(1).max(20).nullable().default(null),
    })
    .prefault({}),
  /** The hall's server for counters and displays. Beyond loopback it speaks TLS only. */
  hallServer: z
    .object({
      listen: listenSchema.prefault({ port: 8443 }),
      tls: z
        .object({ certificate: z.string().min(1), key: z.string().min(1) })
        .nullable()
        .default(null),
    })
    .refine((server) => isLoopback(server.listen.host) || server.tls !== null, {
      path: ['tls'],
      message: 'a certificate and a key file, because the server is reachable from other machines',
    })
    .prefault({}),
  /** Without a center the terminal works on, and keeps everything to be handed in later. */
  center: z.object({ url: z.url(), tokenFile: z.string().min(1) }).nullable(),
  devices: z
    .object({
      idCardReader: z
        .object({ model: z.enum(['sam']), link: linkSchema })
        .nullable()
        .default(null),
      ticketPrinter: z
        .object({ model: z.enum(['escpos-80', 'escpos-58']), link: linkSchema })
        .nullable()
        .default(null),
    })
    .prefault({}),
});
export type KioskConfig = z.infer<typeof kioskConfigSchema>;
