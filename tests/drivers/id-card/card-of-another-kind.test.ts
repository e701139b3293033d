import { describe, expect, it } from 'vitest';
import { WANG_GUILAN } from '../../support/cards.ts';
import { BASE_TEXTS } from '../../support/idcard-vectors.ts';
import { atBench, serialBench, tcpBench } from '../../support/sam-bench.ts';

describe.each([
  ['a serial port', serialBench],
  ['TCP', tcpBench],
] as const)('over %s, a card that is not a resident ID card', (_name, build) => {
  it.concurrent.each([
    ['hmt_permit_J', 'J'],
    ['foreign_2017_I', 'I'],
  ])('%s is told as such', async (name, marker) =>
    atBench(build, async (bench) => {
      bench.sam.put(BASE_TEXTS[name]!);
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'unsupported-card', marker } });
      expect(bench.reader.state().kind).toBe('ready');
    }),
  );
});

describe('a card', () => {
  it.concurrent.each(['Y', 'Z', '新'])('with the marker %s is not guessed at', async (marker) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'marker', marker });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'unsupported-card', marker } });
    }),
  );

  it.concurrent('with a wrong check digit is never shown as if it were right', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'wrong-check-digit' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'card-unreadable', field: 'idNumber' } });
    }));

  it.concurrent.each([0x31, 0x32, 0x33])('that cannot prove itself (%i) is for a window to look at', async (code) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'status-word', code, on: 'read' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'card-not-proven' } });
    }),
  );

  it.concurrent.each(['find', 'select', 'read'] as const)('of the bus, told at %s, is no ID card', async (on) =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'status-word', code: 0x40, on });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'not-an-id-card' } });
    }),
  );

  it.concurrent('that is empty cannot be read', async () =>
    atBench(tcpBench, async (bench) => {
      bench.sam.put(WANG_GUILAN);
      bench.sam.misbehave({ kind: 'status-word', code: 0x91, on: 'read' });
      expect(await bench.read()).toEqual({ ok: false, error: { kind: 'card-unreadable', field: 'text' } });
    }));
});
