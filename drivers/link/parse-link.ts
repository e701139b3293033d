import { err, ok, type Result } from '../../src/basics/result.ts';
import type { OpenLink } from './link.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';

/** A link as it is written in a configuration or on a command line: `serial:/dev/ttyUSB0@115200`, `tcp:10.0.0.9:9100`. */
export type LinkFault = {
  readonly kind: 'not-a-link' | 'baud-not-supported' | 'port-out-of-range';
  /** The expected form. */
  readonly expected: string;
};

export const LINK_FORM = 'serial:/dev/ttyUSB0@115200 or tcp:HOST:PORT';
export const BAUD_DEFAULT = 115_200;
export const BAUDS: readonly number[] = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400];
const PORT_MAX = 65_535;

export function parseLink(text: string): Result<OpenLink, LinkFault> {
  const serial = /^serial:([^@\s]+)(?:@(\d{1,7}))?$/.exec(text);
  if (serial) {
    const baud = serial[2] === undefined ? BAUD_DEFAULT : Number(serial[2]);
    if (!BAUDS.includes(baud)) return err({ kind: 'baud-not-supported', expected: BAUDS.join(', ') });
    return ok(openSerial({ path: serial[1]!, baud }));
  }
  const tcp = /^tcp:(?:\[([0-9A-Fa-f:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(text);
  if (tcp) {
    const port = Number(tcp[3]);
    if (port < 1 || port > PORT_MAX) return err({ kind: 'port-out-of-range', expected: `1-${PORT_MAX}` });
    return ok(openTcp({ host: tcp[1] ?? tcp[2]!, port }));
  }
  return err({ kind: 'not-a-link', expected: LINK_FORM });
}
