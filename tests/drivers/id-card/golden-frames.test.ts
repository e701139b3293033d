import { describe, expect, it } from 'vitest';
import { decodeBaseText, encodeBaseText } from '../../../drivers/id-card/sam/base-text.ts';
import { blocksOf, FIND, frameOf, READ, replyTo, SELECT, STATUS } from '../../../drivers/id-card/sam/commands.ts';
import { createFrameParser, encodeFrame } from '../../../drivers/id-card/sam/frame.ts';
import { STATUS_CODES, STATUS_MEANINGS, statusWordOf } from '../../../drivers/id-card/sam/status-words.ts';
import { LONGEST, LONGEST_RARE, RARE, WANG_GUILAN, ZHANG_MIN } from '../../support/cards.ts';
import { ADDRESS_REPLIES, BASE_TEXTS, hexOf, READ_REPLIES, REQUESTS, STATUS_REPLIES } from '../../support/idcard-vectors.ts';

const bodyOf = (frame: Uint8Array): Uint8Array => {
  const bodies = createFrameParser().push(frame);
  expect(bodies).toHaveLength(1);
  return bodies[0]!;
};

describe('frames seen in public captures', () => {
  it('are what this driver asks', () => {
    expect(hexOf(frameOf(STATUS))).toBe(hexOf(REQUESTS.status!));
    expect(hexOf(frameOf(FIND))).toBe(hexOf(REQUESTS.find!));
    expect(hexOf(frameOf(SELECT))).toBe(hexOf(REQUESTS.select!));
    expect(hexOf(frameOf(READ))).toBe(hexOf(REQUESTS.readBase!));
  });

  it.each(Object.entries({ ...REQUESTS, ...STATUS_REPLIES, ...READ_REPLIES, ...ADDRESS_REPLIES }))(
    '%s is taken apart and put together to the same bytes',
    (_name, frame) => {
      expect(hexOf(encodeFrame(bodyOf(frame)))).toBe(hexOf(frame));
    },
  );

  it.each([
    ['ok90', 'done'],
    ['found9F', 'card-found'],
    ['chk10', 'bad-checksum'],
    ['len11', 'bad-length'],
    ['cmd21', 'bad-command'],
    ['auth23', 'not-permitted'],
    ['unk24', 'not-recognised'],
    ['cardRejectsSam31', 'card-rejects-sam'],
    ['verify33', 'information-not-verified'],
    ['cardType40', 'wrong-card-type'],
    ['readFail41', 'read-failed'],
    ['rand47', 'random-failed'],
    ['selfTest60', 'self-test-failed'],
    ['noCard80', 'no-card'],
    ['selFail81', 'select-failed'],
    ['empty91', 'nothing-there'],
    ['found_iin0', 'card-found'],
    ['selected_sn0', 'done'],
  ])('%s means %s', (name, word) => {
    expect(statusWordOf(bodyOf(STATUS_REPLIES[name]!)[2]!)).toBe(word);
  });

  it('every status word has one code and one meaning, and any other code is unknown', () => {
    expect(new Set(Object.values(STATUS_CODES)).size).toBe(Object.keys(STATUS_CODES).length);
    expect(Object.keys(STATUS_MEANINGS).toSorted()).toEqual([...Object.keys(STATUS_CODES), 'unknown'].toSorted());
    const known = new Set(Object.values(STATUS_CODES));
    for (let code = 0; code < 256; code++) expect(statusWordOf(code) === 'unknown').toBe(!known.has(code));
  });

  it('frames with a wrong XOR that circulate in public samples are not taken', () => {
    for (const wrong of ['AAAAAA96690003200121', 'AAAAAA96690003200022'])
      expect(createFrameParser().push(new Uint8Array(Buffer.from(wrong, 'hex')))).toEqual([]);
  });

  it('a late reply to another question is no answer', () => {
    const found = bodyOf(STATUS_REPLIES.found_iin0!);
    expect(replyTo(FIND, found)).toMatchObject({ word: 'card-found' });
    for (const other of [STATUS, SELECT, READ]) expect(replyTo(other, found)).toBeUndefined();
    const read = bodyOf(READ_REPLIES.resident_han_f_dated!);
    expect(replyTo(READ, read)).toMatchObject({ word: 'done' });
    for (const other of [STATUS, SELECT, FIND]) expect(replyTo(other, read)).toBeUndefined();
  });
});

