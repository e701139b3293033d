import { describe, expect, it } from 'vitest';
import { ZHANG_MIN } from '../../support/cards.ts';
import { atBench, serialBench, tcpBench } from '../../support/sam-bench.ts';

const MOVED = { ok: false, error: { kind: 'card-moved' } } as const;

describe.each([
  ['a serial port', serialBench],
  ['TCP', tcpBench],
] as const)('a card is pulled out mid-read, over %s', (_name, build) => {
  it.concurrent.each([0, 3, 7, 8, 600, 1_294])(
    'after %d bytes of its answer: it has to be put on again, and then it is read',
    async (afterBytes) =>
      atBench(build, async (bench) => {
        bench.sam.put(ZHANG_MIN);
        bench.sam.misbehave({ kind: 'pulled-out', afterBytes, times: 1 });
        expect(await bench.read()).toEqual(MOVED);
        expect(bench.found()).toBe(1);
        expect(bench.reader.state().kind).toBe('ready');
        bench.sam.put(ZHANG_MIN);
        expect(await bench.read()).toEqual({ ok: true, value: ZHANG_MIN });
      }),
  );
});

describe('a card lies badly', () => {
  it.concurrent.each([
    ['read', 0x41],
    ['select', 0x81],
    ['select', 0x47],
    ['read', 0x80],
  ] as const)('and the %s fails with %i: it has to be put on again', async (on, code) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(ZHANG_MIN);
      bench.sam.misbehave({ kind: 'status-word', code, on });
      expect(await bench.read()).toEqual(MOVED);
      expect(bench.reader.state().kind).toBe('ready');
    }),
  );

  it.concurrent.each([
    ['select', 0x81],
    ['select', 0x47],
    ['find', 0x41],
  ] as const)('for a moment, and %s fails once with %i: it is read all the same', async (on, code) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(ZHANG_MIN);
      bench.sam.misbehave({ kind: 'status-word', code, on, times: 1 });
      expect(await bench.read()).toEqual({ ok: true, value: ZHANG_MIN });
      expect(bench.found()).toBe(1);
    }),
  );

  it.concurrent('and half of its answer comes, from a card that stays: it has to be lifted, since it is not found twice', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(ZHANG_MIN);
      bench.sam.misbehave({ kind: 'half-frame', on: 'read', times: 1 });
      expect(await bench.read()).toEqual(MOVED);
    }));
});
