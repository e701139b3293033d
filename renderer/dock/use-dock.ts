import { useCallback, useEffect, useState } from 'react';
import { answerSchema, dockStateSchema, type DockState } from './dock-state.ts';
import { words } from './words.ts';

/** The demo as it is now, and what can be done to it. */
export type Dock = {
  readonly state: DockState | null;
  /** No state for a while: the demo has ended, or is very busy. */
  readonly lost: boolean;
  /** A command is under way; starting and stopping programs takes seconds. */
  readonly busy: boolean;
  /** Why the last command was not done; null when it was. */
  readonly sentence: string | null;
  run(command: { readonly do: string } & Readonly<Record<string, string | boolean | null>>): void;
};

const SILENCE_MS_MAX = 6_000;

export function useDock(): Dock {
  const [state, setState] = useState<DockState | null>(null);
  const [lost, setLost] = useState(false);
  const [running, setRunning] = useState(0);
  const [sentence, setSentence] = useState<string | null>(null);

  useEffect(() => {
    // EventSource comes back by itself when the line drops.
    const events = new EventSource('/api/events');
    let silence = 0;
    const heard = (): void => {
      window.clearTimeout(silence);
      silence = window.setTimeout(() => setLost(true), SILENCE_MS_MAX);
    };
    heard();
    events.addEventListener('message', (event: MessageEvent<string>) => {
      heard();
      setLost(false);
      setState(dockStateSchema.parse(JSON.parse(event.data)));
    });
    return () => {
      window.clearTimeout(silence);
      events.close();
    };
  }, []);

  const run = useCallback<Dock['run']>((command) => {
    setRunning((count) => count + 1);
    void (async () => {
      try {
        const response = await fetch('/api/commands', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(command),
        });
        const answer = answerSchema.parse(await response.json());
        setSentence(answer.ok ? null : (answer.sentence ?? words.lost));
      } catch {
        setSentence(words.lost);
      } finally {
        setRunning((count) => count - 1);
      }
    })();
  }, []);

  return { state, lost, busy: running > 0, sentence, run };
}
