import { beforeEach, describe, expect, test } from 'vitest';
import {
  BUSY_MS_MAX,
  createIntentSender,
  RESEND_TIMES_MAX,
  TOUCH_EVERY_MS,
  type IntentSender,
} from '../../renderer/kiosk/intent-sender.ts';
import type { Intent, IntentAnswer, IntentRequest, View } from '../../src/kiosk/view.ts';
import { VIEW_SAMPLES } from '../support/view-samples.ts';

const confirm = VIEW_SAMPLES['confirm-ticket'][0]!.view;
const home = VIEW_SAMPLES.home[0]!.view;
const take: Intent = { kind: 'take-ticket', priority: false };

let sent: IntentRequest[];
let answers: ((answer: IntentAnswer) => void)[];
let busy: (Intent | null)[];
let timers: { run: () => void; delayMs: number }[];
let nowMs: number;
let sender: IntentSender;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const answer = async (how: IntentAnswer): Promise<void> => {
  answers.shift()!(how);
  await settle();
};
const show = async (view: View, revision: number): Promise<void> => {
  sender.viewed({ ...view, revision });
  await settle();
};

beforeEach(async () => {
  sent = [];
  answers = [];
  busy = [];
  timers = [];
  nowMs = 0;
  sender = createIntentSender({
    send: (request) => {
      sent.push(request);
      return new Promise((resolve) => answers.push(resolve));
    },
    onBusy: (intent) => busy.push(intent),
    after: (delayMs, run) => {
      const timer = { run, delayMs };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    now: () => nowMs,
  });
  await show(confirm, 5);
});

describe('a tap', () => {
  test('is busy at once, carries the visit and the revision that was seen, and frees the screen when it moves on', async () => {
    sender.act(take);
    expect(busy).toEqual([take]);
    expect(sent).toEqual([{ visitId: confirm.visitId, revision: 5, intent: take }]);
    await answer('taken');
    expect(busy).toEqual([take]);
    await show(VIEW_SAMPLES.issuing[0]!.view, 6);
    expect(busy).toEqual([take, null]);
  });

  test('and a second one on its heels is swallowed', async () => {
    sender.act(take);
    sender.act(take);
    sender.act({ kind: 'back' });
    expect(sent).toHaveLength(1);
    await answer('taken');
    sender.act(take);
    expect(sent).toHaveLength(1);
  });

  test('that the clock made stale is sent again for the same screen, with the revision that is on it now', async () => {
    sender.act(take);
    await show(confirm, 6);
    await answer('stale');
    expect(sent.map(({ revision }) => revision)).toEqual([5, 6]);
    await answer('taken');
    await show(VIEW_SAMPLES.issuing[0]!.view, 7);
    expect(busy).toEqual([take, null]);
  });

  test('that is stale because the screen has moved on is not sent again', async () => {
    sender.act(take);
    await show(home, 6);
    await answer('stale');
    expect(sent).toHaveLength(1);
    expect(busy).toEqual([take, null]);
  });

  test('is never sent for the next visit', async () => {
    sender.act(take);
    await show({ ...confirm, visitId: '01936f5e-7c00-7000-8000-0000000000bb' }, 6);
    await answer('stale');
    expect(sent).toHaveLength(1);
  });

  test('is given up after a few refusals', async () => {
    sender.act(take);
    for (let times = 0; times <= RESEND_TIMES_MAX; times++) {
      await show(confirm, 6 + times);
      await answer('stale');
    }
    expect(sent).toHaveLength(RESEND_TIMES_MAX + 1);
    expect(busy).toEqual([take, null]);
  });

  test('that is not for this screen frees it at once', async () => {
    sender.act({ kind: 'back' });
    await answer('not-here');
    expect(busy).toEqual([{ kind: 'back' }, null]);
  });

  test('that changes nothing on the screen frees it after a moment', async () => {
    sender.act({ kind: 'stay' });
    await answer('taken');
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([BUSY_MS_MAX]);
    timers[0]!.run();
    await settle();
    expect(busy).toEqual([{ kind: 'stay' }, null]);
  });

  test('without a View goes nowhere', async () => {
    sender.viewed(null);
    sender.act(take);
    expect(sent).toEqual([]);
  });
});

describe('somebody is there', () => {
  test('is said at once, then at most every few seconds, and is never busy', async () => {
    sender.touch();
    sender.touch();
    nowMs = TOUCH_EVERY_MS - 1;
    sender.touch();
    expect(sent).toHaveLength(1);
    nowMs = TOUCH_EVERY_MS;
    sender.touch();
    expect(sent.map(({ intent }) => intent.kind)).toEqual(['touch', 'touch']);
    expect(busy).toEqual([]);
  });

  test('is not said while the warning counts: its buttons answer, and must not vanish under the finger', async () => {
    await show({ ...confirm, idle: { secondsLeft: 9 } }, 6);
    sender.touch();
    expect(sent).toEqual([]);
  });
});
