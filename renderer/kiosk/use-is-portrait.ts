import { useSyncExternalStore } from 'react';

const portrait = matchMedia('(orientation: portrait)');

const subscribe = (changed: () => void): (() => void) => {
  portrait.addEventListener('change', changed);
  return () => portrait.removeEventListener('change', changed);
};

/** Which way the panel stands; the demo window may change it. */
export const useIsPortrait = (): boolean => useSyncExternalStore(subscribe, () => portrait.matches);
