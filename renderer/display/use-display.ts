import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { useEffect, useState } from 'react';
import type { DisplayContract, DisplayView } from '../../src/api/counter.ts';
import { instant, type Instant } from '../../src/basics/clock.ts';
import { holdLine, hurryWhenBack, type LineState } from '../counter/hall-line.ts';
import { nextLargeCall, type Call, type LargeCall } from './large-call.ts';

/** How long a call is lit after it was made, made again, or shown large. */
export const LIT_MS = 12_000;
/** A line that is back within this was never worth a word to people who wait. */
const LOST_SHOWN_AFTER_MS = 4_000;
const TICK_MS = 250;

export type Display = {
  readonly view: DisplayView | null;
  /** Only told after a few seconds. */
  readonly lost: boolean;
  /** The hall's time, carried on by this machine's monotonic clock whatever its wall clock says; null before the first view. */
  readonly now: Instant | null;
  /** The call that is shown large; null: nobody was called. */
  readonly large: Call | null;
  /** It was called, or called again, just now. */
  readonly lit: boolean;
};

type Newest = { readonly view: DisplayView; readonly at: number };

export function useDisplay(): Display {
  const [newest, setNewest] = useState<Newest | null>(null);
  const [line, setLine] = useState<{ readonly state: LineState; readonly since: number }>(() => ({
    state: 'connecting',
    since: performance.now(),
  }));
  const [tick, setTick] = useState(() => performance.now());

  useEffect(() => {
    const client: ContractRouterClient<DisplayContract> = createORPCClient(new RPCLink({ url: `${window.location.origin}/display/rpc` }));
    const held = holdLine<DisplayView>({
      open: (signal) => client.watch(undefined, { signal }),
      onView: (view) => setNewest({ view, at: performance.now() }),
      onState: (state) => setLine((before) => (before.state === state ? before : { state, since: performance.now() })),
    });
    const undo = hurryWhenBack(held, window);
    return () => {
      undo();
      held.stop();
    };
  }, []);
  useEffect(() => {
    const timer = setInterval(() => setTick(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const now = newest === null ? null : instant(newest.view.now + Math.max(0, tick - newest.at));
  const [shown, setShown] = useState<LargeCall | null>(null);
  const large = newest === null || now === null ? null : nextLargeCall(shown, newest.view.calls, now);
  if (large !== shown) setShown(large);
  return {
    view: newest?.view ?? null,
    lost: line.state !== 'live' && newest !== null && tick - line.since > LOST_SHOWN_AFTER_MS,
    now,
    large: large?.call ?? null,
    lit: large !== null && now !== null && now - large.since < LIT_MS,
  };
}
