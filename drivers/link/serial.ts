import { SerialPort } from 'serialport';
import { err, ok, type Result } from '../../src/basics/result.ts';
import { createLinkEnds, within } from './link-ends.ts';
import type { Link, LinkTrouble, OpenLink } from './link.ts';

/**
 * A serial port: 8 data bits, no parity, 1 stop bit, no flow control, for us alone (the port is locked).
 *
 * What serialport 13 was seen to do on Linux, and what follows from it: the callback of a write may never come once the
 * other end is gone, so each has a time-out; a port that vanishes is told by `close` with an error while it is being
 * read, or by `error` (EIO) at the next write, or by both, so the first one counts; and a far program that merely
 * stops is not noticed at all, so a driver asks its device from time to time.
 */
const OPEN_MS_MAX = 5_000;
/** On top of the time that the bytes take on the wire. */
const WRITE_MS_MAX = 3_000;
const CLOSE_MS_MAX = 2_000;
/** 8N1: ten bits on the wire for each byte. */
const BITS_PER_BYTE = 10;

export type SerialOptions = { readonly path: string; readonly baud: number };

export const openSerial =
  ({ path, baud }: SerialOptions): OpenLink =>
  () =>
    open(path, baud);

function open(path: string, baud: number): Promise<Result<Link, LinkTrouble>> {
  const port = new SerialPort({ path, baudRate: baud, dataBits: 8, parity: 'none', stopBits: 1, autoOpen: false });
  // Without a listener an error would end the process.
  port.on('error', () => undefined);
  return within<Result<Link, LinkTrouble>>(OPEN_MS_MAX, err({ kind: 'timed-out' }), (settle) => {
    let waited = true;
    port.open((fault) => {
      if (fault) settle(err(troubleOf(fault)));
      else if (waited) settle(ok(linkOver(port, baud)));
      else port.close(() => undefined);
    });
    return () => void (waited = false);
  });
}

function linkOver(port: SerialPort, baud: number): Link {
  const ends = createLinkEnds();
  const lose = (): void => {
    ends.tellLost({ kind: 'lost' });
    if (port.isOpen) port.close(() => undefined);
  };
  port.on('data', (bytes: Uint8Array) => ends.tellBytes(bytes));
  port.on('close', lose);
  port.on('error', lose);
  port.on('end', lose);
  return {
    write: (bytes) => {
      const wireMs = Math.ceil((bytes.length * BITS_PER_BYTE * 1_000) / baud);
      return ends.write(WRITE_MS_MAX + wireMs, (done) => {
        port.write(bytes, (writeFault) => {
          if (writeFault) return done(err({ kind: 'lost' }));
          port.drain((drainFault) => done(drainFault ? err({ kind: 'lost' }) : ok(undefined)));
        });
      });
    },
    onBytes: ends.onBytes,
    onLost: ends.onLost,
    close: async () => {
      ends.end();
      if (port.isOpen) await within(CLOSE_MS_MAX, undefined, (done) => void port.close(() => done(undefined)));
    },
  };
}

/** serialport puts the operating system's words into the message and nothing else (13.0.0, bindings-cpp 13.0.0). */
function troubleOf(fault: Error): LinkTrouble {
  const { message } = fault;
  if (/no such file|no such device|file not found|is a directory/i.test(message)) return { kind: 'no-such-port' };
  if (/cannot lock port|resource busy|device busy/i.test(message)) return { kind: 'in-use' };
  // Windows says "Access denied" when another program has the port open, and has no other use for it.
  if (/access denied/i.test(message)) return { kind: process.platform === 'win32' ? 'in-use' : 'no-permission' };
  if (/permission denied|operation not permitted/i.test(message)) return { kind: 'no-permission' };
  return { kind: 'refused' };
}
