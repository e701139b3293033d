import type { CenterTicket } from '../../src/api/center.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../src/basics/clock.ts';
import { CHINA_OFFSET_MINUTES, hallTimeOf } from '../../src/domain/hall-day.ts';
import { createWords } from '../../src/words/words.ts';

/** What the console says, put together from the words. */
const words = createWords('zh-CN');
export const t = words.t;

/** The matter of a ticket; a resident who was not sure chose none. */
export const matterWords = (ticket: Pick<CenterTicket, 'matterId' | 'matterName'>): string =>
  ticket.matterId === null ? t('center:tickets.noMatter') : ticket.matterName;

export const timeWords = (at: Instant): string => hallTimeOf(at);
/** To the second, where arrivals follow each other. */
export const exactTimeWords = (at: Instant): string => new Date(at + CHINA_OFFSET_MINUTES * MINUTE_MS).toISOString().slice(11, 19);

export const dayWords = (day: string): string =>
  t('center:day.words', { year: day.slice(0, 4), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) });

export function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return t('center:span.seconds', { count: Math.max(0, Math.floor(ms / SECOND_MS)) });
  if (ms < HOUR_MS) return t('center:span.minutes', { count: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) return t('center:span.hours', { count: Math.floor(ms / HOUR_MS) });
  return t('center:span.days', { count: Math.floor(ms / DAY_MS) });
}

/** A terminal speaks about once a minute; after three of them it should be looked after. */
export const SILENT_MS = 3 * MINUTE_MS;
const JUST_NOW_MS = 10 * SECOND_MS;

export function heardWords(lastHeardAt: Instant | null, now: Instant): { readonly text: string; readonly mind: boolean } {
  if (lastHeardAt === null) return { text: t('center:terminals.never'), mind: false };
  const ms = now - lastHeardAt;
  if (ms < JUST_NOW_MS) return { text: t('center:terminals.justNow'), mind: false };
  if (ms < SILENT_MS) return { text: t('center:terminals.ago', { span: spanWords(ms) }), mind: false };
  return { text: t('center:terminals.silent', { span: spanWords(ms) }), mind: true };
}
