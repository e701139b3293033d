import { IdCard, Ticket } from 'lucide-react';
import { useState } from 'react';
import type { Screen } from '../../../src/kiosk/view.ts';
import { CheckCard } from '../../parts/check-card.tsx';
import { IntentButton } from '../intent-button.tsx';
import { MatterSheet } from '../matter-sheet.tsx';
import { Stage } from '../stage.tsx';
import { t, useKiosk } from '../use-kiosk.ts';
import { waitWords } from '../wait-words.ts';

/** What will be done, what to bring, how long it takes: before anything is done. */
export function ConfirmTicket(screen: Extract<Screen, { kind: 'confirm-ticket' }>) {
  const { matter, wait, priorityWait } = screen;
  const { missing } = useKiosk().view.chrome;
  const [priority, setPriority] = useState(screen.priority);
  return (
    <Stage
      title={t('kiosk:confirm.title')}
      tell={<MatterSheet matter={matter} wait={priority ? priorityWait : wait} priority={priority} />}
    >
      <CheckCard
        chosen={priority}
        onChange={setPriority}
        name={t('kiosk:confirm.priority')}
        plain={t('kiosk:confirm.priorityWho')}
        effect={priority ? t('kiosk:confirm.priorityChosen') : t('kiosk:confirm.priorityWait', { wait: waitWords(priorityWait) })}
      />
      <IntentButton intent={{ kind: 'take-ticket', priority }} tone="primary" size="large" icon={Ticket}>
        {t('kiosk:confirm.take')}
      </IntentButton>
      {!missing.includes('card-reader') && (
        <IntentButton intent={{ kind: 'use-card', priority }} icon={IdCard}>
          {t('kiosk:confirm.useCard')}
        </IntentButton>
      )}
    </Stage>
  );
}
