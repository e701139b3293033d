import { hallDayOf, hallTimeOf, weekdayOf } from '../../src/domain/hall-day.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { createWords } from '../../src/words/words.ts';
import { Mark } from '../parts/mark.tsx';
import type { Call } from './large-call.ts';
import { LIT_MS, useDisplay } from './use-display.ts';

const { t } = createWords('zh-CN');

/** Beside the large call; the stylesheet has as many rows. */
const BESIDE_MAX = 4;

/** “A012号 请到 3号窗口”, to be read across a hall; the last calls beside it, how many wait, what time it is. */
export function DisplayPage() {
  const { view, lost, now, large, lit } = useDisplay();
  if (view === null || now === null)
    return (
      <main className="display display-empty">
        <h1 className="aloud">{t('counter:display.title')}</h1>
        <p role="status">{t('counter:display.connecting')}</p>
      </main>
    );
  // A call that waits for its turn to be large stands here already.
  const beside = view.calls.filter((call) => call.label !== large?.label).slice(0, BESIDE_MAX);
  return (
    <div className="display">
      <header className="top">
        <Mark />
        <p className="top-hall">{view.hallName}</p>
        {view.demo && <span className="top-demo">{t('counter:demo')}</span>}
        <Clock now={now} />
      </header>
      <main className="stage">
        <h1 className="aloud">{t('counter:display.title')}</h1>
        <Newest call={large} waiting={view.waiting} lit={lit} />
        <section className="earlier" aria-labelledby="earlier-title">
          <h2 id="earlier-title">{t('counter:display.earlier')}</h2>
          <ol className="earlier-list">
            {beside.map((call) => (
              <li key={`${call.label} ${call.window}`} className={now - call.at < LIT_MS ? 'earlier-call earlier-lit' : 'earlier-call'}>
                <span className="earlier-label">{call.label}</span>
                <span className="earlier-window">{t('counter:display.call.window', { window: call.window })}</span>
                <span className="earlier-time">{hallTimeOf(call.at)}</span>
              </li>
            ))}
          </ol>
        </section>
      </main>
      <footer className="bottom">
        <p className="bottom-waiting">
          {view.waiting === 0 ? (
            t('counter:display.nobodyWaiting')
          ) : (
            <>
              {t('counter:display.waiting')} <strong>{t('counter:display.waitingPeople', { count: view.waiting })}</strong>
            </>
          )}
        </p>
        <p className={lost ? 'bottom-line' : 'bottom-tip'} role="status">
          {lost ? t('counter:display.lost', { time: hallTimeOf(view.now) }) : t('counter:display.tip')}
        </p>
      </footer>
    </div>
  );
}

function Newest({ call, waiting, lit }: { readonly call: Call | null; readonly waiting: number; readonly lit: boolean }) {
  if (call === null)
    return (
      <section className="newest newest-none">
        <p>{t(waiting > 0 ? 'counter:display.nobody' : 'counter:display.nobodyWaiting')}</p>
      </section>
    );
  // A new element with each call, so that it lights up each time it is made.
  return (
    <section key={`${call.label} ${call.at}`} className={lit ? 'newest newest-lit' : 'newest'} aria-live="polite">
      <p className="aloud">{t('counter:display.call.sentence', { label: call.label, window: call.window })}</p>
      <div className="newest-words" aria-hidden="true">
        <p className="newest-label">
          {call.label}
          <span>{t('counter:display.call.suffix')}</span>
        </p>
        <p className="newest-go">
          <span>{t('counter:display.call.go')}</span>
          <strong>{call.window}</strong>
          <span>{t('counter:display.call.windowSuffix')}</span>
        </p>
      </div>
      {call.times > 1 && lit && <p className="newest-again">{t('counter:display.again')}</p>}
    </section>
  );
}

function Clock({ now }: { readonly now: Instant }) {
  const day = hallDayOf(now);
  return (
    <p className="top-clock">
      <span className="top-day">
        {t('kiosk:date', { month: Number(day.slice(5, 7)), day: Number(day.slice(8)), weekday: t(`kiosk:weekday.d${weekdayOf(day)}`) })}
      </span>
      <time className="top-time">{hallTimeOf(now)}</time>
    </p>
  );
}
