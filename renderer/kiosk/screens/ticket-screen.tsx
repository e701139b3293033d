import { Check } from 'lucide-react';
import type { Screen, Slip } from '../../../src/kiosk/view.ts';
import { Notice, type NoticeTone } from '../../parts/notice.tsx';
import { PersonName } from '../../parts/person-name.tsx';
import { StatusChip } from '../../parts/status-chip.tsx';
import { TicketCard } from '../../parts/ticket-card.tsx';
import { dayWords, timeWords } from '../hall-clock.ts';
import { BringList } from '../bring-list.tsx';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { t, useKiosk } from '../use-kiosk.ts';
import { waitWords } from '../wait-words.ts';
import './ticket-screen.css';

/** The number, as large as it goes, whatever the paper does: it was saved before it was shown. */
export function TicketScreen(screen: Extract<Screen, { kind: 'ticket' }>) {
  const { label, matter, priority, name, wait, slip, day, issuedAt } = screen;
  const { hallName, hotline } = useKiosk().view.chrome;
  return (
    <div className="ticket-screen">
      <Stage
        title={t(`kiosk:ticket.title.${slip.kind}`)}
        visual={
          <TicketCard
            hallName={hallName}
            heading={t('kiosk:ticket.yours')}
            label={label}
            chip={priority !== 'none' && <StatusChip tone="action">{t(`kiosk:ticket.priority.${priority}`)}</StatusChip>}
            lines={[
              { label: t('kiosk:matter.label'), value: <span className="ticket-card-matter">{matter.name}</span> },
              ...(name === null ? [] : [{ label: t('kiosk:ticket.holder'), value: <PersonName name={name} /> }]),
              { label: t('kiosk:wait.title'), value: waitWords(wait) },
              { label: t('kiosk:matter.bring'), value: <BringList items={matter.bring} /> },
            ]}
            foot={[t('kiosk:ticket.issued', { day: dayWords(day), time: timeWords(issuedAt) }), t('kiosk:ticket.hotline', { hotline })]}
            paper={slip.kind === 'printing' ? 'sliding' : slip.kind === 'not-printed' ? 'none' : 'out'}
          />
        }
      >
        <SlipNotice slip={slip} />
        <div className="ticket-screen-next">
          <p>{t('kiosk:ticket.next')}</p>
          <p>{t('kiosk:ticket.missed')}</p>
        </div>
        <IntentButton intent={{ kind: 'leave' }} tone="primary" icon={Check}>
          {slip.kind === 'not-printed' || slip.kind === 'uncertain' ? t('kiosk:ticket.done') : t('kiosk:ticket.doneSlip')}
        </IntentButton>
      </Stage>
    </div>
  );
}

const TONES: Record<Slip['kind'], NoticeTone> = { printing: 'info', printed: 'done', 'not-printed': 'mind', uncertain: 'mind' };

/** What became of the paper, and what to do about it. */
const SlipNotice = ({ slip }: { readonly slip: Slip }) => (
  <Notice tone={TONES[slip.kind]} live large>
    {slip.kind === 'not-printed' ? (
      <p>{t(`kiosk:ticket.notPrinted.${slip.trouble === 'out-of-paper' ? 'paper' : 'printer'}`)}</p>
    ) : (
      <p>{t(`kiosk:ticket.hint.${slip.kind}`)}</p>
    )}
    {(slip.kind === 'not-printed' || slip.kind === 'uncertain') && <p>{t('kiosk:ticket.atWindow')}</p>}
  </Notice>
);
