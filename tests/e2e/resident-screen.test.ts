import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../../src/kiosk/view.ts';
import { openChromium } from '../support/chromium.ts';
import { BUILT_PAGES, showView, type ShowView } from '../support/show-view.ts';
import { until } from '../support/until.ts';
import demoCatalogue from '../../main/demo/data/catalogue.json' with { type: 'json' };
import { ALL_SAMPLES, VIEW_SAMPLES } from '../support/view-samples.ts';

/** What the resident's screen does by itself: taps, typing, the line, and forgetting. */
let browser: Browser;
let show: ShowView;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  if (!existsSync(join(BUILT_PAGES, 'kiosk/index.html')))
    throw new Error(`The pages are not built: run "npx vite build" (looked in ${BUILT_PAGES})`);
  browser = await openChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  show = await showView(VIEW_SAMPLES.attract[0]!.view);
  context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(show.mintUrl());
  await page.getByRole('heading', { name: '您好，欢迎来办事' }).waitFor();
});
afterEach(async () => {
  await context.close();
  await show.stop();
});

const say = (view: View): Promise<void> => {
  show.show(view);
  return page.locator(`[data-screen="${view.screen.kind}"][data-visit="${view.visitId}"]`).waitFor({ state: 'attached' });
};
const need = VIEW_SAMPLES['choose-need'][0]!.view;
const confirm = VIEW_SAMPLES['confirm-ticket'][0]!.view;
const NEXT_VISIT = '01936f5e-7c00-7000-8000-0000000000ee';
const tapped = (): string[] => show.intents.map(({ kind }) => kind).filter((kind) => kind !== 'touch');

describe('a tap', () => {
  test('anywhere on the invitation begins', async () => {
    await page.getByText('09:41').tap();
    await until('the wish arrived', () => tapped().includes('wake'));
  });

  test('twice on 取号 asks for one ticket, and the button is busy at once', async () => {
    await say(confirm);
    const button = page.getByRole('button', { name: '取号', exact: true });
    await button.dispatchEvent('click');
    await button.dispatchEvent('click');
    await until('the wish arrived', () => tapped().length > 0);
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await say({ ...confirm, screen: { kind: 'issuing' } });
    expect(tapped()).toEqual(['take-ticket']);
  });

  test('acts when the finger is lifted, not when it comes down, and not when it slid away', async () => {
    await say(confirm);
    const box = (await page.getByRole('button', { name: '取号', exact: true }).boundingBox())!;
    await page.mouse.move(box.x + 50, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y - 400);
    await page.mouse.up();
    expect(tapped()).toEqual([]);
    await page.mouse.move(box.x + 50, box.y + 50);
    await page.mouse.down();
    expect(tapped()).toEqual([]);
    await page.mouse.up();
    await until('the wish arrived', () => tapped().length === 1);
  });

  test('opens no menu and selects nothing', async () => {
    await say(confirm);
    const prevented = await page
      .getByRole('heading')
      .first()
      .evaluate((heading) => !heading.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })));
    expect(prevented).toBe(true);
    await page.getByRole('heading').first().dblclick();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  });

  test('tells the kiosk that somebody is there, at most every few seconds', async () => {
    await say(need);
    for (let times = 0; times < 5; times++) await page.getByRole('heading').first().tap();
    await until('it was told', () => show.intents.some(({ kind }) => kind === 'touch'));
    expect(show.intents.filter(({ kind }) => kind === 'touch')).toHaveLength(1);
  });
});

