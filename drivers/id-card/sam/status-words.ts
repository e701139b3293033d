/**
 * What a SAM module answers: the third status byte. SW1 and SW2 are normally 00 00; with 31, 41, 47 and 81 they carry
 * the card's own status word. Two independent public copies of the protocol sheet give the same list; 23 stands in one.
 */
export type StatusWord =
  | 'done'
  | 'card-found'
  | 'nothing-there'
  | 'no-card'
  | 'select-failed'
  | 'read-failed'
  | 'card-rejects-sam'
  | 'sam-rejects-card'
  | 'information-not-verified'
  | 'wrong-card-type'
  | 'random-failed'
  | 'bad-checksum'
  | 'bad-length'
  | 'bad-command'
  | 'not-permitted'
  | 'not-recognised'
  | 'self-test-failed'
  | 'not-authorised'
  /** None of the above: not in any copy of the sheet. */
  | 'unknown';

type KnownWord = Exclude<StatusWord, 'unknown'>;

export const STATUS_CODES: Readonly<Record<KnownWord, number>> = {
  done: 0x90,
  'card-found': 0x9f,
  'nothing-there': 0x91,
  'no-card': 0x80,
  'select-failed': 0x81,
  'read-failed': 0x41,
  'card-rejects-sam': 0x31,
  'sam-rejects-card': 0x32,
  'information-not-verified': 0x33,
  'wrong-card-type': 0x40,
  'random-failed': 0x47,
  'bad-checksum': 0x10,
  'bad-length': 0x11,
  'bad-command': 0x21,
  'not-permitted': 0x23,
  'not-recognised': 0x24,
  'self-test-failed': 0x60,
  'not-authorised': 0x66,
};

/** For the maintainer: what the module means by it. */
export const STATUS_MEANINGS: Readonly<Record<StatusWord, string>> = {
  done: 'The operation is done.',
  'card-found': 'A card was found.',
  'nothing-there': 'The card holds nothing under this item.',
  'no-card': 'No card, or the one that was read is still lying there.',
  'select-failed': 'The card could not be selected.',
  'read-failed': 'The card could not be read to the end.',
  'card-rejects-sam': 'The card did not accept the module.',
  'sam-rejects-card': 'The module did not accept the card.',
  'information-not-verified': 'What the card says could not be verified.',
  'wrong-card-type': 'The card is of a type that the module does not know.',
  'random-failed': 'The card gave no random number.',
  'bad-checksum': 'The module received a wrong checksum.',
  'bad-length': 'The module received a wrong length.',
  'bad-command': 'The module does not know the command or its parameter.',
  'not-permitted': 'The operation is not permitted.',
  'not-recognised': 'The module could not make out the command.',
  'self-test-failed': 'The module failed its self-test and takes no command.',
  'not-authorised': 'The module is not authorised, or no longer.',
  unknown: 'A status word that is in no copy of the protocol.',
};

const WORDS: ReadonlyMap<number, KnownWord> = new Map(
  (Object.entries(STATUS_CODES) as [KnownWord, number][]).map(([word, code]) => [code, word]),
);

export const statusWordOf = (sw3: number): StatusWord => WORDS.get(sw3) ?? 'unknown';
