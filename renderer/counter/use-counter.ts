import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CounterView } from '../../src/api/counter.ts';
import { instant, type Instant } from '../../src/basics/clock.ts';
import { createCounterClient, isAnswered, isUnauthorized, type CounterClient } from './counter-client.ts';
import { endWords, rowIn, slipWords, type AskedSlip, type Said } from './counter-words.ts';
import { holdLine, hurryWhenBack, type LineState } from './hall-line.ts';
import { press, type CommandAnswer, type CommandName } from './press.ts';

/** What the page knows: who it is, the newest view, how the line is, what is being done and what was said last. */
export type Counter = {
  readonly client: CounterClient;
  readonly phase: 'starting' | 'not-reached' | 'signed-out' | 'signed-in';
  /** Signed out by the clock or by a restart, not by hand. */
  readonly ended: boolean;
  readonly view: CounterView | null;
  readonly line: LineState;
  readonly busy: Busy | null;
  readonly said: Said | null;
  readonly signedIn: () => void;
  readonly signOut: () => void;
  readonly say: (said: Said | null) => void;
  /** Resolves with true when it was done. */
  readonly command: (name: CommandName, about: string, send: SendCommand) => Promise<boolean>;
  /** The hall's time now, carried on by this machine's monotonic clock. */
  readonly hallNow: () => Instant;
};
export type Busy = { readonly name: CommandName; readonly about: string };
export type SendCommand = (
  client: CounterClient,
  head: { readonly requestId: string; readonly epoch: number },
  options: { readonly signal: AbortSignal },
) => Promise<CommandAnswer>;

const SAID_MS = 9_000;
const PRESENCE_EVERY_MS = 60_000;
const START_RETRY_MS = 2_000;

export function useCounter(): Counter {
  const client = useMemo(() => createCounterClient(), []);
  const [phase, setPhase] = useState<Counter['phase']>('starting');
  const [ended, setEnded] = useState(false);
  const [view, setView] = useState<CounterView | null>(null);
  const [line, setLine] = useState<LineState>('connecting');
  const [busy, setBusy] = useState<Busy | null>(null);
  const [saying, setSaying] = useState<Said | (AskedSlip & { readonly at: CounterView | null }) | null>(null);
  const newest = useRef<{ readonly view: CounterView; readonly at: number } | null>(null);
  const pressing = useRef(false);

  const leave = useCallback((byItself: boolean) => {
    newest.current = null;
    setView(null);
    setSaying(null);
    setEnded(byItself);
    setPhase('signed-out');
  }, []);

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = (): void => {
      client.me().then(
        (me) => !over && setPhase(me === null ? 'signed-out' : 'signed-in'),
        () => {
          if (over) return;
          setPhase('not-reached');
          timer = setTimeout(ask, START_RETRY_MS);
        },
      );
    };
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client]);

  useEffect(() => {
    if (phase !== 'signed-in') return;
    const held = holdLine<CounterView>({
      open: (signal) => client.watch(undefined, { signal }),
      onView: (next) => {
        newest.current = { view: next, at: performance.now() };
        setView(next);
      },
      onState: setLine,
      isRefusal: isUnauthorized,
      onRefused: () => leave(true),
    });
    const undo = hurryWhenBack(held, window);
    return () => {
      undo();
      held.stop();
    };
  }, [phase, client, leave]);

  // Somebody is at the desk: the session's idle time begins anew, at most once a minute.
  useEffect(() => {
    if (phase !== 'signed-in') return;
    let told = performance.now();
    const there = (): void => {
      if (performance.now() - told < PRESENCE_EVERY_MS) return;
      told = performance.now();
      client.me().catch(() => undefined);
    };
    window.addEventListener('pointerdown', there);
    window.addEventListener('keydown', there);
    return () => {
      window.removeEventListener('pointerdown', there);
      window.removeEventListener('keydown', there);
    };
  }, [phase, client]);

  // The view that was there when the answer came may be older than the answer; every later one knows the slip better.
  let said: Said | null = null;
  if (saying !== null && 'row' in saying) {
    const row = view === null || view === saying.at ? saying.row : rowIn(view, saying.row.id);
    if (row !== null) said = slipWords({ command: saying.command, row }, view?.troubles ?? []);
  } else said = saying;
  const tone = said?.tone ?? null;
  useEffect(() => {
    if (saying === null || tone !== 'done') return;
    const timer = setTimeout(() => setSaying(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [saying, tone]);

  const command = useCallback<Counter['command']>(
    async (name, about, send) => {
      if (pressing.current || newest.current === null) return false;
      pressing.current = true;
      setBusy({ name, about });
      setSaying(null);
      const end = await press({
        send: (head, signal) => send(client, head, { signal }),
        newId: () => crypto.randomUUID(),
        epoch: () => newest.current?.view.epoch ?? -1,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        meaning: (cause) => (isUnauthorized(cause) ? 'signed-out' : isAnswered(cause) ? 'failed' : 'not-reached'),
      });
      pressing.current = false;
      setBusy(null);
      if (end.kind === 'signed-out') leave(true);
      else {
        const next = endWords(name, end);
        setSaying('row' in next ? { ...next, at: newest.current?.view ?? null } : next);
      }
      return end.kind === 'done';
    },
    [client, leave],
  );

  return {
    client,
    phase,
    ended,
    view,
    line,
    busy,
    said,
    command,
    say: setSaying,
    signedIn: useCallback(() => {
      setEnded(false);
      setLine('connecting');
      setPhase('signed-in');
    }, []),
    // The page forgets at once; the hall frees the window when it hears of it, or by itself.
    signOut: useCallback(() => {
      client.signOut().catch(() => undefined);
      leave(false);
    }, [client, leave]),
    hallNow: useCallback(
      () => instant(newest.current === null ? Date.now() : newest.current.view.now + (performance.now() - newest.current.at)),
      [],
    ),
  };
}

/** Draws anew every second, with the hall's time. */
export function useHallNow(hallNow: () => Instant): Instant {
  const [now, setNow] = useState(hallNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(hallNow()), 1_000);
    return () => clearInterval(timer);
  }, [hallNow]);
  const fresh = hallNow();
  return fresh > now ? fresh : now;
}