describe('choosing by need', () => {
  test('letters on the screen offer Chinese words, a word fills the field, and the matter is one tap away', async () => {
    await say(need);
    await page.getByRole('searchbox').tap();
    for (const letter of 'db') await page.getByRole('button', { name: letter, exact: true }).tap();
    await page.getByRole('group', { name: '候选词' }).getByRole('button', { name: '低保' }).tap();
    expect(await page.getByRole('searchbox').inputValue()).toBe('低保');
    await page.getByRole('button', { name: /^最低生活保障申请/ }).tap();
    await until('the choice arrived', () => show.intents.find((intent) => intent.kind === 'choose-matter'));
    expect(show.intents.find((intent) => intent.kind === 'choose-matter')).toEqual({ kind: 'choose-matter', matterId: 'M01' });
  });

  test('Chinese from a keyboard with an input method works too, and how many were found is said aloud', async () => {
    await say(need);
    await page.getByRole('searchbox').fill('养老');
    await page
      .getByRole('status')
      .filter({ hasText: /^找到 \d+ 项$/ })
      .waitFor();
  });

  test('删除 takes one character, 清空 all of them', async () => {
    await say(need);
    await page.getByRole('searchbox').fill('低保a');
    await page.getByRole('button', { name: '删除' }).tap();
    expect(await page.getByRole('searchbox').inputValue()).toBe('低保');
    await page.getByRole('button', { name: '清空' }).tap();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  test('nothing found leaves 不清楚，帮我选 as the way on', async () => {
    await say(need);
    await page.getByRole('searchbox').fill('火箭发射');
    await page.getByText('没有找到“火箭发射”').first().waitFor();
    expect(await page.getByText('再点这里的词').isVisible()).toBe(false);
    await page.getByRole('button', { name: '不清楚，帮我选' }).tap();
    await until('the choice arrived', () => show.intents.some((intent) => intent.kind === 'choose-matter' && intent.matterId === null));
  });

  test.each([
    ['standing', { width: 1080, height: 1920 }],
    ['lying', { width: 1920, height: 1080 }],
  ])('all the matters are there on a %s screen, each with its plain line, page by page, without scrolling', async (_way, viewport) => {
    await page.setViewportSize(viewport);
    await say(need);
    const seen = new Set<string>();
    for (;;) {
      for (const name of await page.getByRole('listitem').getByRole('button').allTextContents()) seen.add(name);
      const next = page.getByRole('button', { name: '下一页' });
      if (await next.isDisabled()) break;
      await next.tap();
    }
    expect([...seen].toSorted()).toEqual(demoCatalogue.matters.map(({ name, plain }) => name + plain).toSorted());
  });
});

describe('priority', () => {
  test('is never chosen beforehand, shows what it changes, and goes with the ticket when it is chosen', async () => {
    await say(confirm);
    const box = page.getByRole('checkbox', { name: /我需要优先/ });
    expect(await box.isChecked()).toBe(false);
    await page.getByText('选择后：前面没有人').waitFor();
    await page.getByText('我需要优先').tap();
    expect(await box.isChecked()).toBe(true);
    await page.getByRole('button', { name: '取号', exact: true }).tap();
    await until('the wish arrived', () => tapped().includes('take-ticket'));
    expect(show.intents.find((intent) => intent.kind === 'take-ticket')).toEqual({ kind: 'take-ticket', priority: true });
  });
});

describe('priority that was declared', () => {
  test('goes along to the card, is still ticked once it is read, and can be taken back', async () => {
    await say(confirm);
    await page.getByText('我需要优先').tap();
    await page.getByRole('button', { name: '刷身份证取号' }).tap();
    await until('the wish arrived', () => tapped().includes('use-card'));
    expect(show.intents.find((intent) => intent.kind === 'use-card')).toEqual({ kind: 'use-card', priority: true });

    await say(VIEW_SAMPLES['card-read'].find(({ name }) => name === 'card-read-declared')!.view);
    const box = page.getByRole('checkbox', { name: /我需要优先/ });
    expect(await box.isChecked()).toBe(true);
    await page.getByRole('definition').filter({ hasText: '前面没有人' }).waitFor();
    await page.getByText('我需要优先').tap();
    expect(await box.isChecked()).toBe(false);
    await page.getByRole('button', { name: '取号', exact: true }).tap();
    await until('the wish arrived', () => tapped().includes('take-ticket'));
    expect(show.intents.find((intent) => intent.kind === 'take-ticket')).toEqual({ kind: 'take-ticket', priority: false });
  });

  test('is still ticked when 返回 leads back to the question', async () => {
    if (confirm.screen.kind !== 'confirm-ticket') throw new Error('another sample');
    await say({ ...confirm, screen: { ...confirm.screen, priority: true } });
    expect(await page.getByRole('checkbox', { name: /我需要优先/ }).isChecked()).toBe(true);
  });
});

describe('a card that does no better a second time', () => {
  const trouble = (kind: string): View => VIEW_SAMPLES['card-trouble'].find(({ name }) => name === `card-trouble-${kind}`)!.view;
  const buttons = () => page.getByRole('main').getByRole('button').allTextContents();

  test.each([
    ['card-expired', ['不刷卡，直接取号', '再试一次']],
    ['unsupported-card', ['不刷卡，直接取号', '再试一次']],
    ['reader-out-of-order', ['不刷卡，直接取号']],
  ])('%s: the way on without it comes first, and no tries are counted', async (kind, expected) => {
    await say(trouble(kind));
    expect(await buttons()).toEqual(expected);
    expect(await page.getByText(/还可以试/).count()).toBe(0);
  });

  test('any other trouble: it is tried again first', async () => {
    await say(trouble('card-moved'));
    expect(await buttons()).toEqual(['再试一次', '不刷卡，直接取号']);
    await page.getByText('还可以试 2 次').waitFor();
  });
});

describe('nobody ahead', () => {
  test('is not followed by a wait that nobody can estimate', async () => {
    if (confirm.screen.kind !== 'confirm-ticket') throw new Error('another sample');
    const none = { ahead: 0, minutes: null };
    await say({ ...confirm, screen: { ...confirm.screen, wait: none, priorityWait: none } });
    await page.getByRole('definition').filter({ hasText: '前面没有人' }).waitFor();
    expect(await page.getByText('暂无法估计').count()).toBe(0);
  });
});

describe('help that was called', () => {
  test.each(['attract-long-hall-full', 'attract-heard', 'closed-ringing', 'goodbye-ringing', 'goodbye-heard'])(
    'is told on %s too',
    async (name) => {
      const { view } = ALL_SAMPLES.find((sample) => sample.name === name)!;
      await say(view);
      await page
        .getByRole('status')
        .getByText(view.chrome.help === 'ringing' ? '正在呼叫工作人员' : '工作人员知道了')
        .waitFor();
      // Heard, there is nothing left to call off; whoever needs help again calls again.
      const ringing = view.chrome.help === 'ringing';
      await page.getByRole('button', { name: ringing ? '取消呼叫' : '呼叫工作人员' }).tap();
      await until('the wish arrived', () => tapped().length > 0);
      expect(tapped()).toEqual([ringing ? 'cancel-help' : 'help']);
    },
  );
});

describe('the warning before the wipe', () => {
  test('counts in sight and goes on with one tap', async () => {
    await say({ ...confirm, idle: { secondsLeft: 24 } });
    const warning = page.getByRole('alertdialog', { name: '您还在吗？' });
    await warning.getByText('24').waitFor();
    await warning.getByRole('button', { name: '继续使用' }).tap();
    await until('the wish arrived', () => tapped().includes('stay'));
  });

  test('结束 ends, although the tap itself is a touch', async () => {
    await say({ ...confirm, idle: { secondsLeft: 24 } });
    await page.getByRole('alertdialog').getByRole('button', { name: '结束' }).tap();
    await until('the wish arrived', () => tapped().includes('leave'));
    expect(show.intents.map(({ kind }) => kind)).not.toContain('touch');
  });
});

describe('forgetting', () => {
  test('the next visit finds nothing of the last one: not what was typed, not a name, nothing stored', async () => {
    await say(need);
    await page.getByRole('searchbox').fill('低保金丝雀');
    await say({ ...VIEW_SAMPLES['card-read'][1]!.view });
    await page.getByText('王桂兰').waitFor();
    await say({ ...need, visitId: NEXT_VISIT });
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    const left = await page.evaluate(async () => ({
      markup: document.documentElement.outerHTML,
      stores: [
        localStorage.length,
        sessionStorage.length,
        (await indexedDB.databases()).length,
        (await caches.keys()).length,
        document.cookie.length,
      ],
    }));
    expect(left.markup).not.toContain('金丝雀');
    expect(left.markup).not.toContain('王桂兰');
    expect(left.stores).toEqual([0, 0, 0, 0, 0]);
  });

  test('what was typed is gone too when the same person comes back to the page', async () => {
    await say(need);
    await page.getByRole('searchbox').fill('低保');
    await say(confirm);
    await say(need);
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });
});

describe('the line', () => {
  test('dropped, shows a calm word and nothing of the visit', async () => {
    await say(VIEW_SAMPLES['card-read'][1]!.view);
    await show.stop();
    await page.getByRole('heading', { name: '请稍等，正在恢复' }).waitFor();
    expect(await page.content()).not.toContain('王桂兰');
  });

  test('back again, the screen is back where the kiosk is', async () => {
    let cut = (): void => undefined;
    await page.routeWebSocket(/\/screen$/, (line) => {
      const kiosk = line.connectToServer();
      cut = () => {
        void line.close({ code: 4_999 });
        void kiosk.close();
      };
    });
    await page.reload();
    await page.getByRole('heading', { name: '您好，欢迎来办事' }).waitFor();
    cut();
    await page.getByRole('heading', { name: '请稍等，正在恢复' }).waitFor();
    show.show(need);
    await page.getByRole('heading', { name: '您要办什么事？' }).waitFor();
  });

  test('taken over by another screen, it says so and stays away', async () => {
    const other = await context.newPage();
    await other.goto(show.mintUrl());
    await other.getByRole('heading', { name: '您好，欢迎来办事' }).waitFor();
    await page.getByRole('heading', { name: '这个页面已经停用' }).waitFor();
  });

  test('carries a sign of life with the visit, after a painted frame', async () => {
    await until('it was told', () => show.alive.at(-1) === VIEW_SAMPLES.attract[0]!.view.visitId);
  });
});
