import { z } from 'zod';
import type { Instant } from '../basics/clock.ts';
import { hallDayOf, hallTimeOf, nextDay, weekdayOf, type HallDay, type HallTime } from './hall-day.ts';

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'HH:MM, for example 08:30')
  .brand<'HallTime'>();

/** The 12-digit statistical division code of the community: 6 county + 3 street + 3 community. */
export const hallCodeSchema = z
  .string()
  .regex(/^\d{12}$/, 'the 12-digit division code of the community')
  .brand<'HallCode'>();
export type HallCode = z.infer<typeof hallCodeSchema>;

export const terminalIdSchema = z
  .string()
  .regex(/^[A-Z]\d{2,3}$/, 'a capital letter and two or three digits, for example K01')
  .brand<'TerminalId'>();
export type TerminalId = z.infer<typeof terminalIdSchema>;

export const hallSchema = z.object({
  code: hallCodeSchema,
  name: z.string().min(1).max(40),
  /** The city is the tenant at the center: six digits of its division code. */
  city: z.string().regex(/^\d{6}$/, 'the six-digit division code of the city'),
  /** 举报监督电话, printed and shown everywhere. */
  hotline: z.string().min(1).max(20),
  zone: z.string().min(1).max(20).default('自助服务区'),
  windows: z.array(z.object({ number: z.number().int().min(1).max(99), name: z.string().min(1).max(20) })).min(1),
  /** When tickets are given. A day without an entry is closed. */
  hours: z.array(z.object({ weekdays: z.array(z.number().int().min(1).max(7)).min(1), from: time, to: time })),
});
export type Hall = z.infer<typeof hallSchema>;

export type Opening =
  | { readonly open: true; readonly until: HallTime }
  /** `opens` is null when no opening lies within the next fortnight. */
  | { readonly open: false; readonly opens: { readonly day: HallDay; readonly time: HallTime; readonly today: boolean } | null };

const LOOK_AHEAD_DAYS = 14;

/** Whether tickets are given now, until when, or when again. */
export function openingOf(hall: Hall, now: Instant): Opening {
  const today = hallDayOf(now);
  const clock = hallTimeOf(now);
  const spansOf = (day: HallDay) =>
    hall.hours.filter((span) => span.weekdays.includes(weekdayOf(day))).toSorted((a, b) => a.from.localeCompare(b.from));
  const current = spansOf(today).find((span) => span.from <= clock && clock < span.to);
  if (current) return { open: true, until: current.to };
  let day = today;
  for (let i = 0; i <= LOOK_AHEAD_DAYS; i++) {
    const next = spansOf(day).find((span) => i > 0 || span.from > clock);
    if (next) return { open: false, opens: { day, time: next.from, today: i === 0 } };
    day = nextDay(day);
  }
  return { open: false, opens: null };
}
