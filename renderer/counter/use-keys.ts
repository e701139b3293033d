import { useEffect, useRef } from 'react';

/** Keys of the desk, as they are printed on the buttons. A key held down counts once; a dialog keeps them to itself. */
export type Keys = Readonly<Record<string, () => void>>;

export function useKeys(keys: Keys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const run = newest.current[event.key];
      if (!run || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      // The browser's own meaning (find, address bar) must not happen either way.
      event.preventDefault();
      if (event.repeat || document.querySelector('dialog[open]') !== null) return;
      run();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
