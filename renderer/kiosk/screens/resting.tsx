import { Pointer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { hallDayOf } from '../../../src/domain/hall-day.ts';
import type { Screen } from '../../../src/kiosk/view.ts';
import { HallPicture } from '../../parts/hall-picture.tsx';
import { Sentences } from '../../parts/sentences.tsx';
import { StatusChip } from '../../parts/status-chip.tsx';
import { dayWords, timeWords, todayWords } from '../hall-clock.ts';
import { HallFacts } from '../hall-facts.tsx';
import { IntentButton } from '../intent-button.tsx';
import { t, useKiosk } from '../use-kiosk.ts';
import './resting.css';

/** Nobody is here: a quiet invitation with a clock, or, after hours, when to come again. */
export function Attract() {
  const { act } = useKiosk();
  const doorway = useRef<HTMLElement>(null);
  // Wherever it is touched, the visit begins; the button is the door for the keyboard and for who is read to.
  useEffect(() => {
    const wake = (): void => act({ kind: 'wake' });
    const touched = doorway.current;
    touched?.addEventListener('click', wake);
    return () => touched?.removeEventListener('click', wake);
  }, [act]);
  return (
    <main className="resting" ref={doorway}>
      <Resting title={t('kiosk:attract.title')} />
      <div className="resting-low">
        <HallFacts />
        <IntentButton intent={{ kind: 'wake' }} tone="primary" size="large" icon={Pointer}>
          {t('kiosk:attract.start')}
        </IntentButton>
      </div>
    </main>
  );
}

export function Closed({ opens }: Extract<Screen, { kind: 'closed' }>) {
  const { now } = useKiosk().view.chrome;
  const when = !opens
    ? t('kiosk:closed.unknown')
    : opens.today || opens.day === hallDayOf(now)
      ? t('kiosk:closed.opensToday', { time: opens.time })
      : t('kiosk:closed.opensOn', { date: dayWords(opens.day), time: opens.time });
  return (
    <main className="resting">
      <Resting title={opens?.today ? t('kiosk:closed.titleToday') : t('kiosk:closed.title')} asleep />
      <div className="resting-low resting-closed">
        <p className="resting-when">{when}</p>
        <p className="resting-hint">
          <Sentences text={t('kiosk:closed.hint')} />
        </p>
      </div>
    </main>
  );
}

function Resting({ title, asleep = false }: { readonly title: string; readonly asleep?: boolean }) {
  const { now, hallName, demo } = useKiosk().view.chrome;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <div className="resting-picture">
        <HallPicture asleep={asleep} />
      </div>
      <div className="resting-words">
        <p className="resting-hall">
          {hallName} {demo && !hallName.includes(t('kiosk:demo')) && <StatusChip tone="mind">{t('kiosk:demo')}</StatusChip>}
        </p>
        <p className="resting-time keep">{timeWords(now)}</p>
        <p className="resting-day keep">{todayWords(now)}</p>
        <h1 className="resting-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </div>
    </>
  );
}
