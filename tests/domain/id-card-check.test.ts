import { expect, it } from 'vitest';
import { ETHNIC_GROUPS, ethnicNameOf } from '../../src/domain/ethnic-groups.ts';
import { hallDaySchema } from '../../src/domain/hall-day.ts';
import { isValidOn } from '../../src/domain/id-card-check.ts';

const on = (day: string) => isValidOn({ validFrom: '2010-05-20', validTo: '2020-05-20' }, hallDaySchema.parse(day));

it('a card is good on both of its printed days and between them, and on no other', () => {
  expect([on('2010-05-19'), on('2010-05-20'), on('2015-01-01'), on('2020-05-20'), on('2020-05-21')]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

it('a card of 长期 never expires, but begins on its day', () => {
  const card = { validFrom: '2010-05-20', validTo: null };
  expect(isValidOn(card, hallDaySchema.parse('2099-12-31'))).toBe(true);
  expect(isValidOn(card, hallDaySchema.parse('2010-05-19'))).toBe(false);
});

it('an ethnic code is its group, and a code that nobody agrees on is told as itself', () => {
  expect(ethnicNameOf('01')).toBe('汉');
  expect(ethnicNameOf('46')).toBe('德昂');
  expect(ethnicNameOf('98')).toBe('外国血统中国籍人士');
  expect(ethnicNameOf('81')).toBe('其他(81)');
  expect(ethnicNameOf('constructor')).toBe('其他(constructor)');
  expect(Object.keys(ETHNIC_GROUPS)).toHaveLength(58);
  expect(new Set(Object.values(ETHNIC_GROUPS)).size).toBe(58);
});