describe('the base text of a card', () => {
  it('of a resident is read as the card says it', () => {
    const reply = replyTo(READ, bodyOf(READ_REPLIES.resident_han_f_dated!))!;
    const { text, photo } = blocksOf(reply.data)!;
    expect(hexOf(text)).toBe(hexOf(BASE_TEXTS.resident_han_f_dated!));
    expect(photo).toHaveLength(1_024);
    expect(decodeBaseText(text)).toEqual({
      ok: true,
      value: {
        name: '测试甲',
        sex: 'female',
        ethnicCode: '01',
        ethnic: '汉',
        birth: '1992-02-29',
        address: '某省某市某区示例路1号',
        idNumber: '110101199202290025',
        issuer: '示例市公安局示例分局',
        validFrom: '2020-01-01',
        validTo: '2040-01-01',
      },
    });
  });

  it.each([
    ['hmt_permit_J', 'J'],
    ['foreign_2017_I', 'I'],
  ])('of %s is told as a kind that is not supported', (name, marker) => {
    expect(decodeBaseText(BASE_TEXTS[name]!)).toEqual({ ok: false, error: { kind: 'unsupported-card', marker } });
  });

  it('that was encoded says the same, byte for byte as in the golden card', () => {
    const golden = BASE_TEXTS.resident_han_f_dated!;
    const card = decodeBaseText(golden);
    expect(card.ok && hexOf(encodeBaseText(card.value))).toBe(hexOf(golden));
  });

  it.each([WANG_GUILAN, ZHANG_MIN, RARE, LONGEST, LONGEST_RARE])('of $name comes back whole', (card) => {
    expect(decodeBaseText(encodeBaseText(card))).toEqual({ ok: true, value: card });
  });

  it('holds fifteen places for a name: twenty characters cannot stand on a card, and eight rare ones cannot either', () => {
    expect(LONGEST.name).toHaveLength(15);
    expect(() => encodeBaseText({ ...LONGEST, name: '买'.repeat(15) })).not.toThrow();
    expect(() => encodeBaseText({ ...LONGEST, name: '买'.repeat(20) })).toThrow('name: 20 UTF-16 units, and there is room for 15');
    expect(LONGEST_RARE.name).toHaveLength(15);
    expect(() => encodeBaseText({ ...RARE, name: '𬸪'.repeat(8) })).toThrow('name: 16 UTF-16 units, and there is room for 15');
  });

  const broken = (field: string, offset: number, unit: number) => {
    const bytes = encodeBaseText(WANG_GUILAN);
    bytes[offset] = unit & 0xff;
    bytes[offset + 1] = unit >> 8;
    expect(decodeBaseText(bytes), field).toEqual({ ok: false, error: { kind: 'card-unreadable', field } });
  };
  it('is never shown when a field cannot be right, and the field is named', () => {
    broken('name', 0, 0xd862);
    broken('name', 2, 0x0007);
    broken('sex', 30, 0x0037);
    broken('ethnic', 32, 0x0041);
    broken('birth', 44, 0x0039);
    broken('address', 60, 0xdc00);
    broken('idNumber', 156, 0x0035);
    broken('issuer', 158, 0xffff);
    broken('validFrom', 188, 0x0020);
    broken('validTo', 204, 0x0020);
    expect(decodeBaseText(new Uint8Array(255))).toEqual({ ok: false, error: { kind: 'card-unreadable', field: 'text' } });
    expect(decodeBaseText(new Uint8Array(256))).toMatchObject({ ok: false, error: { kind: 'card-unreadable', field: 'name' } });
  });
});
