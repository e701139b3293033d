import { waitSpan } from '../../src/domain/wait-estimate.ts';
import type { Wait } from '../../src/kiosk/view.ts';
import { t } from './use-kiosk.ts';

/** A wait in words: exact where figures are exact, rounded where they are not, and honest where they are missing. */
export const aheadWords = ({ ahead }: Wait): string => (ahead === 0 ? t('kiosk:wait.none') : t('kiosk:wait.ahead', { count: ahead }));

/** null: nobody is ahead, so there is nothing to estimate. */
export function minutesWords({ ahead, minutes }: Wait): string | null {
  if (ahead === 0) return null;
  if (!minutes) return t('kiosk:wait.unknown');
  const span = waitSpan(minutes);
  return span.kind === 'range' ? t('kiosk:wait.range', span) : t(`kiosk:wait.${span.kind}`, { count: span.count });
}

/** Both in one line. */
export function waitWords(wait: Wait): string {
  const ahead = aheadWords(wait);
  const minutes = minutesWords(wait);
  return minutes === null ? ahead : t('kiosk:wait.both', { ahead, minutes });
}
