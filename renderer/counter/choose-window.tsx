import { useEffect, useRef, useState } from 'react';
import type { CounterView } from '../../src/api/counter.ts';
import { t, windowWords } from './counter-words.ts';
import { Mark } from '../parts/mark.tsx';
import type { Counter } from './use-counter.ts';
import { useKeys } from './use-keys.ts';

/** Where do you sit? A window belongs to one person at a time; the same person takes it along from another computer. */
export function ChooseWindow({
  counter,
  view,
  onDone,
}: {
  readonly counter: Counter;
  readonly view: CounterView;
  readonly onDone: () => void;
}) {
  const [said, setSaid] = useState<string | null>(null);
  const asking = useRef(false);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);

  async function choose(window: number): Promise<void> {
    if (asking.current) return;
    asking.current = true;
    setSaid(null);
    try {
      const answer = await counter.client.chooseWindow({ window });
      if (answer.kind === 'yours') return onDone();
      setSaid(answer.kind === 'taken' ? t('counter:choose.takenNow', { name: answer.by }) : t('counter:choose.unknown'));
    } catch {
      setSaid(t('counter:signIn.notReached'));
    } finally {
      asking.current = false;
    }
  }
  /** Who else sits there; null: nobody, or we ourselves. */
  const otherAt = (window: CounterView['windows'][number]): string | null => (window.takenBy === view.account.name ? null : window.takenBy);
  const firstFree = view.windows.find((window) => otherAt(window) === null)?.number;
  useKeys({
    ...Object.fromEntries(
      view.windows
        .filter((window) => window.number <= 9 && otherAt(window) === null)
        .map((window) => [String(window.number), () => void choose(window.number)]),
    ),
    ...(view.window === null ? {} : { Escape: onDone }),
  });

  return (
    <main className="alone">
      <div className="sheet choose">
        <Mark />
        <h1>{t('counter:choose.title')}</h1>
        <p className="lead">
          {view.hallName} · {view.account.name} · {t('counter:choose.lead')}
        </p>
        <ul className="choose-windows">
          {view.windows.map((window) => {
            const other = otherAt(window);
            const state =
              other !== null
                ? t('counter:choose.taken', { name: other })
                : window.takenBy !== null
                  ? t('counter:choose.yours')
                  : t('counter:choose.free');
            const press = (): void =>
              other !== null ? setSaid(t('counter:choose.takenNow', { name: other })) : void choose(window.number);
            return (
              <li key={window.number}>
                <button
                  type="button"
                  className="choose-window"
                  ref={window.number === firstFree ? first : null}
                  aria-disabled={other !== null}
                  onClick={press}
                >
                  <span className="choose-number">{windowWords(window.number)}</span>
                  <span className="choose-name">{window.name}</span>
                  <span className={`choose-state ${other !== null ? 'choose-state-taken' : 'choose-state-free'}`}>{state}</span>
                  {window.label !== null && <span className="choose-label">{t('counter:choose.notClosed', { label: window.label })}</span>}
                  {window.number <= 9 && other === null && <kbd>{window.number}</kbd>}
                </button>
              </li>
            );
          })}
        </ul>
        <div className="choose-foot">
          <p className={said === null ? 'choose-said' : 'choose-said said said-mind'} role="status">
            {said}
          </p>
          {view.window !== null && (
            <button type="button" className="button" onClick={onDone}>
              {t('counter:choose.back')}
              <kbd>Esc</kbd>
            </button>
          )}
          <button type="button" className="button" onClick={counter.signOut}>
            {t('counter:head.signOut')}
          </button>
        </div>
      </div>
    </main>
  );
}
