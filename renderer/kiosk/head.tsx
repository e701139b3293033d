import type { Screen } from '../../src/kiosk/view.ts';
import { StatusChip } from '../parts/status-chip.tsx';
import { Notice } from '../parts/notice.tsx';
import { timeWords, todayWords } from './hall-clock.ts';
import { t, useKiosk } from './use-kiosk.ts';
import './head.css';

/** Whose terminal this is, and what time it is there. Below it, only when something is missing: what, and what to do. */
export function Head() {
  const { screen, chrome } = useKiosk().view;
  const { hallName, terminal, now, demo, missing } = chrome;
  return (
    <header className="head">
      <div className="head-line">
        <WindowMark />
        <div className="head-hall">
          <p className="head-name">{hallName}</p>
          <p className="head-terminal">
            <span className="keep">{t('kiosk:terminal', { terminal })}</span>
            {demo && !hallName.includes(t('kiosk:demo')) && <StatusChip tone="mind">{t('kiosk:demo')}</StatusChip>}
          </p>
        </div>
        <div className="head-now">
          <p className="head-time keep">{timeWords(now)}</p>
          <p className="keep">{todayWords(now)}</p>
        </div>
      </div>
      {missing.length > 0 && TOLD_ON.has(screen.kind) && (
        <Notice tone="mind">
          {missing.map((thing) => (
            <p key={thing}>{t(`kiosk:missing.${thing}`)}</p>
          ))}
        </Notice>
      )}
    </header>
  );
}

/** Where it can still change what somebody does; later screens say it in their own words. */
const TOLD_ON: ReadonlySet<Screen['kind']> = new Set(['home', 'choose-need', 'confirm-ticket']);

/** The house's mark: one window. */
function WindowMark() {
  return (
    <svg className="head-mark" viewBox="0 0 40 40" aria-hidden>
      <rect x="2" y="2" width="36" height="36" rx="7" />
      <circle cx="20" cy="20" r="11" />
      <path d="M9 23c6 0 6-5 11-5s5 5 11 5" />
    </svg>
  );
}
