import type { CounterView, Refusal, TicketRow } from '../../src/api/counter.ts';
import { HOUR_MS, MINUTE_MS, type Instant } from '../../src/basics/clock.ts';
import { hallTimeOf } from '../../src/domain/hall-day.ts';
import { createWords } from '../../src/words/words.ts';
import type { CommandName, PressEnd } from './press.ts';

/** What the counter says, put together from the words. */
const words = createWords('zh-CN');
export const t = words.t;

export const timeWords = (at: Instant): string => hallTimeOf(at);

/** How long, as a colleague would say it: never to the second where minutes matter. */
export function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return t('counter:span.underMinute');
  if (ms < HOUR_MS) return t('counter:span.minutes', { minutes: Math.floor(ms / MINUTE_MS) });
  return t('counter:span.hours', { hours: Math.floor(ms / HOUR_MS), minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS) });
}

/** Short spans to the second: how long a help call rings, how long ago the last call was. */
export const shortSpanWords = (ms: number): string =>
  ms < 2 * MINUTE_MS ? t('counter:span.seconds', { seconds: Math.max(0, Math.floor(ms / 1_000)) }) : spanWords(ms);

export function refusalWords(refusal: Refusal): string {
  if (refusal.kind === 'window-busy') return t('counter:refusal.window-busy', { label: refusal.label });
  if (refusal.kind !== 'too-early') return t(`counter:refusal.${refusal.kind}`);
  const { callsLeft, waitSeconds } = refusal;
  if (callsLeft > 0 && waitSeconds > 0) return t('counter:tooEarly.both', { callsLeft, waitSeconds });
  if (callsLeft > 0) return t('counter:tooEarly.calls', { callsLeft });
  return waitSeconds > 0 ? t('counter:tooEarly.wait', { waitSeconds }) : t('counter:refusal.too-early');
}

export type Said = { readonly tone: 'done' | 'mind' | 'stop'; readonly text: string };

/** A slip that somebody asked for: what is said about it follows what becomes of it. */
export type AskedSlip = { readonly command: 'issue' | 'reprint'; readonly row: TicketRow };

const SLIP_SAID = { planned: 'printing', sent: 'printing', confirmed: 'printed', unknown: 'unsure', 'not-printed': 'unprinted' } as const;

/** `row`: as the newest view has it. */
export function slipWords({ command, row }: AskedSlip, troubles: CounterView['troubles']): Said {
  const down = row.print !== 'confirmed' && troubles.some((trouble) => trouble.device === 'ticket-printer');
  return {
    tone: down || row.print === 'unknown' || row.print === 'not-printed' ? 'mind' : 'done',
    text: t(`counter:done.${command}.${down ? 'down' : SLIP_SAID[row.print]}`, { label: row.label }),
  };
}

/** The ticket as a view has it now; null: it is in none of its lists. */
export const rowIn = (view: CounterView, id: TicketRow['id']): TicketRow | null =>
  [...(view.current === null ? [] : [view.current]), ...view.waiting, ...view.missed, ...view.unprinted].find((row) => row.id === id) ??
  null;

/** What is said when a press has ended; a slip that was asked for is said anew with each view. */
export function endWords(command: CommandName, end: PressEnd): Said | AskedSlip {
  switch (end.kind) {
    case 'done':
      if (command === 'issue' || command === 'reprint') return { command, row: end.row };
      return { tone: 'done', text: t(`counter:done.${command}`, { label: end.row.label }) };
    case 'refused':
      return { tone: end.refusal.kind === 'cannot-save' ? 'stop' : 'mind', text: refusalWords(end.refusal) };
    case 'not-reached':
      return { tone: 'stop', text: t('counter:notReached') };
    case 'failed':
    case 'signed-out':
      return { tone: 'stop', text: t('counter:failed') };
  }
}

export const windowWords = (number: number): string => t('counter:windowNumber', { number });

/** How the center is doing, in a corner's few words; `mind` when somebody should know. */
export function centerWords(center: CounterView['center']): { readonly text: string; readonly why: string | null; readonly mind: boolean } {
  const { pending, oldestAt, lastSuccessAt, refusal } = center;
  const held = t('counter:head.center.pending', { count: pending });
  if (refusal !== null)
    return { text: held, why: t(refusal === 'not-reached' ? 'counter:head.center.notReached' : 'counter:head.center.refused'), mind: true };
  if (pending > 0)
    return { text: held, why: oldestAt === null ? null : t('counter:head.center.since', { time: timeWords(oldestAt) }), mind: false };
  // Nothing is held back, but nothing was ever handed in either: a terminal without a center does not claim otherwise.
  return { text: t(lastSuccessAt === null ? 'counter:head.center.never' : 'counter:head.center.sent'), why: null, mind: false };
}

/** The matter of a ticket; a resident who was not sure chose none, and the window asks. */
export const matterWords = (row: TicketRow): string => (row.matterId === null ? t('counter:noMatter') : row.matterName);

export const isPriority = (row: TicketRow): boolean => row.priority !== 'none';
