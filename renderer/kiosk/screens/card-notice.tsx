import { IdCard } from 'lucide-react';
import { AnswerSummary } from '../../parts/answer-summary.tsx';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { t, useKiosk } from '../use-kiosk.ts';

/** Before a card is read: who reads what, why, for how long, and that one need not (个人信息保护法 17 条). */
export function CardNotice() {
  const { hallName } = useKiosk().view.chrome;
  return (
    <Stage
      title={t('kiosk:notice.title')}
      tell={
        <div className="stage-sheet">
          <AnswerSummary
            answers={[
              { label: t('kiosk:notice.who'), value: t('kiosk:notice.whoText', { hall: hallName }) },
              { label: t('kiosk:notice.what'), value: t('kiosk:notice.whatText') },
              { label: t('kiosk:notice.why'), value: t('kiosk:notice.whyText') },
              { label: t('kiosk:notice.howLong'), value: t('kiosk:notice.howLongText') },
              { label: t('kiosk:notice.rights'), value: t('kiosk:notice.rightsText') },
            ]}
          />
        </div>
      }
    >
      <IntentButton intent={{ kind: 'agree-to-read' }} tone="primary" icon={IdCard}>
        {t('kiosk:notice.agree')}
      </IntentButton>
      <IntentButton intent={{ kind: 'go-without-card' }}>{t('kiosk:notice.refuse')}</IntentButton>
    </Stage>
  );
}
