import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Countdown } from '../parts/countdown.tsx';
import { IntentButton } from './intent-button.tsx';
import { t, useKiosk } from './use-kiosk.ts';
import './idle-warning.css';

/** The ring is full at the longest warning there is. */
const WARNING_SECONDS = 30;

/** Before the wipe: how long is left, and one tap to go on, any number of times. A touch beside it means: still here. */
export function IdleWarning() {
  const { view, act } = useKiosk();
  const { idle } = view;
  if (!idle) return null;
  return (
    <ModalOverlay
      className="idle-overlay"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) act({ kind: 'stay' });
      }}
    >
      <Modal className="idle-modal">
        <Dialog className="idle-dialog" role="alertdialog">
          <Heading slot="title" level={2} className="idle-title">
            {t('kiosk:idle.title')}
          </Heading>
          <Countdown secondsLeft={idle.secondsLeft} of={WARNING_SECONDS} unit={t('kiosk:idle.unit')} />
          <p className="idle-hint">{t('kiosk:idle.hint')}</p>
          <div className="idle-ways">
            <IntentButton intent={{ kind: 'stay' }} tone="primary">
              {t('kiosk:idle.stay')}
            </IntentButton>
            <IntentButton intent={{ kind: 'leave' }}>{t('kiosk:idle.leave')}</IntentButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
