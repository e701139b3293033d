import { expect, test } from 'vitest';
import type { Chromium, ChromiumGone } from '../../../main/browser-host/launch-chromium.ts';
import { FIRST_FRAME_MS_MAX, RESTARTS_AT_ONCE_MAX, RESTART_PAUSE_MS, watchScreen } from '../../../main/browser-host/watch-screen.ts';
import { ALIVE_SILENCE_MS_MAX } from '../../../src/api/screen.ts';
import { ClockByHand, settle } from '../../support/clock-by-hand.ts';

/** The screen crashes, hangs, or is gone: another one comes up with a fresh address, and never two at a time. */
function setUp({ mayBeClosed = false, failing = (): boolean => false } = {}) {
  const clock = new ClockByHand('2025-06-03T01:00:00Z');
  const launched: { opened: string[]; stopped: boolean; end: (why: ChromiumGone) => void }[] = [];
  const whys: unknown[] = [];
  let addresses = 0;
  let closed = false;
  const watch = watchScreen({
    clock,
    log: (_event, fields) => whys.push((fields as { why?: unknown }).why),
    async launch() {
      if (failing()) throw new Error('no display');
      let end: (why: ChromiumGone) => void = () => {};
      const gone = new Promise<ChromiumGone>((resolve) => (end = resolve));
      const one = { opened: [] as string[], stopped: false, end };
      launched.push(one);
      const chromium: Chromium = {
        pid: 1000 + launched.length,
        open: async (url) => void one.opened.push(url),
        roomPx: async () => ({ width: 1080, height: 1920 }),
        place: async () => {},
        gone,
        stop: async () => void (one.stopped = true),
      };
      return chromium;
    },
    mintUrl: () => `address ${++addresses}`,
    mayBeClosed,
    onClosed: () => (closed = true),
  });
  return { clock, launched, whys, watch, running: () => launched.filter((one) => !one.stopped).length, closed: () => closed };
}

test('a screen that paints is left alone, all day', async () => {
  const { clock, launched, watch } = setUp();
  for (let i = 0; i < 5_000; i++) {
    await clock.turn(2_000);
    watch.alive();
  }
  expect(launched.length).toBe(1);
  expect(launched[0]!.opened).toEqual(['address 1']);
});

test('a screen that falls silent is started again with a fresh address', async () => {
  const { clock, launched, whys, watch, running } = setUp();
  await clock.turn(3_000);
  watch.alive();
  await clock.turn(ALIVE_SILENCE_MS_MAX - 1);
  expect(launched.length).toBe(1);
  await clock.turn(1);
  expect(launched.length).toBe(2);
  expect(launched[0]!.stopped).toBe(true);
  expect(launched[1]!.opened).toEqual(['address 2']);
  expect(whys).toEqual(['silent']);
  expect(running()).toBe(1);
});

test('a screen that never paints its first frame is started again', async () => {
  const { clock, launched, whys } = setUp();
  await clock.turn(FIRST_FRAME_MS_MAX);
  await clock.turn(0);
  expect(launched.length).toBe(2);
  expect(whys).toEqual(['silent']);
});

test.each(['crashed', 'ended', 'closed'] as const)('a screen that has %s is started again at once', async (why) => {
  const { clock, launched, whys, running } = setUp();
  await settle();
  launched[0]!.end(why);
  await clock.turn(0);
  expect(launched.length).toBe(2);
  expect(whys).toEqual([why]);
  expect(running()).toBe(1);
});

test('a screen that keeps dying is started less often, and never given up', async () => {
  const { clock, launched } = setUp();
  await settle();
  for (let i = 0; i < RESTARTS_AT_ONCE_MAX; i++) {
    launched.at(-1)!.end('crashed');
    await clock.turn(0);
  }
  const atOnce = launched.length;
  expect(atOnce).toBe(RESTARTS_AT_ONCE_MAX + 1);
  launched.at(-1)!.end('crashed');
  await clock.turn(RESTART_PAUSE_MS - 1);
  expect(launched.length).toBe(atOnce);
  await clock.turn(1);
  expect(launched.length).toBe(atOnce + 1);
});

test('a screen that can’t be started is tried again', async () => {
  let tries = 0;
  const { clock, launched, whys } = setUp({ failing: () => ++tries <= 2 });
  await clock.turn(0);
  await clock.turn(0);
  await clock.turn(0);
  expect(launched.length).toBe(1);
  expect(whys).toEqual(['not-started', 'not-started']);
});

test('a demo’s window may be closed by whoever opened it', async () => {
  const { clock, launched, whys, closed } = setUp({ mayBeClosed: true });
  await settle();
  launched[0]!.end('closed');
  await clock.turn(RESTART_PAUSE_MS);
  expect(launched.length).toBe(1);
  expect(whys).toEqual([]);
  expect(closed()).toBe(true);
});

test('after the kiosk was asked to stop, no screen runs and none is started', async () => {
  const { clock, launched, watch, running } = setUp();
  await settle();
  await watch.stop();
  launched[0]!.end('ended');
  await clock.turn(FIRST_FRAME_MS_MAX);
  expect(launched.length).toBe(1);
  expect(running()).toBe(0);
  expect(clock.timers()).toBe(0);
});
