import { encodeFrame } from './frame.ts';
import { statusWordOf, type StatusWord } from './status-words.ts';

/**
 * What is asked of the module, what may be answered to it, and how long the answer may take. Times are those of public
 * drivers (find and select within 1 s, a reading within 3 s) with room to spare; they count to the first byte of the
 * answer, so that a slow line needs no table of its own.
 */
export type Command = {
  readonly body: Uint8Array;
  readonly waitMs: number;
  /** The words that answer just this command; those in `ALWAYS` may answer any. */
  readonly words: readonly StatusWord[];
  /** Whether the data of `done` or `card-found` has the form it must have. */
  readonly fits: (data: Uint8Array) => boolean;
};

const ALWAYS: readonly StatusWord[] = [
  'bad-checksum',
  'bad-length',
  'bad-command',
  'not-permitted',
  'not-recognised',
  'self-test-failed',
  'not-authorised',
  'card-rejects-sam',
  'sam-rejects-card',
  'information-not-verified',
  'wrong-card-type',
  'random-failed',
  'read-failed',
  'select-failed',
  'no-card',
];

/** Length words, text and photo: 30 01 answers with two big-endian lengths and the blocks that they announce. */
const LENGTH_WORDS_BYTES = 4;

export const STATUS: Command = { body: Uint8Array.of(0x11, 0xff), waitMs: 1_000, words: ['done'], fits: (data) => data.length === 0 };
/** The data of find and select are numbers of the card that are normally zero; drivers that compare them break. */
export const FIND: Command = { body: Uint8Array.of(0x20, 0x01), waitMs: 1_000, words: ['card-found'], fits: (data) => data.length <= 16 };
export const SELECT: Command = { body: Uint8Array.of(0x20, 0x02), waitMs: 1_000, words: ['done'], fits: (data) => data.length <= 16 };
export const READ: Command = {
  body: Uint8Array.of(0x30, 0x01),
  waitMs: 4_000,
  words: ['done', 'nothing-there'],
  fits: (data) => data.length === 0 || blocksOf(data) !== undefined,
};

export type Reply = { readonly kind: 'reply'; readonly word: StatusWord; readonly code: number; readonly data: Uint8Array };

/** The reply in a frame's body, or undefined when it is no answer to this command: a late one, or no language of ours. */
export function replyTo(command: Command, body: Uint8Array): Reply | undefined {
  const code = body[2];
  if (code === undefined) return undefined;
  const word = statusWordOf(code);
  const data = body.subarray(3);
  if (command.words.includes(word)) return command.fits(data) ? { kind: 'reply', word, code, data } : undefined;
  return ALWAYS.includes(word) && data.length === 0 ? { kind: 'reply', word, code, data } : undefined;
}

/** The two blocks that a reading announces; undefined when the announced lengths are not those that came. */
export function blocksOf(data: Uint8Array): { readonly text: Uint8Array; readonly photo: Uint8Array } | undefined {
  if (data.length < LENGTH_WORDS_BYTES) return undefined;
  const textBytes = (data[0]! << 8) | data[1]!;
  const photoBytes = (data[2]! << 8) | data[3]!;
  if (data.length !== LENGTH_WORDS_BYTES + textBytes + photoBytes) return undefined;
  const photoAt = LENGTH_WORDS_BYTES + textBytes;
  return { text: data.subarray(LENGTH_WORDS_BYTES, photoAt), photo: data.subarray(photoAt) };
}

export const frameOf = (command: Command): Uint8Array => encodeFrame(command.body);
