import { t, useKiosk } from './use-kiosk.ts';
import './hall-facts.css';

/** How the hall is doing right now: how many wait, how many windows are open. */
export function HallFacts() {
  const { waiting, windowsOpen } = useKiosk().view.chrome;
  return (
    <dl className="hall-facts">
      <div>
        <dt>{t('kiosk:facts.waiting')}</dt>
        <dd className="keep">
          {waiting === 0 ? (
            t('kiosk:facts.nobody')
          ) : (
            <>
              <span className="hall-facts-figure">{waiting}</span> {t('kiosk:facts.people')}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('kiosk:facts.windows')}</dt>
        <dd className="keep">
          {windowsOpen === null ? (
            t('kiosk:facts.windowsNone')
          ) : (
            <>
              <span className="hall-facts-figure">{windowsOpen}</span> {t('kiosk:facts.windowsUnit')}
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}
