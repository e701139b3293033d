import { createHash, timingSafeEqual } from 'node:crypto';
import type { WireRefusal } from '../sync/wire.ts';
import type { CenterConfig } from './config.ts';

/** Which terminal a bearer token belongs to. Only hashes are known here; a token has 256 bits, so SHA-256 is enough. */
const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

export type DeviceTokens = {
  /** null: it is this terminal. */
  refusal(authorization: string | undefined, hall: string, terminal: string): WireRefusal | null;
};

export function createDeviceTokens(terminals: CenterConfig['terminals']): DeviceTokens {
  const byName = new Map(terminals.map((entry) => [`${entry.hall} ${entry.terminal}`, Buffer.from(entry.tokenHash, 'hex')]));
  const hallsByHash = new Map(terminals.map((entry) => [`${entry.tokenHash} ${entry.terminal}`, entry.hall]));
  return {
    refusal(authorization, hall, terminal) {
      const token = BEARER.exec(authorization ?? '')?.[1];
      const hash = createHash('sha256')
        .update(token ?? '')
        .digest();
      const expected = byName.get(`${hall} ${terminal}`);
      if (token !== undefined && expected !== undefined && timingSafeEqual(expected, hash)) return null;
      // A terminal that was moved and still names its old hall, told apart so that its maintainer knows what to change.
      if (token !== undefined && hallsByHash.has(`${hash.toString('hex')} ${terminal}`)) return 'wrong-hall';
      return expected === undefined ? 'unknown-terminal' : 'wrong-token';
    },
  };
}
