import { Bell, BellOff, Building2, Cloud, CloudAlert, Wifi, WifiOff } from 'lucide-react';
import type { CounterView } from '../../src/api/counter.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { centerWords, t, timeWords, windowWords } from './counter-words.ts';
import { Mark } from '../parts/mark.tsx';
import type { Counter } from './use-counter.ts';
import type { ToneUse } from './use-tone.ts';

type HeadProps = {
  readonly counter: Counter;
  readonly view: CounterView;
  readonly window: number;
  readonly now: Instant;
  readonly tone: ToneUse;
  readonly onChangeWindow: () => void;
  readonly onSignOut: () => void;
};

/** Which hall, which window, who; how the two lines are; the time. */
export function DeskHead({ counter, view, window, now, tone, onChangeWindow, onSignOut }: HeadProps) {
  const center = centerWords(view.center);
  const name = view.windows.find((other) => other.number === window)?.name ?? '';
  const ToneMark = tone.on && !tone.locked ? Bell : BellOff;
  const LineMark = counter.line === 'live' ? Wifi : WifiOff;
  const CenterMark = center.mind ? CloudAlert : Cloud;
  return (
    <header className="head">
      <div className="head-place">
        <Mark />
        <p className="head-hall">
          <span>{view.hallName}</span>
          {view.demo && <span className="chip chip-mind">{t('counter:demo')}</span>}
        </p>
      </div>
      <p className="head-window">
        <Building2 aria-hidden className="head-icon" />
        <strong>{windowWords(window)}</strong>
        {name !== windowWords(window) && <span className="head-window-name">{name}</span>}
        <span className="head-who">{view.account.name}</span>
      </p>
      <ul className="head-lines">
        <li className={counter.line === 'live' ? undefined : 'head-mind'}>
          <LineMark aria-hidden className="head-icon" />
          <span>{t(`counter:head.line.${counter.line}`)}</span>
        </li>
        <li className={center.mind ? 'head-mind' : undefined}>
          <CenterMark aria-hidden className="head-icon" />
          <span>
            {center.text}
            {center.why !== null && <small>{center.why}</small>}
          </span>
        </li>
      </ul>
      <div className="head-tools">
        <button type="button" className="button button-small" aria-pressed={tone.on} onClick={tone.toggle}>
          <ToneMark aria-hidden className="head-icon" />
          {t(tone.locked ? 'counter:head.toneLocked' : tone.on ? 'counter:head.toneOn' : 'counter:head.toneOff')}
        </button>
        <button type="button" className="button button-small" onClick={onChangeWindow}>
          {t('counter:head.changeWindow')}
        </button>
        <button type="button" className="button button-small" onClick={onSignOut}>
          {t('counter:head.signOut')}
        </button>
      </div>
      <time className="head-time">{timeWords(now)}</time>
    </header>
  );
}
