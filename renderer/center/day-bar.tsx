import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { CenterDay } from '../../src/api/center.ts';
import { hallDayOf, instantOf, nextDay } from '../../src/domain/hall-day.ts';
import { instant } from '../../src/basics/clock.ts';
import { dayWords, t } from './center-words.ts';
import { TICKETS_SHOWN_MAX } from './use-console.ts';

/** Which day, how many, and the way to another day. */
export function DayBar({
  shown,
  chosen,
  onChoose,
}: {
  readonly shown: CenterDay;
  readonly chosen: string | null;
  readonly onChoose: (day: string | null) => void;
}) {
  const today = hallDayOf(shown.now);
  const earlier = hallDayOf(instant(instantOf(shown.day) - 1));
  const later = nextDay(shown.day);
  const go = (day: string): void => onChoose(day === today ? null : day);
  return (
    <div className="day-bar">
      <h2 id="tickets-title">{t('center:tickets.title')}</h2>
      <p className="day-total" role="status">
        <strong>{t('center:tickets.total', { count: shown.total })}</strong>
        {shown.total > TICKETS_SHOWN_MAX && <small>{t('center:tickets.newest', { count: TICKETS_SHOWN_MAX })}</small>}
      </p>
      <div className="day-choose">
        <button type="button" className="button button-small button-icon" aria-label={t('center:day.earlier')} onClick={() => go(earlier)}>
          <ChevronLeft aria-hidden />
        </button>
        <p className="day-words">{dayWords(shown.day)}</p>
        <button
          type="button"
          className="button button-small button-icon"
          aria-label={t('center:day.later')}
          aria-disabled={shown.day >= today}
          onClick={() => shown.day < today && go(later)}
        >
          <ChevronRight aria-hidden />
        </button>
        <button type="button" className="button button-small" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
          {t('center:day.today')}
        </button>
      </div>
    </div>
  );
}
