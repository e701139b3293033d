import type { Wait } from '../../src/kiosk/view.ts';
import { t } from './use-kiosk.ts';

/** A wait in words: exact where figures are exact, rounded where they are not, and honest where they are missing. */
export const aheadWords = ({ ahead }: Wait): string => (ahead === 0 ? t('kiosk:wait.none') : t('kiosk:wait.ahead', { count: ahead }));

const HOUR_MINUTES = 60;

export function minutesWords({ minutes }: Wait): string {
  if (!minutes) return t('kiosk:wait.unknown');
  const { from, to } = minutes;
  if (from >= HOUR_MINUTES) return t('kiosk:wait.hours', { count: Math.floor(from / HOUR_MINUTES) });
  if (from <= 0) return t('kiosk:wait.within', { count: Math.max(1, to) });
  return from === to ? t('kiosk:wait.about', { count: to }) : t('kiosk:wait.minutes', { from, to });
}
