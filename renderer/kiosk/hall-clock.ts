import type { Instant } from '../../src/basics/clock.ts';
import { hallDayOf, hallTimeOf, weekdayOf, type HallDay } from '../../src/domain/hall-day.ts';
import { t } from './use-kiosk.ts';

/** The hall's own time and day in words. The kiosk says what time it is; the page has no clock of its own. */
export const timeWords = (at: Instant): string => hallTimeOf(at);

export const dayWords = (day: HallDay): string =>
  t('kiosk:date', { month: Number(day.slice(5, 7)), day: Number(day.slice(8)), weekday: t(`kiosk:weekday.d${weekdayOf(day)}`) });

export const todayWords = (at: Instant): string => dayWords(hallDayOf(at));
