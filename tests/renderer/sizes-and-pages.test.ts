import { describe, expect, test } from 'vitest';
import { pageOf } from '../../renderer/parts/paging.ts';
import { pxPerMmOf } from '../../renderer/theme/set-millimetres.ts';
import { aheadWords, minutesWords } from '../../renderer/kiosk/wait-words.ts';

describe('a millimetre on the panel', () => {
  test('is a millimetre on the 21.5-inch panel everything was drawn for', () => {
    expect(pxPerMmOf(4.03, 1080)).toBeCloseTo(4.03, 2);
  });
  test('shrinks on a smaller panel, so that nothing falls off: targets of 20 mm keep 15 at 16 inches', () => {
    // 16 inches, 1080 × 1920: 199 mm on its short side, 5.42 px to the millimetre.
    const layout = pxPerMmOf(5.42, 1080);
    expect((20 * layout) / 5.42).toBeGreaterThanOrEqual(14.8);
  });
  test('grows by a quarter at the most on a larger one', () => {
    expect(pxPerMmOf(2.71, 1080)).toBeCloseTo(2.71 * 1.25, 2);
  });
});

describe('pages instead of scrolling', () => {
  test('every item is on exactly one page', () => {
    const items = Array.from({ length: 22 }, (_, index) => index);
    const pages = [0, 1, 2].map((asked) => pageOf(items, asked, 10));
    expect(pages.flatMap((page) => page.items)).toEqual(items);
    expect(pages.map(({ pages: count }) => count)).toEqual([3, 3, 3]);
  });
  test('a page that is gone is the last one there is', () => {
    expect(pageOf([1, 2, 3], 7, 2)).toEqual({ items: [3], page: 1, pages: 2 });
    expect(pageOf([], 3, 2)).toEqual({ items: [], page: 0, pages: 1 });
  });
});

describe('a wait in words', () => {
  test.each([
    [{ ahead: 3, minutes: { from: 10, to: 15 } }, '前面 3 人', '大约 10–15 分钟'],
    [{ ahead: 0, minutes: { from: 0, to: 5 } }, '前面没有人', null],
    [{ ahead: 0, minutes: null }, '前面没有人', null],
    [{ ahead: 2, minutes: { from: 0, to: 5 } }, '前面 2 人', '5 分钟以内'],
    [{ ahead: 1, minutes: { from: 5, to: 5 } }, '前面 1 人', '大约 5 分钟'],
    [{ ahead: 12, minutes: null }, '前面 12 人', '暂无法估计等候时间'],
    [{ ahead: 999, minutes: { from: 480, to: 720 } }, '前面 999 人', '8 小时以上'],
    [{ ahead: 40, minutes: { from: 45, to: 75 } }, '前面 40 人', '大约 45–75 分钟'],
  ])('%j', (wait, ahead, minutes) => {
    expect(aheadWords(wait)).toBe(ahead);
    expect(minutesWords(wait)).toBe(minutes);
  });
});
