import { err, ok, type Result } from '../../../src/basics/result.ts';
import type { CardTrouble, IdCard } from '../../../src/devices/id-card-reader.ts';
import type { DeviceTrouble } from '../../../src/devices/device-state.ts';
import { decodeBaseText } from './base-text.ts';
import { blocksOf, FIND, READ, SELECT, STATUS, type Command, type Reply } from './commands.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { StatusWord } from './status-words.ts';

/**
 * Find, select, read: what happens between a card that is put on and a card that is known, and what each way of failing
 * means. A fault of the reader itself is told as such, because the device is then opened anew.
 */
export type ReaderFault = {
  readonly kind: 'reader-fault';
  readonly trouble: Extract<DeviceTrouble, 'not-answering' | 'garbled' | 'out-of-order' | 'link-lost'>;
  readonly status: string;
};
export type Found = 'found' | 'nothing' | CardTrouble;

/** How often a card that lies there may fail to be selected or read before the person is asked to lift it. */
const TRIES_MAX = 2;

const fault = (trouble: ReaderFault['trouble'], code?: number): ReaderFault => ({
  kind: 'reader-fault',
  trouble,
  status: code === undefined ? '' : code.toString(16).toUpperCase().padStart(2, '0'),
});

/** The module says that it is well, or the fault. */
export async function checkReader(exchange: Exchange): Promise<ReaderFault | undefined> {
  const answer = await askTwice(exchange, STATUS);
  if (answer.kind !== 'reply') return answer;
  return answer.word === 'done' ? undefined : fault('garbled', answer.code);
}

/** Asks once whether a card lies there. */
export async function findCard(exchange: Exchange): Promise<Found | ReaderFault> {
  const answer = await askTwice(exchange, FIND);
  if (answer.kind !== 'reply') return answer;
  if (answer.word === 'card-found') return 'found';
  const trouble = cardTroubleOf(answer.word);
  // A card that is just being put down answers badly for a moment: ask again, as if nothing lay there.
  return trouble === undefined || trouble.kind === 'card-moved' ? 'nothing' : trouble;
}

/** Selects and reads the card that was just found. */
export async function readFoundCard(exchange: Exchange): Promise<Result<IdCard, CardTrouble> | ReaderFault> {
  for (let tries = 1; ; tries++) {
    const result = await selectAndRead(exchange);
    if (result !== 'again') return result;
    if (tries === TRIES_MAX) return err({ kind: 'card-moved' });
    const found = await findCard(exchange);
    if (found === 'nothing') return err({ kind: 'card-moved' });
    if (found !== 'found') return isFault(found) ? found : err(found);
  }
}

export const isFault = (value: unknown): value is ReaderFault =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'reader-fault';

/** `again`: it did not come to an end; whether the card is still there is asked first. */
async function selectAndRead(exchange: Exchange): Promise<Result<IdCard, CardTrouble> | ReaderFault | 'again'> {
  const selected = await exchange.ask(SELECT);
  if (selected.kind === 'lost') return fault('link-lost');
  if (selected.kind !== 'reply') return 'again';
  if (selected.word === 'select-failed' || selected.word === 'random-failed') return 'again';
  const notSelected = failureOf(selected);
  if (notSelected !== undefined) return notSelected;

  let answer = await exchange.ask(READ);
  if (answer.kind === 'garbled' || isLineFault(answer)) {
    answer = await exchange.ask(READ);
    if (answer.kind === 'garbled' || isLineFault(answer)) return fault('garbled');
  }
  if (answer.kind === 'lost') return fault('link-lost');
  if (answer.kind !== 'reply') return 'again';
  if (answer.word === 'random-failed') return 'again';
  const notRead = failureOf(answer);
  if (notRead !== undefined) return notRead;
  const blocks = blocksOf(answer.data);
  const card = decodeBaseText(blocks?.text ?? new Uint8Array(0));
  // The photo was never asked for by anybody above; it ends here, with the rest of the raw card.
  answer.data.fill(0);
  return card.ok ? ok(card.value) : err(card.error);
}

/** Once more when the line was silent or noisy, or the module could not make out what we said. */
async function askTwice(exchange: Exchange, command: Command): Promise<Reply | ReaderFault> {
  let answer = await exchange.ask(command);
  if (answer.kind !== 'lost' && (answer.kind !== 'reply' || isLineFault(answer))) answer = await exchange.ask(command);
  if (answer.kind === 'lost') return fault('link-lost');
  if (answer.kind === 'silent') return fault('not-answering');
  if (answer.kind !== 'reply' || isLineFault(answer)) return fault('garbled');
  return outOfOrder(answer) ?? answer;
}

const isLineFault = (answer: Answer): boolean =>
  answer.kind === 'reply' &&
  (answer.word === 'bad-checksum' || answer.word === 'bad-length' || answer.word === 'bad-command' || answer.word === 'not-recognised');

const outOfOrder = (reply: Reply): ReaderFault | undefined =>
  reply.word === 'self-test-failed' || reply.word === 'not-authorised' || reply.word === 'not-permitted'
    ? fault('out-of-order', reply.code)
    : undefined;

/** Undefined: the step is done. */
function failureOf(reply: Reply): Result<never, CardTrouble> | ReaderFault | undefined {
  if (reply.word === 'done') return undefined;
  if (isLineFault(reply)) return fault('garbled', reply.code);
  const outside = outOfOrder(reply);
  if (outside !== undefined) return outside;
  return err(cardTroubleOf(reply.word) ?? { kind: 'card-moved' });
}

function cardTroubleOf(word: StatusWord): CardTrouble | undefined {
  switch (word) {
    case 'card-rejects-sam':
    case 'sam-rejects-card':
    case 'information-not-verified':
      return { kind: 'card-not-proven' };
    case 'wrong-card-type':
      return { kind: 'not-an-id-card' };
    case 'nothing-there':
      return { kind: 'card-unreadable', field: 'text' };
    case 'read-failed':
    case 'select-failed':
    case 'random-failed':
      return { kind: 'card-moved' };
    default:
      return undefined;
  }
}
