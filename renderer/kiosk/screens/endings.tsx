import { Check, LoaderCircle, Pointer } from 'lucide-react';
import type { Screen } from '../../../src/kiosk/view.ts';
import { DevicePicture, type DeviceScene } from '../../parts/device-picture.tsx';
import { HallPicture } from '../../parts/hall-picture.tsx';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { t } from '../use-kiosk.ts';
import './endings.css';

/** The number is being saved: nothing to tap, and it never takes long. */
export const Issuing = () => (
  <Stage title={t('kiosk:issuing.title')} hint={t('kiosk:issuing.hint')} before={<LoaderCircle className="ending-turning" aria-hidden />} />
);

/** No ticket came about: what that means, and who helps. */
export const Sorry = ({ reason }: Extract<Screen, { kind: 'sorry' }>) => (
  <Stage
    title={t(`kiosk:sorry.${reason}.title`)}
    hint={t(`kiosk:sorry.${reason}.hint`)}
    visual={<Picture asleep={reason === 'hall-closed'} />}
  >
    <IntentButton intent={{ kind: 'leave' }} tone="primary" icon={Check}>
      {t('kiosk:sorry.done')}
    </IntentButton>
  </Stage>
);

/** What not to leave behind. */
export function Goodbye({ takeCard, takeSlip }: Extract<Screen, { kind: 'goodbye' }>) {
  const scene: DeviceScene | null = takeCard && takeSlip ? 'take-both' : takeCard ? 'take-card' : takeSlip ? 'take-slip' : null;
  const what =
    takeCard && takeSlip ? t('kiosk:goodbye.both') : takeCard ? t('kiosk:goodbye.card') : takeSlip ? t('kiosk:goodbye.slip') : null;
  return (
    <Stage
      title={what ?? t('kiosk:goodbye.title')}
      hint={what === null ? t('kiosk:goodbye.wiped') : `${t('kiosk:goodbye.title')}。${t('kiosk:goodbye.wiped')}`}
      visual={
        scene ? (
          <div className="stage-drawing">
            <DevicePicture scene={scene} />
          </div>
        ) : (
          <Picture />
        )
      }
    >
      <IntentButton intent={{ kind: 'wake' }} icon={Pointer}>
        {t('kiosk:goodbye.next')}
      </IntentButton>
    </Stage>
  );
}

const Picture = ({ asleep = false }: { readonly asleep?: boolean }) => (
  <div className="stage-picture">
    <HallPicture asleep={asleep} />
  </div>
);
