import { step, type TotalTable } from '../basics/machine.ts';

/**
 * When the terminal tries to hand in, as a pure machine: one try at a time, the next at once while there is more, a
 * back-off after a failure that no new message cuts short, a word to the center now and then when all is quiet.
 */
export type SyncPhase =
  /** All handed in, as far as is known. */
  | { readonly kind: 'resting' }
  /** A try is under way. `poked`: something was saved meanwhile. `hello`: speak even when there is nothing to tell. */
  | { readonly kind: 'trying'; readonly failures: number; readonly poked: boolean; readonly hello: boolean }
  | { readonly kind: 'waiting'; readonly failures: number }
  | { readonly kind: 'stopped' };

export type SyncEvent =
  /** Something was saved that the center is to be told. */
  | { readonly kind: 'poke' }
  /** The try found nothing more to tell. */
  | { readonly kind: 'rested' }
  /** The try was acknowledged, or learnt what the center misses; there may be more. */
  | { readonly kind: 'progressed' }
  /** Not reached, refused, or the store did not answer. */
  | { readonly kind: 'failed' }
  /** The back-off, or the quiet time, is over. */
  | { readonly kind: 'due' }
  | { readonly kind: 'stop' };

/** What the engine does on entering the phase. */
export type SyncStep = { readonly phase: SyncPhase; readonly act: 'try' | 'wait' | 'rest' | 'none' };

const trying = (failures: number, hello: boolean): SyncStep => ({ phase: { kind: 'trying', failures, poked: false, hello }, act: 'try' });
const stopped: SyncStep = { phase: { kind: 'stopped' }, act: 'none' };

const table: TotalTable<SyncPhase, SyncEvent, null, SyncStep> = {
  resting: {
    poke: () => trying(0, false),
    rested: 'ignored',
    progressed: 'ignored',
    failed: 'ignored',
    due: () => trying(0, true),
    stop: () => stopped,
  },
  trying: {
    poke: (phase) => ({ phase: { ...phase, poked: true }, act: 'none' }),
    rested: (phase) => (phase.poked ? trying(0, false) : { phase: { kind: 'resting' }, act: 'rest' }),
    progressed: () => trying(0, false),
    failed: (phase) => ({ phase: { kind: 'waiting', failures: phase.failures + 1 }, act: 'wait' }),
    due: 'ignored',
    stop: () => stopped,
  },
  waiting: {
    poke: 'ignored',
    rested: 'ignored',
    progressed: 'ignored',
    failed: 'ignored',
    due: (phase) => trying(phase.failures, true),
    stop: () => stopped,
  },
  stopped: { poke: 'ignored', rested: 'ignored', progressed: 'ignored', failed: 'ignored', due: 'ignored', stop: 'ignored' },
};

/** The next step, or null when the event means nothing in this phase. */
export const nextSync = (phase: SyncPhase, event: SyncEvent): SyncStep | null => step(table, phase, event, null) ?? null;
/** A terminal that starts says so to the center, whether it has something to tell or not. */
export const firstSync = (): SyncStep => trying(0, true);
