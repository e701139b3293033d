import { type KeyboardEvent } from 'react';
import type { CenterDay, CenterTicket } from '../../src/api/center.ts';
import { exactTimeWords, matterWords, t, timeWords } from './center-words.ts';

/** Long enough to be seen, short enough not to become wallpaper. */
const FRESH_MS = 8_000;

type TicketTableProps = {
  readonly shown: CenterDay;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly today: boolean;
};

/** A day's tickets, the last to arrive on top. The label opens its story; the arrow keys walk the labels. */
export function TicketTable({ shown, chosen, onChoose, today }: TicketTableProps) {
  if (shown.tickets.length === 0) return <p className="empty">{t(today ? 'center:tickets.none.today' : 'center:tickets.none.other')}</p>;
  return (
    <div className="scroll" role="group" aria-labelledby="tickets-title">
      <table className="rows">
        <caption className="aloud">{t('center:tickets.order')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('center:tickets.label')}</th>
            <th scope="col" className="figures">
              {t('center:tickets.arrivedAt')}
            </th>
            <th scope="col">{t('center:tickets.matter')}</th>
            <th scope="col">{t('center:tickets.state')}</th>
            <th scope="col" className="figures">
              {t('center:tickets.window')}
            </th>
            <th scope="col">{t('center:tickets.slip')}</th>
            <th scope="col">{t('center:tickets.hall')}</th>
            <th scope="col" className="figures">
              {t('center:tickets.issuedAt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.tickets.map((ticket) => (
            <Row
              key={ticket.id}
              ticket={ticket}
              fresh={shown.now - ticket.arrivedAt < FRESH_MS}
              open={ticket.id === chosen}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  ticket,
  fresh,
  open,
  onChoose,
}: {
  readonly ticket: CenterTicket;
  readonly fresh: boolean;
  readonly open: boolean;
  readonly onChoose: (id: string | null) => void;
}) {
  return (
    <tr className={[open ? 'row-open' : '', fresh ? 'row-fresh' : ''].join(' ').trim() || undefined}>
      <th scope="row">
        <button
          type="button"
          className="row-label"
          aria-pressed={open}
          aria-label={t('center:tickets.open', { label: ticket.label })}
          onKeyDown={walk}
          onClick={() => onChoose(open ? null : ticket.id)}
        >
          {ticket.label}
        </button>
      </th>
      <td className="figures keep">{exactTimeWords(ticket.arrivedAt)}</td>
      <td>
        {matterWords(ticket)}
        {ticket.priority !== 'none' && <span className="chip chip-mind chip-small">{t(`center:priority.${ticket.priority}`)}</span>}
      </td>
      <td>
        <span className={`chip chip-small state-${ticket.state}`}>{t(`center:state.${ticket.state}`)}</span>
      </td>
      <td className="figures keep">
        {ticket.window === null ? t('center:tickets.noWindow') : t('center:tickets.windowNumber', { number: ticket.window })}
      </td>
      <td className={ticket.print === 'unknown' || ticket.print === 'not-printed' ? 'row-mind' : undefined}>
        {t(`center:print.${ticket.print}`)}
      </td>
      <td>
        {ticket.hallName} <span className="row-terminal">{ticket.terminal}</span>
      </td>
      <td className="figures keep">{timeWords(ticket.issuedAt)}</td>
    </tr>
  );
}

function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const labels = [...(event.currentTarget.closest('table')?.querySelectorAll<HTMLButtonElement>('button.row-label') ?? [])];
  const at = labels.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: labels.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  labels[Math.min(labels.length - 1, Math.max(0, to))]?.focus();
}
