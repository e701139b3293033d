import { describe, expect, it } from 'vitest';
import { instantOf, hallDayOf, hallTimeOf, weekdayOf, yearsBetween, type HallDay } from '../../src/domain/hall-day.ts';
import { openingOf } from '../../src/domain/hall.ts';
import { waitMinutes } from '../../src/domain/wait-estimate.ts';
import { hallFor } from '../support/people-and-halls.ts';

const at = (day: string, time: string) => instantOf(day as HallDay, time);

describe("the hall's day", () => {
  it('turns at midnight in the hall, which is 16:00 in Greenwich', () => {
    expect(hallDayOf(at('2026-11-24', '00:00'))).toBe('2026-11-24');
    expect(new Date(at('2026-11-24', '00:00')).toISOString()).toBe('2026-11-23T16:00:00.000Z');
    expect(hallTimeOf(at('2026-11-23', '23:59'))).toBe('23:59');
    expect(weekdayOf('2026-11-23' as HallDay)).toBe(1);
  });

  it('counts years as people do', () => {
    expect(yearsBetween('1946-11-23', '2026-11-22' as HallDay)).toBe(79);
    expect(yearsBetween('1946-11-23', '2026-11-23' as HallDay)).toBe(80);
    expect(yearsBetween('2004-02-29', '2026-02-28' as HallDay)).toBe(21);
  });
});

describe('opening hours', () => {
  const hall = hallFor([
    { weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '12:00' },
    { weekdays: [1, 2, 3, 4, 5], from: '13:30', to: '17:30' },
    { weekdays: [6], from: '09:00', to: '12:00' },
  ]);

  it('gives tickets from the first minute to the last, and not in it', () => {
    expect(openingOf(hall, at('2026-11-23', '08:30'))).toEqual({ open: true, until: '12:00' });
    expect(openingOf(hall, at('2026-11-23', '11:59'))).toEqual({ open: true, until: '12:00' });
    expect(openingOf(hall, at('2026-11-23', '12:00'))).toEqual({ open: false, opens: { day: '2026-11-23', time: '13:30', today: true } });
  });

  it('says when it opens again: tomorrow, on Saturday, after Sunday', () => {
    expect(openingOf(hall, at('2026-11-23', '17:30'))).toEqual({ open: false, opens: { day: '2026-11-24', time: '08:30', today: false } });
    expect(openingOf(hall, at('2026-11-27', '18:00'))).toMatchObject({ opens: { day: '2026-11-28', time: '09:00' } });
    expect(openingOf(hall, at('2026-11-28', '12:00'))).toMatchObject({ opens: { day: '2026-11-30', time: '08:30' } });
    expect(openingOf(hallFor([]), at('2026-11-28', '12:00'))).toEqual({ open: false, opens: null });
  });
});

describe('the estimate of the wait', () => {
  it('says that it does not know without windows or figures', () => {
    expect(waitMinutes(3, null, 300_000)).toBeNull();
    expect(waitMinutes(3, 0, 300_000)).toBeNull();
    expect(waitMinutes(3, 2, null)).toBeNull();
  });

  it('is a range in steps of five minutes', () => {
    expect(waitMinutes(0, 2, 300_000)).toEqual({ from: 0, to: 5 });
    expect(waitMinutes(4, 2, 420_000)).toEqual({ from: 10, to: 20 });
  });
});
