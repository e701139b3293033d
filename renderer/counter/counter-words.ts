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

/** `printerDown`: a slip that was asked for will not come out now, and nobody should wait for it. */
export function endWords(command: CommandName, end: PressEnd, printerDown: boolean): Said {
  switch (end.kind) {
    case 'done':
      if (printerDown && (command === 'issue' || command === 'reprint'))
        return { tone: 'mind', text: t(`counter:done.${command}Unprinted`, { label: end.row.label }) };
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

export const isPriority = (row: TicketRow): boolean => row.priority !== 'none';
