import type { ReactNode } from 'react';
import type { CounterView, TicketRow } from '../../src/api/counter.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { isPriority, matterWords, spanWords, t, timeWords, windowWords } from './counter-words.ts';
import type { Busy } from './use-counter.ts';

/** Who waits, in the order of the calls to come. No names: nobody is picked. */
export function WaitingList({ view, now }: { readonly view: CounterView; readonly now: Instant }) {
  return (
    <section className="card waiting" aria-labelledby="waiting-title">
      <CardTitle
        id="waiting-title"
        title={t('counter:waiting.title')}
        count={view.waiting.length}
        more={view.waiting.length > 1 ? t('counter:waiting.order') : null}
      />
      {view.waiting.length === 0 ? (
        <p className="empty">{t('counter:waiting.none')}</p>
      ) : (
        // A list that scrolls and has nothing to press in it must still be reached by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="scroll" role="group" aria-labelledby="waiting-title" tabIndex={0}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('counter:waiting.label')}</th>
                <th scope="col">{t('counter:waiting.matter')}</th>
                <th scope="col" className="figures">
                  {t('counter:waiting.waited')}
                </th>
              </tr>
            </thead>
            <tbody>
              {view.waiting.map((row) => (
                <tr key={row.id}>
                  <th scope="row" className="row-label">
                    {row.label}
                  </th>
                  <td className="row-matter">
                    {matterWords(row)}
                    {isPriority(row) && <span className="chip chip-seal chip-small">{t(`counter:priorityShort.${row.priority}`)}</span>}
                  </td>
                  <td className="figures keep">{spanWords(now - row.issuedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

export function MissedList({
  view,
  busy,
  onBringBack,
}: {
  readonly view: CounterView;
  readonly busy: Busy | null;
  readonly onBringBack: (row: TicketRow) => void;
}) {
  return (
    <section className="card side" aria-labelledby="missed-title">
      <CardTitle id="missed-title" title={t('counter:missed.title')} count={view.missed.length} more={null} />
      <ActionRows
        rows={view.missed}
        none={t('counter:missed.none')}
        title="missed-title"
        note={(row) => (row.lastCalledAt === null ? '' : t('counter:missed.calledAt', { time: timeWords(row.lastCalledAt) }))}
        action="bringBack"
        busy={busy}
        onPress={onBringBack}
      />
    </section>
  );
}

export function UnprintedList({
  view,
  busy,
  onReprint,
}: {
  readonly view: CounterView;
  readonly busy: Busy | null;
  readonly onReprint: (row: TicketRow) => void;
}) {
  return (
    <section className="card side" aria-labelledby="unprinted-title">
      <CardTitle id="unprinted-title" title={t('counter:unprinted.title')} count={view.unprinted.length} more={null} />
      <ActionRows
        rows={view.unprinted}
        none={t('counter:unprinted.none')}
        title="unprinted-title"
        note={(row) => t(`counter:print.${row.print}`)}
        action="reprint"
        busy={busy}
        onPress={onReprint}
      />
    </section>
  );
}

type ActionRowsProps = {
  readonly rows: readonly TicketRow[];
  readonly none: string;
  readonly title: string;
  readonly note: (row: TicketRow) => string;
  readonly action: 'bringBack' | 'reprint';
  readonly busy: Busy | null;
  readonly onPress: (row: TicketRow) => void;
};

function ActionRows({ rows, none, title, note, action, busy, onPress }: ActionRowsProps) {
  if (rows.length === 0) return <p className="empty">{none}</p>;
  return (
    <ul className="scroll action-rows" aria-labelledby={title}>
      {rows.map((row) => {
        const pressed = busy?.name === action && busy.about === row.id;
        return (
          <li key={row.id} className="action-row">
            <span className="row-label">{row.label}</span>
            <span className="row-note">
              <span className="row-matter">{matterWords(row)}</span>
              <small>{note(row)}</small>
            </span>
            <button
              type="button"
              className="button button-small"
              aria-disabled={busy !== null}
              aria-busy={pressed}
              aria-label={`${row.label} ${t(`counter:action.${action}`)}`}
              onClick={() => onPress(row)}
            >
              {pressed ? t('counter:busy') : t(`counter:action.${action}`)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What the colleagues are at, and what the hall has done today. */
export function WindowsList({ view, window }: { readonly view: CounterView; readonly window: number }) {
  return (
    <section className="card windows" aria-labelledby="windows-title">
      <h2 id="windows-title" className="card-title">
        {t('counter:windows.title')}
        <span className="card-more">
          {t('counter:windows.doneToday')} <strong>{view.doneToday}</strong>
        </span>
      </h2>
      <ul className="windows-list">
        {view.windows.map((other) => (
          <li key={other.number} className={other.number === window ? 'window window-mine' : 'window'}>
            <span className="window-number">
              {windowWords(other.number)}
              {other.takenBy !== null && <span className="window-who">{other.takenBy}</span>}
            </span>
            <span className={other.label === null ? 'window-idle' : 'window-label'}>
              {other.label ?? t(other.takenBy === null ? 'counter:windows.free' : 'counter:windows.idle')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CardTitle({
  id,
  title,
  count,
  more,
}: {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly more: ReactNode;
}) {
  return (
    <h2 id={id} className="card-title">
      {title}
      <span className={count > 0 ? 'count' : 'count count-none'}>{count}</span>
      {more !== null && <span className="card-more">{more}</span>}
    </h2>
  );
}
