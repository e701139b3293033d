import { describe, expect, test } from 'vitest';
import { nextSync, type SyncEvent, type SyncPhase } from '../../src/sync/sync-machine.ts';

describe('every state meets every event', () => {
  const trying: SyncPhase = { kind: 'trying', failures: 2, poked: false, hello: true };
  const waiting: SyncPhase = { kind: 'waiting', failures: 2 };
  const again = { kind: 'trying', failures: 0, poked: false, hello: false };
  const rows: [SyncPhase, Record<SyncEvent['kind'], readonly [unknown, string] | null>][] = [
    [
      { kind: 'resting' },
      {
        poke: [again, 'try'],
        rested: null,
        progressed: null,
        failed: null,
        due: [{ ...again, hello: true }, 'try'],
        stop: [{ kind: 'stopped' }, 'none'],
      },
    ],
    [
      trying,
      {
        poke: [{ ...trying, poked: true }, 'none'],
        rested: [{ kind: 'resting' }, 'rest'],
        progressed: [again, 'try'],
        failed: [{ kind: 'waiting', failures: 3 }, 'wait'],
        due: null,
        stop: [{ kind: 'stopped' }, 'none'],
      },
    ],
    [
      { ...trying, poked: true },
      {
        poke: [{ ...trying, poked: true }, 'none'],
        rested: [again, 'try'],
        progressed: [again, 'try'],
        failed: [{ kind: 'waiting', failures: 3 }, 'wait'],
        due: null,
        stop: [{ kind: 'stopped' }, 'none'],
      },
    ],
    [
      waiting,
      {
        poke: null,
        rested: null,
        progressed: null,
        failed: null,
        due: [{ ...again, failures: 2, hello: true }, 'try'],
        stop: [{ kind: 'stopped' }, 'none'],
      },
    ],
    [{ kind: 'stopped' }, { poke: null, rested: null, progressed: null, failed: null, due: null, stop: null }],
  ];
  test.each(
    rows.flatMap(([phase, row]) =>
      Object.entries(row).map(([event, expected]) => [JSON.stringify(phase), event, expected, phase] as const),
    ),
  )('%s meets %s', (_, event, expected, phase) => {
    const next = nextSync(phase, { kind: event as SyncEvent['kind'] });
    expect(next && [next.phase, next.act]).toEqual(expected);
  });
});
