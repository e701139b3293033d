import { Clock, Users } from 'lucide-react';
import type { Wait } from '../../src/kiosk/view.ts';
import { t } from './use-kiosk.ts';
import { aheadWords, minutesWords } from './wait-words.ts';
import './wait-figure.css';

/** The wait, large: who is ahead, and, where somebody is, how long that may take. Read again when a choice changes it. */
export function WaitFigure({ wait, priority }: { readonly wait: Wait; readonly priority: boolean }) {
  const minutes = minutesWords(wait);
  return (
    <div className="wait-figure" role="status">
      <p>
        <Users aria-hidden />
        <span>{aheadWords(wait)}</span>
      </p>
      {minutes !== null && (
        <p>
          <Clock aria-hidden />
          <span>{minutes}</span>
        </p>
      )}
      {priority && <span className="aloud">{t('kiosk:confirm.priorityChosen')}</span>}
    </div>
  );
}
