import { z } from 'zod';
import type { Brand } from '../basics/brand.ts';
import { MINUTE_MS, type Instant } from '../basics/clock.ts';

/** A day on the hall's own calendar, YYYY-MM-DD: what is printed, and what numbers restart with. */
export type HallDay = Brand<string, 'HallDay'>;
/** Wall time in the hall, HH:MM; 24:00 is the end of the day. */
export type HallTime = Brand<string, 'HallTime'>;

export const hallDaySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD')
  .brand<'HallDay'>();
export const instantSchema = z.number().int().brand<'Instant'>();

/** China keeps one time without summer time (UTC+8), so a fixed offset is the whole truth. */
export const CHINA_OFFSET_MINUTES = 480;

const local = (at: Instant, offsetMinutes: number): string => new Date(at + offsetMinutes * MINUTE_MS).toISOString();

export const hallDayOf = (at: Instant, offsetMinutes = CHINA_OFFSET_MINUTES): HallDay => local(at, offsetMinutes).slice(0, 10) as HallDay;

export const hallTimeOf = (at: Instant, offsetMinutes = CHINA_OFFSET_MINUTES): HallTime =>
  local(at, offsetMinutes).slice(11, 16) as HallTime;

/** The instant at which a day (and a time of it) begins in the hall. */
export const instantOf = (day: HallDay, time = '00:00', offsetMinutes = CHINA_OFFSET_MINUTES): Instant => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return (Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes - offsetMinutes) * MINUTE_MS) as Instant;
};

export const nextDay = (day: HallDay): HallDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as HallDay;

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: HallDay): 1 | 2 | 3 | 4 | 5 | 6 | 7 =>
  (((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Whole years between a date of birth and a day, as a person counts them (born on 29 February: on 1 March). */
export const yearsBetween = (birth: string, day: HallDay): number => {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
};
