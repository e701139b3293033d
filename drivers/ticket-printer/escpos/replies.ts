/**
 * What a printer says, told apart by the bits that each kind of answer keeps fixed (the manuals' way; a reply carries
 * no name of its own question). Pure: bytes in, replies out; what fits nothing is told as garbage, never dropped.
 *
 * | kind | bits | source |
 * | DLE EOT n | 0xx1xx10, one byte | mask 0x93 = 0x12 |
 * | automatic status (GS a) | 0xx1xx00, then three bytes with 0x90 = 0 | we switch it off; some machines start with it |
 * | GS r 1 | 0xx0xxxx, one byte | bits 4 and 7 off |
 * | flow control | 11 or 13 | XON/XOFF, on serial lines |
 * | blocks | 37 25 00 buffer cleared; 37 22 d1–d4 00 process id | DLE DC4 8, GS ( H |
 */
export type Reply =
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'paper'; readonly nearEnd: boolean; readonly end: boolean }
  | { readonly kind: 'automatic'; readonly bytes: readonly number[] }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'process'; readonly id: readonly number[] }
  | { readonly kind: 'garbage'; readonly byte: number };

const AUTOMATIC_BYTES = 4;
const BLOCK_HEAD = 0x37;
const BLOCKS: Readonly<Record<number, number>> = { 0x25: 3, 0x22: 7 };
const XON = 0x11;
const XOFF = 0x13;

export interface ReplyReader {
  read(bytes: Uint8Array): Reply[];
  /** Forgets half a reply; before a new question, so that an old beginning cannot swallow its answer. */
  reset(): void;
}

export function createReplyReader(): ReplyReader {
  let begun: number[] = [];

  function one(byte: number, out: Reply[]): void {
    if (byte === XON || byte === XOFF) return;
    if (begun.length > 0) return more(byte, out);
    if ((byte & 0x93) === 0x12) out.push({ kind: 'status', byte });
    else if ((byte & 0x93) === 0x10 || byte === BLOCK_HEAD) begun = [byte];
    else if ((byte & 0x90) === 0) out.push({ kind: 'paper', nearEnd: (byte & 0x03) !== 0, end: (byte & 0x0c) !== 0 });
    else out.push({ kind: 'garbage', byte });
  }

  function more(byte: number, out: Reply[]): void {
    const [head] = begun;
    const fits = head === BLOCK_HEAD ? fitsBlock(begun, byte) : (byte & 0x90) === 0;
    if (!fits) {
      // What had begun was no reply after all; the byte at hand may be the start of a real one.
      for (const lost of begun) out.push({ kind: 'garbage', byte: lost });
      begun = [];
      return one(byte, out);
    }
    begun.push(byte);
    if (head !== BLOCK_HEAD) {
      if (begun.length < AUTOMATIC_BYTES) return;
      out.push({ kind: 'automatic', bytes: begun });
    } else {
      if (begun.length < BLOCKS[begun[1]!]!) return;
      out.push(begun[1] === 0x25 ? { kind: 'cleared' } : { kind: 'process', id: begun.slice(2, 6) });
    }
    begun = [];
  }

  return {
    read(bytes) {
      const out: Reply[] = [];
      for (const byte of bytes) one(byte, out);
      return out;
    },
    reset: () => {
      begun = [];
    },
  };
}

function fitsBlock(begun: readonly number[], byte: number): boolean {
  if (begun.length === 1) return BLOCKS[byte] !== undefined;
  if (begun.length === BLOCKS[begun[1]!]! - 1) return byte === 0;
  return byte >= 0x20 && byte <= 0x7e;
}
