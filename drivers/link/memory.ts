import { err, ok } from '../../src/basics/result.ts';
import { createLinkEnds, type LinkEnds } from './link-ends.ts';
import type { Link } from './link.ts';

/**
 * Two ends of a cable inside one process. Bytes arrive in order, a moment later, never during the write: as on a real
 * cable, nobody answers before the question has left.
 */
export type MemoryPair = readonly [Link, Link] & {
  /** The cable is cut: both ends are lost. */
  cut(): void;
};

export function memoryPair(): MemoryPair {
  const left = createLinkEnds();
  const right = createLinkEnds();
  const cut = (): void => {
    left.tellLost({ kind: 'lost' });
    right.tellLost({ kind: 'lost' });
  };
  return Object.assign([endOf(left, right), endOf(right, left)] as const, { cut });
}

const endOf = (own: LinkEnds, other: LinkEnds): Link => ({
  write: async (bytes) => {
    if (own.over() || other.over()) return err({ kind: 'lost' });
    const copy = bytes.slice();
    queueMicrotask(() => other.tellBytes(copy));
    return ok(undefined);
  },
  onBytes: own.onBytes,
  onLost: own.onLost,
  close: async () => {
    own.end();
    other.tellLost({ kind: 'lost' });
  },
});
