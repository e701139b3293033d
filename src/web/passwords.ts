import { argon2id, argon2Verify } from 'hash-wasm';

/**
 * Passwords of staff, kept only as argon2id hashes (OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane).
 * WebAssembly, so nothing native is needed on any terminal.
 */
const MEMORY_KIB = 19 * 1_024;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
export const SALT_BYTES = 16;
export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 200;
/** A hash that would cost more than this to check is refused: the accounts file must not be able to stop the terminal. */
const MEMORY_KIB_MAX = 64 * 1_024;
const PASSES_MAX = 10;

export const ENCODED_HASH = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;

/** The same characters typed on different keyboards are the same password (RFC 8265 asks for NFC). */
const prepared = (password: string): string => password.normalize('NFC');

/** The encoded form, `$argon2id$v=19$m=…`. `salt`: SALT_BYTES unpredictable bytes, new for each password. */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  if (salt.length < SALT_BYTES) throw new Error(`broken invariant: a salt of ${salt.length} bytes`);
  return argon2id({
    password: prepared(password),
    salt,
    parallelism: LANES,
    iterations: PASSES,
    memorySize: MEMORY_KIB,
    hashLength: HASH_BYTES,
    outputType: 'encoded',
  });
}

/** False for a wrong password and for a hash that is not one of ours. */
export async function verifyPassword(encodedHash: string, password: string): Promise<boolean> {
  const cost = ENCODED_HASH.exec(encodedHash);
  if (cost === null || password.length === 0 || password.length > PASSWORD_LENGTH_MAX) return false;
  if (Number(cost[1]) > MEMORY_KIB_MAX || Number(cost[2]) > PASSES_MAX || Number(cost[3]) !== LANES) return false;
  return argon2Verify({ hash: encodedHash, password: prepared(password) });
}

/**
 * A well-formed hash that no password opens, to be checked when the account is unknown: the answer then takes as long
 * as for a known one, and nobody learns from a stopwatch which accounts there are.
 */
export const HASH_OF_NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
