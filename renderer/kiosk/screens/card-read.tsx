import { Ticket } from 'lucide-react';
import { useState } from 'react';
import type { Screen, Wait } from '../../../src/kiosk/view.ts';
import { CheckCard } from '../../parts/check-card.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PersonName } from '../../parts/person-name.tsx';
import { MatterSheet } from '../matter-sheet.tsx';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { t } from '../use-kiosk.ts';
import { aheadWords, minutesWords, waitWords } from '../wait-words.ts';
import './card-read.css';

/** A greeting by name, and the ticket one tap away. From 80 on the priority ticket is offered beside the ordinary one. */
export function CardRead(screen: Extract<Screen, { kind: 'card-read' }>) {
  const { matter, wait, priorityWait, offerPriority } = screen;
  const [priority, setPriority] = useState(screen.priority);
  const title = (
    <>
      <PersonName name={screen.name} />
      {screen.sex !== 'unknown' && <span className="keep">{` ${t(`kiosk:read.${screen.sex}`)}`}</span>}
      <span className="keep">{t('kiosk:read.greeting')}</span>
    </>
  );
  const takeCard = (
    <Notice tone="mind" large>
      <p>{t('kiosk:read.takeCard')}</p>
    </Notice>
  );
  if (offerPriority) {
    return (
      <Stage
        title={title}
        hint={t('kiosk:read.offer')}
        tell={
          <>
            {takeCard}
            <MatterSheet matter={matter} />
          </>
        }
      >
        <h2 className="offer-question">{t('kiosk:read.offerQuestion')}</h2>
        <div className="offer">
          <Offer name={t('kiosk:read.priority')} wait={priorityWait} priority />
          <Offer name={t('kiosk:read.ordinary')} wait={wait} priority={false} />
        </div>
      </Stage>
    );
  }
  return (
    <Stage
      title={title}
      tell={
        <>
          {takeCard}
          <MatterSheet matter={matter} wait={priority ? priorityWait : wait} priority={priority} />
        </>
      }
    >
      <CheckCard
        chosen={priority}
        onChange={setPriority}
        name={t('kiosk:confirm.priority')}
        plain={t('kiosk:confirm.priorityWho')}
        effect={priority ? t('kiosk:confirm.priorityChosen') : t('kiosk:confirm.priorityWait', { wait: waitWords(priorityWait) })}
      />
      <IntentButton intent={{ kind: 'take-ticket', priority }} tone="primary" size="large" icon={Ticket}>
        {t('kiosk:read.take')}
      </IntentButton>
    </Stage>
  );
}

/** Two equal ways: neither is chosen for anybody. */
const Offer = ({ name, wait, priority }: { readonly name: string; readonly wait: Wait; readonly priority: boolean }) => (
  <IntentButton
    intent={{ kind: 'take-ticket', priority }}
    size="large"
    hint={
      <>
        {aheadWords(wait)}
        {wait.ahead > 0 && <br />}
        {minutesWords(wait)}
      </>
    }
  >
    {name}
  </IntentButton>
);
