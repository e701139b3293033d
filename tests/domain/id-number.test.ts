import { describe, expect, it } from 'vitest';
import { checkDigitOf, dateOf, parseIdNumber } from '../../src/domain/id-number.ts';
import { SeededRandom } from '../support/clock-by-hand.ts';

describe('an identity number', () => {
  it.each([
    ['11010519491231002X', 'the appendix of the standard', '1949-12-31', 'female', 'resident'],
    ['931586198001010028', "a vendor's specimen of 2023", '1980-01-01', 'female', 'foreign-permanent-resident'],
    ['932682198501010017', 'published by the Immigration Administration', '1985-01-01', 'male', 'foreign-permanent-resident'],
    ['911124198108030024', 'published by the Immigration Administration', '1981-08-03', 'female', 'foreign-permanent-resident'],
    ['810000198808080021', 'a specimen of the residence permit', '1988-08-08', 'female', 'hong-kong-resident'],
    ['37089919850101102X', 'a demo person', '1985-01-01', 'female', 'resident'],
  ])('%s (%s) says when its holder was born and of what sex', (text, _source, birth, sex, of) => {
    expect(parseIdNumber(text)).toEqual({ ok: true, value: { number: text, birth, sex, of } });
  });

  it('forgives a small x and spaces around it, as people type them', () => {
    expect(parseIdNumber(' 11010519491231002x ')).toMatchObject({ ok: true, value: { number: '11010519491231002X' } });
  });

  it.each([
    ['110105199003070417', { kind: 'wrong-check-digit' }],
    ['110105199002300417', { kind: 'no-such-birth' }],
    ['110105490307041', { kind: 'old-number' }],
    ['1101051990030704', { kind: 'not-eighteen', length: 16 }],
    ['11010519900307O417', { kind: 'not-eighteen', length: 18 }],
    ['', { kind: 'not-eighteen', length: 0 }],
  ])('%j is refused with the reason', (text, error) => {
    expect(parseIdNumber(text)).toEqual({ ok: false, error });
  });

  it('does not survive any single wrong digit, nor two neighbours swapped (seed 7)', () => {
    const random = new SeededRandom(7);
    let tried = 0;
    for (let round = 0; round < 200; round++) {
      const digits = `370899${1940 + random.below(80)}0${1 + random.below(9)}1${random.below(9)}${String(random.below(1_000)).padStart(3, '0')}`;
      const number = digits + checkDigitOf(digits);
      expect(parseIdNumber(number).ok).toBe(true);
      for (let at = 0; at < 17; at++) {
        const wrong = number.slice(0, at) + String((Number(number[at]) + 1 + random.below(9)) % 10) + number.slice(at + 1);
        expect(parseIdNumber(wrong).ok, wrong).toBe(false);
        tried++;
        if (at < 16 && number[at] !== number[at + 1]) {
          const swapped = number.slice(0, at) + number[at + 1]! + number[at]! + number.slice(at + 2);
          expect(parseIdNumber(swapped).ok, swapped).toBe(false);
          tried++;
        }
      }
    }
    expect(tried).toBeGreaterThan(5_000);
  });

  it('knows the days that the calendar has', () => {
    expect(dateOf('20240229')).toBe('2024-02-29');
    for (const none of ['20230229', '20241301', '20240431', '00000000', '2024022', '2024022９', '长期'])
      expect(dateOf(none)).toBeUndefined();
  });
});
