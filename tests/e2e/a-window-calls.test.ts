import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DockAccount } from '../../main/demo/dock-api.ts';
import { counterWords as words } from '../../src/words/zh-CN/counter.ts';
import { deviceWords } from '../../src/words/zh-CN/devices.ts';
import { kioskWords } from '../../src/words/zh-CN/kiosk.ts';
import { openChromium } from '../support/chromium.ts';
import { CounterPage, DisplayPage } from '../support/counter-page.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { HallClient } from '../support/hall-client.ts';
import { oneOf, said } from '../support/said.ts';
import { until } from '../support/until.ts';
import { WindowClient } from '../support/window-client.ts';

/** A day at the counter, on the real demo and in a real browser: signing in, calling, what the display shows, and what goes wrong. */
const OUT_OF_PAPER = `${deviceWords.name['ticket-printer']}${deviceWords.trouble['out-of-paper']}`;
const ROUNDS_AT_ONCE = 25;
const PRESSES_AT_ONCE = 4;

let demo: DemoRun;
let browser: Browser;
let accounts: readonly DockAccount[];
const open: { close(): Promise<void> }[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openChromium()]);
  accounts = (await demo.dock.state()).accounts.counter;
});
afterAll(async () => {
  await browser?.close();
  expect(await demo.stop(), demo.stderr()).toBe(0);
});
beforeEach(async () => {
  await demo.dock.reset();
  await emptyHall();
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

const kept = <T extends { close(): Promise<void> }>(page: T): T => {
  open.push(page);
  return page;
};
const counterAt = async (window: number): Promise<CounterPage> => {
  const counter = kept(await CounterPage.at(browser, demo.urls.counter, accounts[window - 1]!, window));
  open.push({ close: async () => void complaints.push(...counter.complaints) });
  return counter;
};
const hallUrl = (): string => new URL(demo.urls.counter).origin;
const windowAt = (window: number): Promise<WindowClient> => WindowClient.open(hallUrl(), accounts[window - 1]!, window);
/** What the slip's code holds: the number itself is a picture on paper. */
async function idOf(label: string): Promise<string> {
  const window = await windowAt(3);
  const { waiting } = await window.view();
  await window.client.call('signOut');
  return waiting.find((row) => row.label === label)!.id;
}
/** Nobody waits and no window is busy: what one test leaves is not the next one's riddle. */
async function emptyHall(): Promise<void> {
  const window = await windowAt(3);
  const { windows } = await window.view();
  for (const { number } of windows.filter((other) => other.label !== null)) {
    const left = number === 3 ? window : await windowAt(number);
    await left.done('finish', { ticketId: (await left.view()).current!.id });
  }
  for (let { waiting } = await window.view(); waiting.length > 0; { waiting } = await window.view())
    await window.done('finish', { ticketId: (await window.done('callNext')).id });
  await window.client.call('signOut');
}

/** Left open while it rests, so that nobody has to sit and watch the seconds. */
let resting: CounterPage;

describe('signing in', () => {
  test('a wrong password is told; the fifth lets the account rest, and no colleague with it', async () => {
    resting = await CounterPage.open(browser, demo.urls.counter);
    const zhao = accounts[3]!;
    for (let tries = 1; tries <= 4; tries++) {
      await resting.signIn(zhao.id, `wrong-password-${tries}`);
      await resting.says(words.signIn.refused);
      expect(await resting.page.getByLabel('密码').inputValue()).toBe('');
    }
    await resting.signIn(zhao.id, 'wrong-password-5');
    const seconds = Number(said(words.signIn.locked).exec(await resting.says(said(words.signIn.locked)))![1]);
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThanOrEqual(15);
    expect(await resting.button('登录').getAttribute('aria-disabled')).toBe('true');
    // Not even with the right one now, by whatever door.
    const door = new HallClient(hallUrl());
    expect((await door.call('signIn', { account: zhao.id, password: zhao.password })).body).toMatchObject({ kind: 'locked' });
    const colleague = await windowAt(1);
    expect(await colleague.view()).toMatchObject({ account: { id: accounts[0]!.id }, window: 1 });
  });
});

describe('a ticket’s way through the window', () => {
  test('called, called again, closed: the display says where to go, and the slip says the number', async () => {
    const [counter, display] = await Promise.all([counterAt(1), DisplayPage.open(browser, demo.urls.display).then(kept)]);
    expect(await counter.current()).toBe(null);
    const label = await counter.issue('高龄津贴');
    expect(label).toBe('A001');
    const slip = await until('the slip', async () => (await demo.dock.slips()).find((one) => one.cut));
    expect(slip.text.join('\n')).toContain(`YC1:T:${await idOf(label)}`);
    expect(slip.text.join('\n')).toContain('高龄津贴');
    expect(await counter.waiting()).toEqual(['A001']);
    await display.says(words.display.nobody);

    await counter.press('呼叫下一位');
    await counter.says(said(words.done.callNext, { label }));
    await display.calls('A001', 1);
    expect(await counter.current()).toBe('A001');
    expect(await counter.waiting()).toEqual([]);
    // One at a time: the key says what comes first.
    await counter.key('F2');
    await counter.says(said(words.finishFirst, { label }));

    await counter.press('重呼');
    await counter.says(said(words.done.recall, { label }));
    await display.says(words.display.again);
    await counter.press('办结');
    await counter.says(said(words.done.finish, { label }));
    expect(await counter.current()).toBe(null);
    await counter.page.getByText('今天办结 1').waitFor();
    await counter.key('F2');
    await counter.says(words.refusal['nobody-waiting']);
  });

  test('过号 too early says what is missing; later it takes the number off, and 恢复排队 brings it back to its place', async () => {
    const counter = await counterAt(1);
    const label = await counter.issue('社保卡');
    const next = await counter.issue('db');
    await counter.press('呼叫下一位');
    await counter.says(said(words.done.callNext, { label }));
    await counter.press('过号');
    await counter.says(said(words.tooEarly.both, { callsLeft: 1 }));
    await counter.press('重呼');
    await counter.says(said(words.done.recall, { label }));
    await counter.press('过号');
    const wait = Number(said(words.tooEarly.wait).exec(await counter.says(said(words.tooEarly.wait)))![1]);
    expect(wait).toBeGreaterThan(5);
    expect(await counter.current()).toBe(label);

    await until(
      'the ten seconds are over',
      async () => {
        await counter.key('F4');
        return !said(words.tooEarly.wait).test(
          await counter.says(oneOf(said(words.tooEarly.wait), said(words.done.markMissed), said(words.current.nobody))),
        );
      },
      30_000,
    );
    expect(await counter.current()).toBe(null);
    expect(await counter.list('过号').innerText()).toContain(label);
    expect(await counter.waiting()).toEqual([next]);

    await counter.press(`${label} 恢复排队`);
    await counter.says(said(words.done.bringBack, { label }));
    // It came before, so it is before.
    expect(await counter.waiting()).toEqual([label, next]);
    for (const expected of [label, next]) {
      await counter.press('呼叫下一位');
      await counter.says(said(words.done.callNext, { label: expected }));
      await counter.press('办结');
      await counter.says(said(words.done.finish, { label: expected }));
    }
  }, 60_000);

  test('the whole day by keyboard alone', async () => {
    const counter = kept(await CounterPage.open(browser, demo.urls.counter));
    await counter.page.keyboard.type(accounts[1]!.id);
    await counter.key('Tab');
    await counter.page.keyboard.type(accounts[1]!.password);
    await counter.key('Enter');
    await counter.page.getByRole('heading', { name: '您坐在哪个窗口？' }).waitFor();
    await counter.key('2');
    await counter.page.getByRole('heading', { name: '窗口叫号' }).waitFor({ state: 'attached' });

    let deliver = (): void => undefined;
    const slowly = new Promise<void>((resolve) => (deliver = resolve));
    await counter.page.route('**/counter/rpc/catalogue', async (route) => {
      await slowly;
      await route.continue();
    });
    await counter.key('F6');
    await counter.page.getByRole('dialog', { name: '替居民取号' }).waitFor();
    await counter.key('Escape');
    await counter.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await counter.key('F6');
    await counter.page.getByRole('dialog', { name: '替居民取号' }).waitFor();
    // Faster than the list of matters comes: what is typed still decides, and Enter before that gives no wrong ticket.
    await counter.page.keyboard.type('gljt');
    await counter.key('Enter');
    await counter.page.getByText(words.issue.loading).waitFor();
    deliver();
    await counter.page.getByRole('radio', { name: /^高龄津贴申领/, checked: true }).waitFor();
    await counter.key('Enter');
    const label = /A\d{3}/.exec(await counter.says(/^已取A\d{3}/))![0];
    await counter.page.getByRole('row').filter({ hasText: label }).getByText('高龄津贴申领').waitFor();
    for (const [key, sentence] of [
      ['F2', said(words.done.callNext, { label })],
      ['F3', said(words.done.recall, { label })],
      ['F8', said(words.done.finish, { label })],
    ] as const) {
      await counter.key(key);
      await counter.says(sentence);
    }
    for (const key of ['F3', 'F4', 'F8']) {
      await counter.key(key);
      await counter.says(words.current.nobody);
    }
  });
});

describe('two windows at the same instant', () => {
  // Slips are another story, and fifty of them would still come out in the next test.
  beforeEach(() => demo.dock.printerFault('unplugged'));

  test(`${ROUNDS_AT_ONCE} rounds: never the same ticket, none left out`, async () => {
    const windows = await Promise.all([windowAt(1), windowAt(2)]);
    const issued: string[] = [];
    for (let at = 0; at < ROUNDS_AT_ONCE * 2; at++) issued.push((await windows[at % 2]!.done('issue')).label);
    expect(new Set(issued).size).toBe(ROUNDS_AT_ONCE * 2);
    const called: string[] = [];
    for (let round = 0; round < ROUNDS_AT_ONCE; round++) {
      const both = await Promise.all(windows.map((window) => window.done('callNext')));
      called.push(...both.map((ticket) => ticket.label));
      await Promise.all(windows.map((window, at) => window.done('finish', { ticketId: both[at]!.id })));
    }
    expect(called.toSorted()).toEqual(issued.toSorted());
    expect(await windows[0].tell('callNext')).toEqual({ ok: false, error: { kind: 'nobody-waiting' } });
  }, 60_000);

  test('two people at two computers press, one of them twice: everybody gets a ticket of their own, and only one', async () => {
    const [one, two] = await Promise.all([counterAt(1), counterAt(2)]);
    const issuing = await windowAt(3);
    const issued: string[] = [];
    for (let at = 0; at < PRESSES_AT_ONCE * 2; at++) issued.push((await issuing.done('issue')).label);
    const called: string[] = [];
    for (let round = 0; round < PRESSES_AT_ONCE; round++) {
      await until('both see who waits', async () =>
        (await Promise.all([one.waiting(), two.waiting()])).every((list) => list.length === issued.length - called.length),
      );
      await Promise.all([one.button('呼叫下一位').dblclick(), two.key('F2')]);
      called.push(...(await Promise.all([one, two].map((counter) => until('a ticket is here', () => counter.current())))));
      await Promise.all(
        [one, two].map(async (counter) => {
          await counter.press('办结');
          await counter.says(said(words.done.finish));
        }),
      );
    }
    expect(called.toSorted()).toEqual(issued.toSorted());
  }, 60_000);
});

describe('what needs somebody’s hand', () => {
  test('paper that runs low, and out: the counter is told what to do, nothing comes out by itself after the refill, and 补打 says so on the slip', async () => {
    const counter = await counterAt(1);
    await demo.dock.paper('low');
    await counter.warns(words.trouble.paperLow);
    await demo.dock.paper('out');
    await counter.warns(OUT_OF_PAPER);
    await counter.warns(deviceWords.todo['out-of-paper']);
    await demo.dock.takeSlips();
    const label = await counter.issue('身份证');
    await counter.says(oneOf(said(words.done.issue.down, { label }), said(words.done.issue.unprinted, { label })));
    await counter.list('凭条没打出来').getByText(words.print['not-printed']).waitFor();
    await demo.dock.paper('enough');
    await counter.warnsNoMore(OUT_OF_PAPER);
    expect(await demo.dock.slips()).toEqual([]);
    await counter.press(`${label} 补打`);
    await counter.says(oneOf(said(words.done.reprint.printing, { label }), said(words.done.reprint.printed, { label })));
    const slip = await until('the slip', async () => (await demo.dock.slips()).find((one) => one.cut));
    expect(slip.text.join('\n')).toContain(`YC1:T:${await idOf(label)}`);
    expect(slip.text).toContain('补打第1次');
    await counter.list('凭条没打出来').getByText(words.unprinted.none).waitFor();
    expect(await demo.dock.slips()).toHaveLength(1);
    expect((await demo.dock.state()).printer.waitingBytes).toBe(0);
  }, 60_000);

  test('a call for help rings at every counter; 我来处理 is shown on the screen, and to the colleagues', async () => {
    const [one, two] = await Promise.all([counterAt(1), counterAt(2)]);
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } });
    open.push(context);
    const kiosk = await context.newPage();
    await kiosk.goto(await demo.dock.kioskUrl());
    await kiosk.getByText('触摸屏幕开始').click();
    await kiosk.getByRole('button', { name: '呼叫工作人员' }).click();
    await kiosk.getByText(kioskWords.help.ringing.title).waitFor();
    await Promise.all([one, two].map((counter) => counter.warns(said(words.help.rung, { terminal: 'K01' }))));
    await one.press('我来处理');
    await kiosk.getByText(kioskWords.help.heard.title).waitFor();
    await two.warns(said(words.help.heard, { name: accounts[0]!.name }));
    expect(await two.button('我来处理').count()).toBe(0);
    await kiosk.getByRole('button', { name: '退出' }).click();
    await two.warnsNoMore(said(words.help.rung, { terminal: 'K01' }));
  });
});

