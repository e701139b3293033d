import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * The seam at which personal values are sealed before they touch the disk: no byte of a person lies in plain in the
 * database, its write-ahead log or a temporary file. A sealed value is
 *
 *     algorithm (1 byte) · initialisation vector (12) · tag (16) · ciphertext
 *
 * so that another algorithm (SM4-GCM) or a key per person can follow without rewriting what lies there. What is
 * authenticated besides the value is its place, `table|row|column`: a value moved to another row does not open.
 */
export const SEALING_KEY_BYTES = 32;

const AES_256_GCM = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** Where a sealed value lies. */
export type Place = { readonly table: string; readonly row: string | number; readonly column: string };

export type Sealer = {
  seal(place: Place, plain: string): Buffer;
  /** The value, or `null` when the bytes, the place or the key do not fit: damage is found, never shown. */
  open(place: Place, sealed: Uint8Array): string | null;
};

const aad = (place: Place): Buffer => Buffer.from(`${place.table}|${place.row}|${place.column}`, 'utf8');

/** @param key 32 bytes. A random vector a value is sound for 2^32 values under one key (NIST SP 800-38D, 8.3). */
export function createSealer(key: Uint8Array): Sealer {
  if (key.byteLength !== SEALING_KEY_BYTES)
    throw new Error(`broken invariant: a sealing key has ${SEALING_KEY_BYTES} bytes, not ${key.byteLength}`);
  return {
    seal(place, plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(aad(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(AES_256_GCM), iv, cipher.getAuthTag(), body]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes.length < HEAD_BYTES || bytes[0] !== AES_256_GCM) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(aad(place))
          .setAuthTag(bytes.subarray(1 + IV_BYTES, HEAD_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
