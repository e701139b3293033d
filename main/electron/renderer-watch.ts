import { MINUTE_MS, SECOND_MS, type Cancel, type Clock } from '../../src/basics/clock.ts';
import { ALIVE_SILENCE_MS_MAX } from '../../src/api/screen.ts';

/**
 * Decides when the page is loaded anew: its process is gone, it hangs, or it has not said for a while that a frame was
 * painted. The visit is not the page's: after a reload it draws the same View again. Pure; time is counted in ticks of
 * the monotonic clock, because a corrected wall clock is no fault of the page.
 */
export type RendererEvent = 'alive' | 'gone' | 'unresponsive' | 'tick';
export type RendererFault = 'gone' | 'unresponsive' | 'silent';

export type RendererState = {
  /** From here on, silence is a fault. */
  readonly silentAtMs: number;
  readonly reloadAtMs: number | null;
  /** When it was reloaded lately. */
  readonly reloadsMs: readonly number[];
};

export type RendererStep = {
  readonly state: RendererState;
  /** Begins with the moment's fault, if any; a hung renderer is ended first, or the reload would wait for it. */
  readonly fault: RendererFault | null;
  readonly act: 'end-renderer' | 'reload' | null;
};

export const TICK_MS = SECOND_MS;
/** From loading the page to its first frame, on the slowest terminal we know. */
export const LOAD_MS_MAX = 30_000;
/** A page that dies again and again is loaded ever more slowly; a terminal is never given up. */
const RELOAD_DELAYS_MS = [0, 0, SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS] as const;
const REMEMBER_RELOADS_MS = 5 * MINUTE_MS;

export const rendererAtStart = (atMs: number): RendererState => ({ silentAtMs: atMs + LOAD_MS_MAX, reloadAtMs: null, reloadsMs: [] });

export function nextRenderer(state: RendererState, event: RendererEvent, atMs: number): RendererStep {
  if (state.reloadAtMs !== null) {
    // A reload is on its way; whatever else is wrong with this page ends with it.
    if (event !== 'tick' || atMs < state.reloadAtMs) return { state, fault: null, act: null };
    const reloadsMs = [...state.reloadsMs, atMs].filter((at) => atMs - at < REMEMBER_RELOADS_MS);
    return { state: { silentAtMs: atMs + LOAD_MS_MAX, reloadAtMs: null, reloadsMs }, fault: null, act: 'reload' };
  }
  if (event === 'alive') return { state: { ...state, silentAtMs: atMs + ALIVE_SILENCE_MS_MAX }, fault: null, act: null };
  if (event === 'tick' && atMs < state.silentAtMs) return { state, fault: null, act: null };
  const fault = event === 'tick' ? 'silent' : event;
  const lately = state.reloadsMs.filter((at) => atMs - at < REMEMBER_RELOADS_MS).length;
  const delayMs = RELOAD_DELAYS_MS[Math.min(lately, RELOAD_DELAYS_MS.length - 1)]!;
  return { state: { ...state, reloadAtMs: atMs + delayMs }, fault, act: fault === 'gone' ? null : 'end-renderer' };
}

/** Runs the decision: feeds it ticks, and does what it says. */
export function watchRenderer(clock: Clock, act: { endRenderer(): void; reload(): void; tell(fault: RendererFault): void }) {
  let atMs = 0;
  let state = rendererAtStart(atMs);
  let cancel: Cancel = () => undefined;
  const take = (event: RendererEvent): void => {
    const step = nextRenderer(state, event, atMs);
    state = step.state;
    if (step.fault !== null) act.tell(step.fault);
    if (step.act === 'end-renderer') act.endRenderer();
    if (step.act === 'reload') act.reload();
  };
  const tick = (): void => {
    atMs += TICK_MS;
    take('tick');
    cancel = clock.after(TICK_MS, tick);
  };
  cancel = clock.after(TICK_MS, tick);
  return { take, stop: () => cancel() };
}
