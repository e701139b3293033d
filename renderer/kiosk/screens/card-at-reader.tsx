import { RotateCcw, Ticket } from 'lucide-react';
import type { CardTroubleKind, Screen } from '../../../src/kiosk/view.ts';
import { DevicePicture } from '../../parts/device-picture.tsx';
import { Notice } from '../../parts/notice.tsx';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { t } from '../use-kiosk.ts';

const Drawing = ({ scene }: { readonly scene: 'put-card' | 'reading' | 'trouble' }) => (
  <div className="stage-drawing">
    <DevicePicture scene={scene} />
  </div>
);

const WithoutCard = ({ primary = false }: { readonly primary?: boolean }) => (
  <IntentButton intent={{ kind: 'go-without-card' }} icon={Ticket} tone={primary ? 'primary' : 'secondary'}>
    {t('kiosk:card.without')}
  </IntentButton>
);

/** Where the card goes, and that one can still go without. */
export const CardWait = () => (
  <Stage title={t('kiosk:card.wait.title')} hint={t('kiosk:card.wait.hint')} visual={<Drawing scene="put-card" />}>
    <WithoutCard />
  </Stage>
);

/** A way out stands here too: a reader that hangs must not hold anybody. */
export const CardReading = () => (
  <Stage title={t('kiosk:card.reading.title')} hint={t('kiosk:card.reading.hint')} visual={<Drawing scene="reading" />}>
    <WithoutCard />
  </Stage>
);

/** Here the same card does no better a second time: the way on is without it, though another may be at hand. */
const WITHOUT_FIRST: ReadonlySet<CardTroubleKind> = new Set(['card-expired', 'unsupported-card', 'reader-out-of-order']);

/** What to do now, in one sentence. After the last attempt no more is asked of the card. */
export function CardTrouble({ trouble, attemptsLeft }: Extract<Screen, { kind: 'card-trouble' }>) {
  const left = attemptsLeft > 0;
  const withoutFirst = WITHOUT_FIRST.has(trouble);
  const again = left && trouble !== 'reader-out-of-order' && (
    <IntentButton intent={{ kind: 'try-card-again' }} tone={withoutFirst ? 'secondary' : 'primary'} icon={RotateCcw}>
      {t('kiosk:card.again')}
    </IntentButton>
  );
  return (
    <Stage
      title={t(`kiosk:card.trouble.${trouble}.title`)}
      hint={left ? t(`kiosk:card.trouble.${trouble}.hint`) : undefined}
      visual={<Drawing scene="trouble" />}
    >
      {!left && (
        <Notice tone="info" large>
          {t('kiosk:card.atWindow')}
        </Notice>
      )}
      {left && !withoutFirst && <p className="attempts-left">{t('kiosk:card.left', { count: attemptsLeft })}</p>}
      {!withoutFirst && again}
      <WithoutCard primary={!left || withoutFirst} />
      {withoutFirst && again}
    </Stage>
  );
}
