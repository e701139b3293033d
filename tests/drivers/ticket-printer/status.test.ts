import { describe, expect, it } from 'vitest';
import { createReplyReader, type Reply } from '../../../drivers/ticket-printer/escpos/replies.ts';
import { readStatus, troubleOf } from '../../../drivers/ticket-printer/escpos/status.ts';
import { SeededRandom } from '../../support/clock-by-hand.ts';

const HEALTHY = [0x16, 0x12, 0x12, 0x12] as const;
const trouble = (bytes: readonly [number, number, number, number]): string | undefined => troubleOf(readStatus(bytes))?.device;
const read = (...bytes: number[]): Reply[] => createReplyReader().read(Uint8Array.from(bytes));

describe('what a printer says of itself', () => {
  // Bytes and bits: devices sheet B2 (SNBC BT-T080 p. 41, HPRT TP809 p. 32, Pyramid, node-escpos statuses).
  it('is well with 16 or 12', () => {
    expect(trouble(HEALTHY)).toBeUndefined();
    expect(trouble([0x12, 0x12, 0x12, 0x12])).toBeUndefined();
  });

  it.each([
    ['the roll is at its end (72)', [0x1e, 0x32, 0x12, 0x72], 'out-of-paper'],
    ['the roll is at its end and near it (7E)', [0x1e, 0x32, 0x12, 0x7e], 'out-of-paper'],
    ['the roll is at its end, with Pyramid’s fixed bits (6C)', [0x16, 0x12, 0x12, 0x6c], 'out-of-paper'],
    ['it stopped for paper, and the sensor sees some again', [0x1e, 0x32, 0x12, 0x12], 'out-of-paper'],
    ['the cover is open', [0x1e, 0x16, 0x12, 0x12], 'cover-open'],
    ['the cover is open and the roll is out: somebody is changing it', [0x1e, 0x36, 0x12, 0x72], 'cover-open'],
    ['the cutter is stuck', [0x1e, 0x52, 0x1a, 0x12], 'cutter-jam'],
    ['the anti-jam module reports paper', [0x1e, 0x52, 0x16, 0x12], 'cutter-jam'],
    ['it will not recover', [0x1e, 0x52, 0x32, 0x12], 'out-of-order'],
    ['the head is too hot', [0x1e, 0x52, 0x52, 0x12], 'offline'],
    ['it is offline and does not say why', [0x1e, 0x12, 0x12, 0x12], 'offline'],
  ] as const)('%s', (_, bytes, kind) => {
    expect(trouble(bytes)).toBe(kind);
  });

  it('tells that the roll is low, without that being a trouble', () => {
    expect(readStatus([0x16, 0x12, 0x12, 0x1e]).paperLow).toBe(true);
    expect(trouble([0x16, 0x12, 0x12, 0x1e])).toBeUndefined();
  });

  it('does not take a feed button, or a drawer, for a trouble', () => {
    expect(trouble([0x56, 0x1a, 0x12, 0x12])).toBeUndefined();
  });
});

describe('replies on one wire, told apart', () => {
  it('knows a status byte, a paper byte, automatic status, and the word that the buffer is clear', () => {
    expect(read(0x16)).toEqual([{ kind: 'status', byte: 0x16 }]);
    expect(read(0x00, 0x03, 0x0c)).toEqual([
      { kind: 'paper', nearEnd: false, end: false },
      { kind: 'paper', nearEnd: true, end: false },
      { kind: 'paper', nearEnd: false, end: true },
    ]);
    // Automatic status: four bytes, whose last three would pass for paper bytes (devices sheet B3).
    expect(read(0x14, 0x00, 0x00, 0x0f, 0x12)).toEqual([
      { kind: 'automatic', bytes: [0x14, 0x00, 0x00, 0x0f] },
      { kind: 'status', byte: 0x12 },
    ]);
    expect(read(0x37, 0x25, 0x00)).toEqual([{ kind: 'cleared' }]);
    expect(read(0x37, 0x22, 0x31, 0x32, 0x33, 0x34, 0x00)).toEqual([{ kind: 'process', id: [0x31, 0x32, 0x33, 0x34] }]);
  });

  it('strips XON and XOFF, in the middle of a status too', () => {
    expect(read(0x13, 0x12, 0x11, 0x12)).toEqual([
      { kind: 'status', byte: 0x12 },
      { kind: 'status', byte: 0x12 },
    ]);
  });

  it('finds the real reply behind half of another', () => {
    expect(read(0x14, 0x00, 0x16)).toEqual([
      { kind: 'garbage', byte: 0x14 },
      { kind: 'garbage', byte: 0x00 },
      { kind: 'status', byte: 0x16 },
    ]);
    expect(read(0x37, 0x16)).toEqual([
      { kind: 'garbage', byte: 0x37 },
      { kind: 'status', byte: 0x16 },
    ]);
  });

  it('drops no byte and never breaks, over 200,000 bytes of noise (seed 90210), however they are cut', () => {
    const random = new SeededRandom(90210);
    const noise = random.bytes(200_000);
    const whole = createReplyReader();
    const inPieces = createReplyReader();
    const replies = whole.read(noise);
    const pieces: Reply[] = [];
    for (let at = 0; at < noise.length;) {
      const size = 1 + random.below(40);
      pieces.push(...inPieces.read(noise.subarray(at, at + size)));
      at += size;
    }
    expect(pieces).toEqual(replies);
    const length: Record<Reply['kind'], number> = { status: 1, paper: 1, garbage: 1, automatic: 4, cleared: 3, process: 7 };
    const accounted = replies.reduce((sum, reply) => sum + length[reply.kind], 0) + noise.filter((b) => b === 0x11 || b === 0x13).length;
    // All but the beginning of a reply that may still be under way.
    expect(noise.length - accounted).toBeGreaterThanOrEqual(0);
    expect(noise.length - accounted).toBeLessThan(7);
    expect(new Set(replies.map((reply) => reply.kind)).size).toBeGreaterThanOrEqual(4);
    for (let i = 0; i + 3 < noise.length; i += 4) troubleOf(readStatus([noise[i]!, noise[i + 1]!, noise[i + 2]!, noise[i + 3]!]));
  });
});
