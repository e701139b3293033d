import { describe, expect, it } from 'vitest';
import { WANG_GUILAN } from '../../support/cards.ts';
import { STATUS_REPLIES } from '../../support/idcard-vectors.ts';
import { atBench, serialBench, tcpBench } from '../../support/sam-bench.ts';
import { until } from '../../support/until.ts';

const NOISE = Uint8Array.of(0x00, 0xff, 0xaa, 0xaa, 0x96, 0x13, 0x37, 0xaa);
const READ = { ok: true, value: WANG_GUILAN } as const;

describe.each([
  ['a serial port', serialBench],
  ['TCP', tcpBench],
] as const)('garbage on the line, over %s', (_name, build) => {
  it.concurrent('before every answer does not matter', async () =>
    atBench(build, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'garbage-before', bytes: NOISE });
      expect(await bench.read()).toEqual(READ);
    }));

  it.concurrent.each(['find', 'select', 'read'] as const)('in place of one answer to %s is asked again, and the card is read', async (on) =>
    atBench(build, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'garbage-instead', bytes: NOISE, on, times: 1 });
      expect(await bench.read(20_000)).toEqual(READ);
    }),
  );

  it.concurrent('in place of every answer: the reader is garbled, and comes back when the line is clean', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'garbage-instead', bytes: NOISE });
      expect(await bench.read(20_000)).toEqual({ ok: false, error: { kind: 'reader-garbled' } });
      expect(bench.reader.state()).toMatchObject({ kind: 'troubled', trouble: 'garbled' });
      bench.sam.misbehave(null);
      await bench.ready();
      expect(await bench.read()).toEqual(READ);
    }));
});

describe('line noise', () => {
  it.concurrent('in one reading turns a bit over: it is asked again at once, without waiting the reading out', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'bit-flipped', at: 700, on: 'read', times: 1 });
      const begun = performance.now();
      expect(await bench.read()).toEqual(READ);
      expect(performance.now() - begun).toBeLessThan(2_500);
      expect(bench.sam.heard().filter((command) => command === 'read')).toHaveLength(2);
    }));

  it.concurrent('that looks like the beginning of a long frame does not swallow the answer', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'garbage-before', bytes: Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x0f, 0x00), times: 3 });
      expect(await bench.read()).toEqual(READ);
    }));

  it.concurrent('spoils what we say: the module asks for it again', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      for (const code of [0x10, 0x11, 0x21, 0x24]) {
        bench.sam.misbehave({ kind: 'status-word', code, on: 'find', times: 1 });
        expect(await bench.read()).toEqual(READ);
        bench.sam.put(WANG_GUILAN);
      }
      bench.sam.misbehave({ kind: 'status-word', code: 0x10, on: 'find' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'reader-garbled' } });
    }));

  it.concurrent('that is a status word of no protocol is not taken for an answer', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.misbehave({ kind: 'status-word', code: 0x55, on: 'find' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'reader-garbled' } });
    }));

  it.concurrent('that is a late answer to an older question is not taken for the answer to the new one', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'garbage-before', bytes: STATUS_REPLIES.found_iin0!, on: 'select', times: 1 });
      expect(await bench.read()).toEqual(READ);
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'slow', delayMs: 1_100, on: 'find', times: 1 });
      expect(await bench.read()).toEqual(READ);
    }));

  it.concurrent('is there from the start: the reader is garbled, says so, and is tried again and again', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.misbehave({ kind: 'garbage-instead', bytes: NOISE });
      await until('it is garbled', () => bench.states.some((state) => state.kind === 'troubled' && state.trouble === 'garbled'));
      await until('it is asked again', () => bench.sam.heard().length >= 4, 15_000);
      expect(bench.states.map(({ kind }) => kind)).toEqual(['opening', 'troubled']);
    }));
});
