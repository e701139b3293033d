import type { Clock } from '../../../src/basics/clock.ts';
import type { IdCard } from '../../../src/devices/id-card-reader.ts';
import type { Link } from '../../link/link.ts';
import { BASE_TEXT_BYTES, encodeBaseText, withMarker, withWrongCheckDigit } from './base-text.ts';
import { createFrameParser, encodeFrame } from './frame.ts';
import { STATUS_CODES } from './status-words.ts';

/**
 * A reader that is not there: speaks the module's bytes over any link, keeps its re-read rule (the card that was read
 * is not found again until it leaves the field), and can be made to misbehave in one line. Checked against the same
 * public captures as the driver, so that the two can't agree on a mistake.
 */
export type SamCommand = 'status' | 'sam-id' | 'reset' | 'find' | 'select' | 'read' | 'other';

export type Misbehaviour = (
  | { readonly kind: 'silent' }
  /** Noise before the right reply, or in its place. */
  | { readonly kind: 'garbage-before'; readonly bytes: Uint8Array }
  | { readonly kind: 'garbage-instead'; readonly bytes: Uint8Array }
  /** The right reply with one bit turned over, at this byte of the frame. */
  | { readonly kind: 'bit-flipped'; readonly at: number }
  /** The first half of the right reply, and then nothing. */
  | { readonly kind: 'half-frame' }
  /** This many bytes of the reply leave, and the card is off the reader. */
  | { readonly kind: 'pulled-out'; readonly afterBytes: number }
  | { readonly kind: 'status-word'; readonly code: number }
  /** The card says that it is of another kind. */
  | { readonly kind: 'marker'; readonly marker: string }
  | { readonly kind: 'wrong-check-digit' }
  | { readonly kind: 'slow'; readonly delayMs: number }
) & {
  /** Which command it befalls; every one when left out (those about the card befall the reading). */
  readonly on?: SamCommand;
  /** How many times; for ever when left out. */
  readonly times?: number;
};

export type SamSimulator = {
  /** Speaks on this link until it is lost or the returned function is called. Any number of links, one card. */
  attach(link: Link): () => void;
  /** A card, as what it says or as its 256 bytes of base text. Takes the place of one that lies there. */
  put(card: IdCard | Uint8Array, photo?: Uint8Array): void;
  takeOff(): void;
  /** What is wrong from now on; `null`: nothing any more. */
  misbehave(how: Misbehaviour | null): void;
  /** Every command that came, in order, for tests that ask what was said. The latest 1000. */
  heard(): readonly SamCommand[];
};

/** WLT, the format of the photo, is decoded by closed binaries only; no simulator needs a face. */
const PHOTO_BYTES = 1_024;
const HEARD_MAX = 1_000;
const SAM_ID = Uint8Array.of(0x05, 0x00, 0x03, 0x00, 0x85, 0xec, 0x33, 0x01, 0x87, 0xd6, 0x12, 0x00, 0x15, 0xcd, 0x5b, 0x07);

type Card = { readonly text: Uint8Array; readonly photo: Uint8Array; selected: boolean; read: boolean };

