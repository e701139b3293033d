/**
 * Frames of the SAM module inside every resident ID card reader (GA/T 467, "business terminal interface"; the same in
 * every public copy of the protocol sheet):
 *
 *   request  AA AA AA 96 69 | length, 2 bytes big-endian | CMD PARA | data | XOR
 *   reply    AA AA AA 96 69 | length, 2 bytes big-endian | SW1 SW2 SW3 | data | XOR
 *
 * The length counts everything after itself, the XOR included; the XOR covers everything but the preamble and itself.
 * Pure: bytes in, frames out. Time-outs and meaning are the driver's.
 */
export const PREAMBLE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
const HEADER_BYTES = PREAMBLE.length + 2;
/** CMD, PARA and the XOR; a reply is at least one longer. */
const LENGTH_MIN = 3;
/** The longest legal frame is 0x090A (text, photo, fingerprints); anything beyond this is noise. */
export const LENGTH_MAX = 4_096;

/** `body` is what stands between the length and the XOR. Throws when it is longer than any frame may be. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length < LENGTH_MIN || length > LENGTH_MAX)
    throw new RangeError(`a frame of ${length} bytes; ${LENGTH_MIN} to ${LENGTH_MAX} are possible`);
  const frame = new Uint8Array(HEADER_BYTES + length);
  frame.set(PREAMBLE);
  frame[PREAMBLE.length] = length >> 8;
  frame[PREAMBLE.length + 1] = length & 0xff;
  frame.set(body, HEADER_BYTES);
  frame[frame.length - 1] = xorOf(frame, PREAMBLE.length, frame.length - 1);
  return frame;
}

export type FrameParser = {
  /** The bodies of the frames that these bytes complete, in order. The same for any way of splitting a stream. */
  push(bytes: Uint8Array): Uint8Array[];
  /**
   * The line has gone quiet: what began as a frame will not be completed. Gives the frames found inside it, if it was
   * noise that looked like the beginning of one, and forgets the rest.
   */
  flush(): Uint8Array[];
  /** A preamble has come, and the rest of its frame has not. */
  begun(): boolean;
  /** How many bytes were thrown away so far as noise. */
  noiseBytes(): number;
  /** How many whole frames came so far whose XOR was wrong. */
  damagedFrames(): number;
};

/**
 * Hunts for the preamble and then goes by the length alone. A frame whose XOR is right is taken whole, whatever looks
 * like a preamble inside it; in one whose XOR or length is wrong, the hunt goes on from its second byte.
 */
export function createFrameParser(): FrameParser {
  let held = new Uint8Array(0);
  let noise = 0;
  let damaged = 0;

  const drop = (bytes: number): void => {
    noise += bytes;
    held = held.subarray(bytes);
  };

  const take = (): Uint8Array[] => {
    const bodies: Uint8Array[] = [];
    for (;;) {
      drop(preambleIn(held));
      if (held.length < HEADER_BYTES) break;
      const length = (held[PREAMBLE.length]! << 8) | held[PREAMBLE.length + 1]!;
      if (length < LENGTH_MIN || length > LENGTH_MAX) {
        drop(1);
        continue;
      }
      const end = HEADER_BYTES + length;
      if (held.length < end) break;
      if (xorOf(held, PREAMBLE.length, end - 1) !== held[end - 1]) {
        damaged++;
        drop(1);
        continue;
      }
      bodies.push(held.slice(HEADER_BYTES, end - 1));
      held = held.subarray(end);
    }
    return bodies;
  };

  return {
    push: (bytes) => {
      const joined = new Uint8Array(held.length + bytes.length);
      joined.set(held);
      joined.set(bytes, held.length);
      // The card's text and photo don't stay behind in memory that is no longer looked at.
      held.fill(0);
      held = joined;
      const bodies = take();
      const rest = held.slice();
      joined.fill(0);
      held = rest;
      return bodies;
    },
    flush: () => {
      const bodies: Uint8Array[] = [];
      while (held.length > 0) {
        drop(1);
        bodies.push(...take());
      }
      return bodies;
    },
    begun: () => held.length >= PREAMBLE.length,
    noiseBytes: () => noise,
    damagedFrames: () => damaged,
  };
}

/** Where the first preamble begins, or where one might begin that the bytes don't complete; their end if nowhere. */
function preambleIn(bytes: Uint8Array): number {
  for (let from = 0; from < bytes.length; from++) {
    let same = 0;
    while (same < PREAMBLE.length && from + same < bytes.length && bytes[from + same] === PREAMBLE[same]) same++;
    if (same === PREAMBLE.length || from + same === bytes.length) return from;
  }
  return bytes.length;
}

function xorOf(bytes: Uint8Array, from: number, to: number): number {
  let xor = 0;
  for (let i = from; i < to; i++) xor ^= bytes[i]!;
  return xor;
}
