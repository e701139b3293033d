import { describe, expect, it } from 'vitest';
import { HOLD_MS, nextLargeCall, type Call, type LargeCall } from '../../renderer/display/large-call.ts';
import { instant } from '../../src/basics/clock.ts';

const NINE = Date.parse('2025-03-03T09:00:00+08:00');
const at = (seconds: number) => instant(NINE + seconds * 1_000);
/** Each number at a window of its own, unless told. */
const call = (label: string, seconds: number, times = 1, window = Number(label.slice(1)) + (label.startsWith('C') ? 100 : 0)): Call => ({
  label,
  window,
  windowName: '',
  at: at(seconds),
  times,
});
/** As the hall sends them: newest first. */
const inView = (...calls: Call[]): Call[] => calls.toSorted((a, b) => b.at - a.at || b.label.localeCompare(a.label));

/** What is large in each second; `viewAt` is what the hall says then. */
function watched(viewAt: (second: number) => Call[], seconds: number, from = 0): (string | null)[] {
  let large: LargeCall | null = null;
  return Array.from({ length: seconds }, (_, i) => {
    large = nextLargeCall(large, viewAt(from + i), at(from + i));
    return large?.call.label ?? null;
  });
}
const times = (count: number, label: string | null): (string | null)[] => Array.from({ length: count }, () => label);
const HOLD = HOLD_MS / 1_000;

describe('the large call on the display', () => {
  it('shows two calls of the same second one after the other, each long enough to be read', () => {
    const view = inView(call('A001', 0), call('A002', 0));
    expect(watched(() => view, 20)).toEqual([...times(HOLD, 'A001'), ...times(14, 'A002')]);
  });

  it('shows a call at once when the one before has had its time', () => {
    expect(watched((second) => inView(call('A001', 0), ...(second < 9 ? [] : [call('A002', 9)])), 12)).toEqual([
      ...times(9, 'A001'),
      ...times(3, 'A002'),
    ]);
  });

  it('gives each of many calls its turn', () => {
    const view = inView(...Array.from({ length: 12 }, (_, i) => call(`A${String(i + 1).padStart(3, '0')}`, 0)));
    const seen = watched(() => view, 90);
    for (const { label } of view.slice(1)) expect(seen.filter((shown) => shown === label)).toHaveLength(HOLD);
  });

  it('does not hold up a window that has finished with one and calls the next', () => {
    const seen = watched((second) => inView(call('A001', 0, 1, 4), ...(second < 2 ? [] : [call('A002', 2, 1, 4)])), 5);
    expect(seen).toEqual(['A001', 'A001', 'A002', 'A002', 'A002']);
  });

  it('goes on in the same place after the page was loaded anew', () => {
    const view = inView(call('A001', 0), call('A002', 1), call('C001', 2));
    const whole = watched(() => view, 30);
    for (const from of [0, 3, 5, 6, 8, 13, 20]) expect(watched(() => view, 30 - from, Math.max(from, 2))[0]).toBe(whole[Math.max(from, 2)]);
  });

  it('does not cut a call short when an earlier one is made again', () => {
    const seen = watched((second) => inView(call('A002', 1), second < 8 ? call('A001', 0) : call('A001', 8, 2)), 20);
    expect(seen).toEqual([...times(6, 'A001'), ...times(6, 'A002'), ...times(8, 'A001')]);
  });

  it('takes away who was missed, and shows the newest of those who are left', () => {
    const seen = watched((second) => (second < 10 ? inView(call('A001', 0), call('A002', 1)) : inView(call('A001', 0))), 12);
    expect(seen.slice(9)).toEqual(['A002', 'A001', 'A001']);
    expect(nextLargeCall({ call: call('A001', 0), since: at(0) }, [], at(1))).toBeNull();
  });

  it('holds nothing for hours when the clock of the hall is turned back', () => {
    const view = inView(call('A001', -3_600), call('A002', -3_599));
    const before = { call: view[1]!, since: at(0) };
    const turned = nextLargeCall(before, view, at(-3_000))!;
    expect(turned.call.label).toBe('A001');
    expect(nextLargeCall(turned, view, at(-3_000 + HOLD))?.call.label).toBe('A002');
  });
});
