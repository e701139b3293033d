import { useEffect, useState } from 'react';
import { createTone } from './tone.ts';

const RING_EVERY_MS = 4_000;

export type ToneUse = { readonly on: boolean; readonly locked: boolean; readonly toggle: () => void };

/** Rings at once and then every four seconds while somebody waits for help, unless this counter was made quiet. */
export function useTone(ringing: boolean): ToneUse {
  const [on, setOn] = useState(true);
  const [tone] = useState(createTone);
  const [locked, setLocked] = useState(() => tone.locked());

  useEffect(() => {
    const unlock = (): void => tone.unlock(() => setLocked(false));
    window.addEventListener('pointerdown', unlock);
    window.addEventListener('keydown', unlock);
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }, [tone]);

  useEffect(() => {
    if (!ringing || !on || locked) return;
    tone.ring();
    const timer = setInterval(() => tone.ring(), RING_EVERY_MS);
    return () => clearInterval(timer);
  }, [tone, ringing, on, locked]);

  return {
    on,
    locked,
    toggle: () => {
      tone.unlock(() => setLocked(false));
      if (!locked) setOn(!on);
    },
  };
}
