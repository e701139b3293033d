import { Wifi, WifiOff } from 'lucide-react';
import type { Instant } from '../../src/basics/clock.ts';
import { Mark } from '../parts/mark.tsx';
import type { Me } from './center-client.ts';
import { t, timeWords } from './center-words.ts';
import type { Console } from './use-console.ts';

/** Which city, who, whether the picture is fresh, the center's time. */
export function ConsoleHead({
  me,
  line,
  now,
  onSignOut,
}: {
  readonly me: Me;
  readonly line: Console['line'];
  readonly now: Instant;
  readonly onSignOut: () => void;
}) {
  const LineMark = line === 'lost' ? WifiOff : Wifi;
  return (
    <header className="head">
      <Mark />
      <p className="head-city">
        <strong>{me.cityName}</strong>
        <span>{t('center:title')}</span>
        {me.demo && <span className="chip chip-mind">{t('center:demo')}</span>}
      </p>
      <p className={line === 'lost' ? 'head-line head-mind' : 'head-line'}>
        <LineMark aria-hidden className="head-icon" />
        {t(line === 'lost' ? 'center:head.lost' : 'center:head.live')}
      </p>
      <p className="head-who">{me.name}</p>
      <button type="button" className="button button-small" onClick={onSignOut}>
        {t('center:head.signOut')}
      </button>
      <time className="head-time">{timeWords(now)}</time>
    </header>
  );
}