export function createSamSimulator({ clock }: { readonly clock: Clock }): SamSimulator {
  let card: Card | undefined;
  let wrong: { readonly how: Misbehaviour; left: number } | undefined;
  const heard: SamCommand[] = [];

  const reply = (code: number, data: Uint8Array = new Uint8Array(0)): Uint8Array => {
    const body = new Uint8Array(3 + data.length);
    body[2] = code;
    body.set(data, 3);
    return encodeFrame(body);
  };

  const readReply = (how: Misbehaviour | undefined): Uint8Array => {
    if (!card?.selected) return reply(STATUS_CODES['read-failed']);
    card.read = true;
    let { text } = card;
    if (how?.kind === 'marker') text = withMarker(text, how.marker);
    if (how?.kind === 'wrong-check-digit') text = withWrongCheckDigit(text);
    const data = new Uint8Array(4 + text.length + card.photo.length);
    new DataView(data.buffer).setUint16(0, text.length);
    new DataView(data.buffer).setUint16(2, card.photo.length);
    data.set(text, 4);
    data.set(card.photo, 4 + text.length);
    return reply(STATUS_CODES.done, data);
  };

  const answer = (command: SamCommand, how: Misbehaviour | undefined): Uint8Array => {
    if (how?.kind === 'status-word') return reply(how.code);
    switch (command) {
      case 'status':
      case 'reset':
        return reply(STATUS_CODES.done);
      case 'sam-id':
        return reply(STATUS_CODES.done, SAM_ID);
      case 'find':
        if (card) card.selected = false;
        return card && !card.read ? reply(STATUS_CODES['card-found'], new Uint8Array(4)) : reply(STATUS_CODES['no-card']);
      case 'select':
        if (!card || card.read) return reply(STATUS_CODES['select-failed']);
        card.selected = true;
        return reply(STATUS_CODES.done, new Uint8Array(8));
      case 'read':
        return readReply(how);
      case 'other':
        return reply(STATUS_CODES['bad-command']);
    }
  };

  /** What is wrong with this command, counted down. */
  const wrongWith = (command: SamCommand): Misbehaviour | undefined => {
    if (!wrong || wrong.left === 0) return undefined;
    const { how } = wrong;
    const befalls = how.on ?? (how.kind === 'marker' || how.kind === 'wrong-check-digit' || how.kind === 'pulled-out' ? 'read' : command);
    if (befalls !== command) return undefined;
    wrong.left--;
    return how;
  };

  const hear = (body: Uint8Array, send: (bytes: Uint8Array) => void): void => {
    const command = commandOf(body);
    heard.push(command);
    if (heard.length > HEARD_MAX) heard.shift();
    const how = wrongWith(command);
    if (how?.kind === 'silent') return;
    const frame = answer(command, how);
    switch (how?.kind) {
      case 'garbage-before':
        send(how.bytes);
        return send(frame);
      case 'garbage-instead':
        return send(how.bytes);
      case 'bit-flipped':
        frame[how.at]! ^= 0x01;
        return send(frame);
      case 'half-frame':
        return send(frame.subarray(0, frame.length >> 1));
      case 'pulled-out':
        card = undefined;
        return send(frame.subarray(0, how.afterBytes));
      case 'slow':
        return void clock.after(how.delayMs, () => send(frame));
      default:
        return send(frame);
    }
  };

  return {
    attach: (link) => {
      const parser = createFrameParser();
      const send = (bytes: Uint8Array): void => void link.write(bytes);
      const stop = link.onBytes((bytes) => {
        const damaged = parser.damagedFrames();
        for (const body of parser.push(bytes)) hear(body, send);
        if (parser.damagedFrames() > damaged) send(reply(STATUS_CODES['bad-checksum']));
      });
      link.onLost(stop);
      return stop;
    },
    put: (put, photo = new Uint8Array(PHOTO_BYTES)) => {
      const text = put instanceof Uint8Array ? put.slice() : encodeBaseText(put);
      if (text.length !== BASE_TEXT_BYTES) throw new RangeError(`a base text of ${text.length} bytes; it has ${BASE_TEXT_BYTES}`);
      card = { text, photo: photo.slice(), selected: false, read: false };
    },
    takeOff: () => {
      card = undefined;
    },
    misbehave: (how) => {
      wrong = how === null ? undefined : { how, left: how.times ?? Number.POSITIVE_INFINITY };
    },
    heard: () => heard,
  };
}

function commandOf(body: Uint8Array): SamCommand {
  switch (`${body[0]!.toString(16)} ${body[1]!.toString(16)}`) {
    case '11 ff':
      return 'status';
    case '12 ff':
      return 'sam-id';
    case '10 ff':
      return 'reset';
    case '20 1':
      return 'find';
    case '20 2':
      return 'select';
    case '30 1':
      return 'read';
    default:
      return 'other';
  }
}
