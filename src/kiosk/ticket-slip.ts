import type { i18n } from 'i18next';
import type { PaperBlock, PaperDocument } from '../devices/paper.ts';
import { hallTimeOf } from '../domain/hall-day.ts';
import type { Hall } from '../domain/hall.ts';
import type { Catalogue } from '../domain/matter.ts';
import { labelOf, type Ticket } from '../domain/ticket.ts';
import { waitSpan } from '../domain/wait-estimate.ts';
import type { Wait } from './view.ts';

/** The QR code on a slip names the ticket by its id alone: an opaque token, nothing of the person. */
export const ticketCode = (ticket: Pick<Ticket, 'id'>): string => `YC1:T:${ticket.id}`;

/**
 * The slip of a ticket, in the order of the screen: hall, number, matter, wait, what to bring, time, hotline,
 * code. `copy` 0 is the original; every repeat says so.
 */
export function ticketSlip(words: i18n, hall: Hall, catalogue: Catalogue, ticket: Ticket, copy: number, wait: Wait): PaperDocument {
  const t = words.getFixedT(null, 'paper', 'ticket');
  const label = labelOf(ticket);
  const text = (value: string, more: Partial<Extract<PaperBlock, { kind: 'text' }>> = {}): PaperBlock => ({
    kind: 'text',
    text: value,
    size: 1,
    bold: false,
    align: 'left',
    ...more,
  });
  const pair = (name: string, value: string): PaperBlock => ({ kind: 'pair', label: name, value });
  const bring = catalogue.matters.find((matter) => matter.id === ticket.matterId)?.bring ?? [];
  const minutes = (): string => {
    if (!wait.minutes) return t('minutes.unknown');
    const span = waitSpan(wait.minutes);
    return span.kind === 'range' ? t('minutes.range', span) : t(`minutes.${span.kind}`, { count: span.count });
  };
  const blocks: PaperBlock[] = [
    text(hall.name, { align: 'center', bold: true }),
    ...(catalogue.demo ? [text(t('demo'), { align: 'center' })] : []),
    ...(copy > 0 ? [text(t('repeat', { copy }), { align: 'center', bold: true, size: 2 })] : []),
    { kind: 'space', lines: 1 },
    text(ticket.priority === 'none' ? t('heading') : t('priority'), { align: 'center' }),
    { kind: 'number', text: label },
    { kind: 'rule' },
    pair(t('matter'), ticket.matterName),
    ...(ticket.holder ? [pair(t('name'), ticket.holder.name)] : []),
    pair(t('wait'), wait.ahead === 0 ? t('waitNone') : t('waitAhead', { count: wait.ahead, minutes: minutes() })),
    // One thing a line, so that none is torn.
    pair(t('bring'), bring.length > 0 ? bring.join('\n') : t('bringNothing')),
    pair(t('issued'), `${ticket.day} ${hallTimeOf(ticket.issuedAt)}`),
    { kind: 'rule' },
    text(t('where')),
    text(t('missed')),
    text(t('today')),
    { kind: 'space', lines: 1 },
    { kind: 'qr', data: ticketCode(ticket) },
    pair(t('hotline'), hall.hotline),
    text(t('terminal', { zone: hall.zone, terminal: ticket.terminal })),
  ];
  return { title: t('title', { label }), blocks };
}
