import { BellRing, CheckCheck, Printer, TriangleAlert, WifiOff } from 'lucide-react';
import type { CounterView } from '../../src/api/counter.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { shortSpanWords, t, timeWords } from './counter-words.ts';
import type { Counter } from './use-counter.ts';

/** What must not be missed, each with what to do now: somebody who needs help, a device, the line itself. */
export function Alerts({
  counter,
  view,
  now,
  onAnswerHelp,
}: {
  readonly counter: Counter;
  readonly view: CounterView;
  readonly now: Instant;
  readonly onAnswerHelp: (id: string) => void;
}) {
  const calls = view.helpCalls.toSorted((a, b) => Number(a.heardBy !== null) - Number(b.heardBy !== null) || a.rungAt - b.rungAt);
  const oldest = calls.find((call) => call.heardBy === null)?.id;
  if (counter.line === 'live' && calls.length === 0 && view.troubles.length === 0 && !view.paperLow) return <div className="alerts" />;
  return (
    <section className="alerts" aria-label={t('counter:alerts')}>
      {counter.line !== 'live' && (
        <p className="alert alert-stop alert-whole" role="alert">
          <WifiOff aria-hidden className="alert-icon" />
          <span className="alert-words">{t('counter:lineLost', { time: timeWords(view.now) })}</span>
        </p>
      )}
      {calls.map((call) => (
        <div
          key={call.id}
          className={call.heardBy === null ? 'alert alert-help' : 'alert alert-heard'}
          role={call.heardBy === null ? 'alert' : undefined}
        >
          {call.heardBy === null ? (
            <BellRing aria-hidden className="alert-icon alert-bell" />
          ) : (
            <CheckCheck aria-hidden className="alert-icon" />
          )}
          <span className="alert-words">
            <strong>{t('counter:help.rung', { terminal: call.terminal })}</strong>
            <span>
              {call.heardBy === null
                ? t('counter:help.todo', { terminal: call.terminal })
                : t('counter:help.heard', { name: call.heardBy })}
            </span>
          </span>
          {/* Outside the words: a screen reader that hears an alert must not hear it again each second. */}
          {call.heardBy === null && (
            <>
              <span className="alert-since" aria-hidden="true">
                {t('counter:help.since', { waited: shortSpanWords(now - call.rungAt) })}
              </span>
              <button
                type="button"
                className="button button-primary button-help"
                aria-keyshortcuts={call.id === oldest ? 'F9' : undefined}
                onClick={() => onAnswerHelp(call.id)}
              >
                {t('counter:help.answer')}
                {call.id === oldest && <kbd>F9</kbd>}
              </button>
            </>
          )}
        </div>
      ))}
      {view.troubles.map(({ device, trouble, since }) => (
        <p key={device} className="alert alert-mind">
          <TriangleAlert aria-hidden className="alert-icon" />
          <span className="alert-words">
            <strong>
              {t(`devices:name.${device}`)}
              {t(`devices:trouble.${trouble}`)}
            </strong>
            <span>{t(`devices:todo.${trouble}`)}</span>
          </span>
          <span className="alert-since">{t('counter:trouble.since', { time: timeWords(since) })}</span>
        </p>
      ))}
      {view.paperLow && (
        <p className="alert alert-mind">
          <Printer aria-hidden className="alert-icon" />
          <span className="alert-words">{t('counter:trouble.paperLow')}</span>
        </p>
      )}
    </section>
  );
}
