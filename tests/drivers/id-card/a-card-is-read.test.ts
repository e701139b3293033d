import { describe, expect, it } from 'vitest';
import { LONGEST, LONGEST_RARE, RARE, WANG_GUILAN, ZHANG_MIN } from '../../support/cards.ts';
import { BASE_TEXTS } from '../../support/idcard-vectors.ts';
import { atBench, serialBench, tcpBench } from '../../support/sam-bench.ts';
import { until } from '../../support/until.ts';

/** The driver against the module's bytes: what a person in front of the reader lives to see. */

describe.each([
  ['a serial port', serialBench],
  ['TCP', tcpBench],
] as const)('over %s', (_name, build) => {
  it.concurrent('the reader says that it is ready', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      expect(bench.states.map(({ kind }) => kind)).toEqual(['opening', 'ready']);
      expect(bench.sam.heard()).toEqual(['status']);
    }));

  it.concurrent.each([WANG_GUILAN, ZHANG_MIN, RARE, LONGEST, LONGEST_RARE])(
    '$name puts the card on and is known, character for character',
    async (card) =>
      atBench(build, async (bench) => {
        const reading = bench.read();
        await until('somebody looks for a card', () => bench.sam.heard().filter((command) => command === 'find').length >= 2);
        bench.sam.put(card);
        expect(await reading).toEqual({ ok: true, value: card });
        expect(bench.found()).toBe(1);
        expect(bench.sam.heard().slice(-3)).toEqual(['find', 'select', 'read']);
      }),
  );

  it.concurrent('the golden card with a photo gives its text and not a byte of the photo', async () =>
    atBench(build, async (bench) => {
      bench.sam.put(BASE_TEXTS.resident_han_f_dated!, new Uint8Array(1_024).fill(0x5a));
      const result = await bench.read();
      expect(result).toMatchObject({ ok: true, value: { name: '测试甲', idNumber: '110101199202290025' } });
      expect(result.ok && Object.keys(result.value).toSorted()).toEqual(
        ['name', 'sex', 'ethnicCode', 'ethnic', 'birth', 'address', 'idNumber', 'issuer', 'validFrom', 'validTo'].toSorted(),
      );
    }));

  it.concurrent('nobody puts a card on: no card, in the time allowed', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      const begun = performance.now();
      expect(await bench.read(1_000)).toEqual({ ok: false, error: { kind: 'no-card' } });
      expect(performance.now() - begun).toBeLessThan(1_600);
      expect(bench.reader.state().kind).toBe('ready');
    }));

  it.concurrent('somebody changes their mind: cancelled at once, and the next person can begin', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      const reading = bench.reader.readCard({ waitMsMax: 60_000, onFound: () => undefined });
      await until('a card is looked for', () => bench.sam.heard().includes('find'));
      reading.cancel();
      reading.cancel();
      expect(await reading.done).toEqual({ ok: false, error: { kind: 'cancelled' } });
      bench.sam.put(ZHANG_MIN);
      expect(await bench.read()).toEqual({ ok: true, value: ZHANG_MIN });
    }));

  it.concurrent('a card is read while it is slow to come: the reader is waited for, not slept for', async () =>
    atBench(build, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'slow', delayMs: 2_500, on: 'read' });
      expect(await bench.read()).toEqual({ ok: true, value: WANG_GUILAN });
    }));
});

describe('at the reader', () => {
  it.concurrent('nothing is asked about cards while nobody waits for one', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      await until('it was asked how it is', () => bench.sam.heard().filter((command) => command === 'status').length >= 2);
      expect(new Set(bench.sam.heard())).toEqual(new Set(['status']));
    }));

  it.concurrent('a card that was forgotten is not read again; lifted and put back, it is', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      expect((await bench.read()).ok).toBe(true);
      expect(await bench.read(1_200)).toEqual({ ok: false, error: { kind: 'no-card' } });
      bench.sam.takeOff();
      bench.sam.put(WANG_GUILAN);
      expect((await bench.read()).ok).toBe(true);
    }));

  it.concurrent('whoever asks last is the one who waits', async () =>
    atBench(tcpBench, async (bench) => {
      const first = bench.read();
      const second = bench.read();
      expect(await first).toEqual({ ok: false, error: { kind: 'cancelled' } });
      bench.sam.put(ZHANG_MIN);
      expect(await second).toEqual({ ok: true, value: ZHANG_MIN });
    }));

  it.concurrent('reads card after card', async () =>
    atBench(tcpBench, async (bench) => {
      for (let i = 0; i < 20; i++) {
        const card = i % 2 === 0 ? WANG_GUILAN : ZHANG_MIN;
        bench.sam.put(card);
        expect(await bench.read()).toEqual({ ok: true, value: card });
        bench.sam.takeOff();
      }
      expect(bench.found()).toBe(20);
    }));

  it.concurrent('a reading asked of a closed reader is cancelled', async () =>
    atBench(tcpBench, async (bench) => {
      const reading = bench.read();
      await bench.reader.close();
      expect(await reading).toEqual({ ok: false, error: { kind: 'cancelled' } });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'cancelled' } });
    }));
});