test('when its seconds are over, the right password opens, and whoever sits somewhere is named', async () => {
  const colleague = await windowAt(1);
  await resting.button('登录').and(resting.page.locator('[aria-disabled="false"]')).waitFor();
  await resting.signIn(accounts[3]!.id, accounts[3]!.password);
  await resting.page.getByRole('heading', { name: '您坐在哪个窗口？' }).waitFor();
  const taken = resting.page.getByRole('button', { name: '1号窗口' });
  expect(await taken.innerText()).toContain(`${accounts[0]!.name}正在使用`);
  await resting.key('1');
  expect(await resting.page.getByRole('heading', { name: '您坐在哪个窗口？' }).isVisible()).toBe(true);
  await colleague.client.call('signOut');
  await until('the window is free', async () => (await taken.innerText()).includes('空闲'));
  await resting.chooseWindow(1);
  await resting.press('退出登录');
  await resting.page.getByRole('heading', { name: '登录窗口' }).waitFor();
  await resting.close();
});

test('the kiosk is killed and started again: the pages say so, come back by themselves, and the queue is as it was', async () => {
  const [counter, display] = await Promise.all([counterAt(1), DisplayPage.open(browser, demo.urls.display).then(kept)]);
  const [called, waiting] = [await counter.issue('高龄津贴'), await counter.issue('社保卡')];
  await counter.press('呼叫下一位');
  await counter.says(said(words.done.callNext, { label: called }));
  await display.calls(called, 1);
  const before = await windowAt(2);
  const { epoch } = await before.view();

  await demo.dock.kiosk('kill');
  await counter.warns(said(words.lineLost));
  // What was there stays readable, and a press is not swallowed without a word.
  expect(await counter.current()).toBe(called);
  await counter.key('F8');
  await counter.says(words.head.line.lost);
  await display.says(said(words.display.lost));
  await display.calls(called, 1);

  await demo.dock.kiosk('start');
  await display.says(words.display.tip);
  await display.calls(called, 1);
  await counter.says(words.signIn.ended);
  await counter.signIn(accounts[0]!.id, accounts[0]!.password);
  await counter.chooseWindow(1);
  expect(await counter.current()).toBe(called);
  expect(await counter.waiting()).toEqual([waiting]);

  // Under the keeper of before nothing is done; under the new one everything is.
  const after = await windowAt(2);
  expect((await after.view()).epoch).toBe(epoch + 1);
  after.client.epoch = epoch;
  expect(await after.tell('callNext')).toEqual({ ok: false, error: { kind: 'stale-epoch' } });
  await after.view();
  expect(await after.tell('callNext')).toMatchObject({ ok: true, value: { label: waiting } });
  await display.calls(waiting, 2);
  await counter.press('办结');
  await counter.says(said(words.done.finish, { label: called }));
}, 60_000);
