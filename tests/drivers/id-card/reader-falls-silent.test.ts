import { describe, expect, it } from 'vitest';
import { WANG_GUILAN } from '../../support/cards.ts';
import { atBench, plugSimulator, serialBench, tcpBench } from '../../support/sam-bench.ts';
import { until } from '../../support/until.ts';

const READ = { ok: true, value: WANG_GUILAN } as const;
const NOT_ANSWERING = { ok: false, error: { kind: 'reader-not-answering' } } as const;

describe.each([
  ['a serial port', serialBench],
  ['TCP', tcpBench],
] as const)('a reader falls silent, over %s', (_name, build) => {
  it.concurrent('while somebody waits: told as not answering within seconds, and back by itself', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      bench.sam.misbehave({ kind: 'silent' });
      const begun = performance.now();
      expect(await bench.read(30_000)).toMatchObject(NOT_ANSWERING);
      expect(performance.now() - begun).toBeLessThan(4_000);
      expect(bench.reader.state()).toMatchObject({ kind: 'troubled', trouble: 'not-answering' });
      bench.sam.misbehave(null);
      bench.sam.put(WANG_GUILAN);
      await bench.ready();
      expect(await bench.read()).toEqual(READ);
    }));

  it.concurrent('after it found the card, and stays so: not answering', async () =>
    atBench(build, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      const reading = bench.reader.readCard({ waitMsMax: 30_000, onFound: () => bench.sam.misbehave({ kind: 'silent' }) });
      expect(await reading.done).toMatchObject(NOT_ANSWERING);
    }));
});

describe('a reader that is silent', () => {
  it.concurrent('once is asked once more', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'silent', on: 'find', times: 1 });
      expect(await bench.read()).toEqual(READ);
    }));

  it.concurrent('with nobody in front of it is noticed within ten seconds', async () =>
    atBench(tcpBench, async (bench) => {
      await bench.ready();
      bench.sam.misbehave({ kind: 'silent' });
      await until('it is told as not answering', () => bench.reader.state().kind === 'troubled', 10_000);
      expect(bench.reader.state()).toMatchObject({ trouble: 'not-answering' });
    }));

  it.concurrent('when the terminal starts is in trouble from then on, since one instant, until it answers', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.misbehave({ kind: 'silent' });
      await until('it is troubled', () => bench.reader.state().kind === 'troubled');
      const { states } = bench;
      await until('it was asked again', () => bench.sam.heard().length >= 4, 15_000);
      expect(states.map(({ kind }) => kind)).toEqual(['opening', 'troubled']);
      bench.sam.misbehave(null);
      await bench.ready();
    }));

  it.concurrent.each([
    [0x60, '60'],
    [0x66, '66'],
  ])('no, but out of order (%i): says so, and is asked again until it is well', async (code, status) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.misbehave({ kind: 'status-word', code });
      await until('it is out of order', () => bench.reader.state().kind === 'troubled');
      expect(bench.reader.state()).toMatchObject({ trouble: 'out-of-order' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'reader-out-of-order', status } });
      bench.sam.misbehave(null);
      bench.sam.put(WANG_GUILAN);
      await bench.ready();
      expect(await bench.read()).toEqual(READ);
    }),
  );
});

describe('the cable', () => {
  it.concurrent('is pulled out while somebody waits, and put back: told as not answering, then the card is read', async () =>
    atBench(serialBench, async (bench) => {
      await bench.ready();
      const reading = bench.read(30_000);
      await until('a card is looked for', () => bench.sam.heard().includes('find'));
      await bench.ports.cut();
      expect(await reading).toMatchObject(NOT_ANSWERING);
      expect(bench.reader.state()).toMatchObject({ kind: 'troubled', trouble: 'link-lost' });
      await bench.ports.mend();
      const unplug = await plugSimulator(bench.sam, bench.ports.far);
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      expect(await bench.read()).toEqual(READ);
      expect(bench.states.map(({ kind }) => kind)).toEqual(['opening', 'ready', 'troubled', 'ready']);
      await unplug();
    }));

  it.concurrent('is out with nobody there: noticed at once, and somebody who comes later is answered at once', async () =>
    atBench(serialBench, async (bench) => {
      await bench.ready();
      await bench.ports.cut();
      await until('the loss is told', () => bench.reader.state().kind === 'troubled', 2_000);
      const begun = performance.now();
      expect(await bench.read(30_000)).toMatchObject(NOT_ANSWERING);
      expect(performance.now() - begun).toBeLessThan(1_000);
    }));

  it.concurrent('stands still, as when the serial server hangs: told as not answering, and back when it moves again', async () =>
    atBench(serialBench, async (bench) => {
      await bench.ready();
      bench.ports.freeze();
      expect(await bench.read(30_000)).toMatchObject(NOT_ANSWERING);
      bench.ports.thaw();
      bench.sam.put(WANG_GUILAN);
      await bench.ready();
      expect(await bench.read()).toEqual(READ);
    }));
});
