import { ArrowLeft, BellOff, BellRing, Headset, LogOut, Phone } from 'lucide-react';
import { BigButton } from '../parts/big-button.tsx';
import { sameIntent, t, useKiosk } from './use-kiosk.ts';
import './foot.css';

/**
 * 返回, 退出 and help, always in the same places: what can't be done now leaves its place empty. Between them the
 * hotline, or, once help was called, how far that is. The last page has nothing left to leave: its one button is 下一位.
 */
export function Foot() {
  const { view, act, busy } = useKiosk();
  const { canGoBack, help, hotline } = view.chrome;
  const canLeave = view.chrome.canLeave && view.screen.kind !== 'goodbye';
  return (
    <footer className="foot">
      <div className="foot-place">
        {canGoBack && (
          <BigButton tone="quiet" icon={ArrowLeft} busy={sameIntent(busy, { kind: 'back' })} onPress={() => act({ kind: 'back' })}>
            {t('kiosk:back')}
          </BigButton>
        )}
      </div>
      <div className="foot-place">
        {canLeave && (
          <BigButton tone="quiet" icon={LogOut} busy={sameIntent(busy, { kind: 'leave' })} onPress={() => act({ kind: 'leave' })}>
            {t('kiosk:leave')}
          </BigButton>
        )}
      </div>
      <div className={`foot-told foot-told-${help}`} role="status">
        {help === 'quiet' ? (
          <>
            <p className="foot-small keep">
              <Phone className="foot-mark" aria-hidden />
              {t('kiosk:hotline')}
            </p>
            <p className="foot-number">{hotline}</p>
          </>
        ) : (
          <>
            <BellRing className="foot-mark" aria-hidden />
            <p>
              <span className="keep">{t(`kiosk:help.${help}.title`)}</span> <span className="keep">{t(`kiosk:help.${help}.hint`)}</span>
            </p>
          </>
        )}
      </div>
      <div className="foot-place foot-help">
        {help !== 'ringing' ? (
          <BigButton icon={Headset} busy={sameIntent(busy, { kind: 'help' })} onPress={() => act({ kind: 'help' })}>
            {t('kiosk:help.call')}
          </BigButton>
        ) : (
          <BigButton
            tone="quiet"
            icon={BellOff}
            busy={sameIntent(busy, { kind: 'cancel-help' })}
            onPress={() => act({ kind: 'cancel-help' })}
          >
            {t('kiosk:help.cancel')}
          </BigButton>
        )}
      </div>
    </footer>
  );
}
