import { useCallback, useEffect, useState } from 'react';
import type { CenterDay } from '../../src/api/center.ts';
import { centerClient, SignedOut, type Me } from './center-client.ts';

/** What the console knows: who it is, the newest picture of the day, and whether the center answers. */
export const ASK_EVERY_MS = 2_000;
export const TICKETS_SHOWN_MAX = 200;
const PRESENCE_EVERY_MS = 60_000;

export type Console = {
  readonly phase: 'starting' | 'signed-out' | 'signed-in';
  /** Signed out by the clock or by a restart, not by hand. */
  readonly ended: boolean;
  readonly me: Me | null;
  readonly line: 'connecting' | 'live' | 'lost';
  readonly shown: CenterDay | null;
  /** null: today, whatever day that is by now. */
  readonly day: string | null;
  readonly chooseDay: (day: string | null) => void;
  readonly begin: () => void;
  readonly signOut: () => void;
};

export function useConsole(): Console {
  const [phase, setPhase] = useState<Console['phase']>('starting');
  const [ended, setEnded] = useState(false);
  const [me, setMe] = useState<Me | null>(null);
  const [line, setLine] = useState<Console['line']>('connecting');
  const [shown, setShown] = useState<CenterDay | null>(null);
  const [day, setDay] = useState<string | null>(null);

  const leave = useCallback((byItself: boolean) => {
    setShown(null);
    setMe(null);
    setDay(null);
    setEnded(byItself);
    setPhase('signed-out');
  }, []);

  useEffect(() => {
    if (phase !== 'starting') return;
    return repeat(async () => {
      try {
        const found = await centerClient.me();
        setMe(found);
        setLine('live');
        setPhase(found === null ? 'signed-out' : 'signed-in');
      } catch {
        setLine('lost');
      }
    });
  }, [phase]);

  useEffect(() => {
    if (phase !== 'signed-in') return;
    return repeat(async (signal) => {
      try {
        const next = await centerClient.day(day, TICKETS_SHOWN_MAX, signal);
        if (signal.aborted) return;
        setShown(next);
        setLine('live');
      } catch (cause) {
        if (signal.aborted) return;
        if (cause instanceof SignedOut) leave(true);
        else setLine('lost');
      }
    });
  }, [phase, day, leave]);

  // Somebody is there: the session's idle time begins anew, at most once a minute.
  useEffect(() => {
    if (phase !== 'signed-in') return;
    let told = performance.now();
    const there = (): void => {
      if (performance.now() - told < PRESENCE_EVERY_MS) return;
      told = performance.now();
      centerClient.me().catch(() => undefined);
    };
    window.addEventListener('pointerdown', there);
    window.addEventListener('keydown', there);
    return () => {
      window.removeEventListener('pointerdown', there);
      window.removeEventListener('keydown', there);
    };
  }, [phase]);

  return {
    phase,
    ended,
    me,
    line,
    shown,
    day,
    chooseDay: setDay,
    begin: () => setPhase('starting'),
    signOut: () => {
      centerClient.signOut().then(
        () => leave(false),
        () => setLine('lost'),
      );
    },
  };
}

/** Asks now, and again some time after each answer; one question at a time. */
function repeat(ask: (signal: AbortSignal) => Promise<void>): () => void {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const round = async (): Promise<void> => {
    await ask(over.signal);
    if (!over.signal.aborted) timer = setTimeout(() => void round(), ASK_EVERY_MS);
  };
  void round();
  return () => {
    over.abort();
    clearTimeout(timer);
  };
}
