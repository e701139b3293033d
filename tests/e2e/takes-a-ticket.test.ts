import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SECOND_TAP_MS_MAX } from '../../renderer/kiosk/second-taps.ts';
import { CenterRecords } from '../support/center-records.ts';
import { openChromium } from '../support/chromium.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { numberStripe, paperShows } from '../support/paper-shows.ts';
import { LANDSCAPE, PORTRAIT, Resident } from '../support/resident.ts';

/** A number without saying who one is: chosen by need, on the screen, on paper and in the records, the same. */
let demo: DemoRun;
let browser: Browser;
let center: CenterRecords;
let resident: Resident;
beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openChromium()]);
  center = new CenterRecords(demo);
  resident = await Resident.arrives(demo, browser);
});
afterAll(async () => {
  await browser?.close();
  expect(await demo?.stop()).toBe(0);
});
beforeEach(async () => {
  await demo.dock.reset();
  await resident.page.setViewportSize(PORTRAIT);
  await resident.findsItFree();
});
afterEach(() => expect(resident.complaints).toEqual([]));

/** The slip that came out, and no other. */
async function onlySlip() {
  const slips = await demo.dock.slips();
  expect(slips).toHaveLength(1);
  return slips[0]!;
}

describe.each([
  ['standing', PORTRAIT],
  ['lying', LANDSCAPE],
])('on a %s screen', (_way, viewport) => {
  test('three taps from the start page, and the number is the same on screen, on paper and at the center', async () => {
    await resident.page.setViewportSize(viewport);
    await resident.begins();
    const before = resident.touches;
    await resident.taps(/^取号/);
    await resident.taps(/^高龄津贴申领/);
    await resident.taps('取号');
    const ticket = await resident.ticket();
    expect(resident.touches - before).toBeLessThanOrEqual(3);
    expect(ticket).toEqual({ label: expect.stringMatching(/^A\d{3}$/) as string, title: '取号成功，请取走凭条' });

    const slip = await onlySlip();
    expect(slip).toMatchObject({ cut: true, text: expect.arrayContaining(['草桥口社区（演示）', '排队号', '办理事项  高龄津贴申领']) as string[] });
    const paper = await demo.dock.picture(slip.number);
    expect(await paperShows(browser, paper, numberStripe(ticket.label))).toBe(true);
    expect(await paperShows(browser, paper, numberStripe('A998'))).toBe(false);

    const record = await center.ticket(ticket.label, 'printed');
    expect(record).toMatchObject({ matterName: '高龄津贴申领', priority: 'none', state: 'waiting', print: 'confirmed' });
    expect(slip.text).toContain(`YC1:T:${record.id}`);
  });
});

describe('finding what one has come for', () => {
  const found = () => resident.page.getByRole('listitem').getByRole('button');
  const offered = () => resident.page.getByRole('group', { name: '候选词' });

  test('by the first letters of its pinyin', async () => {
    await resident.asksForTicket();
    await resident.taps(resident.page.getByRole('searchbox', { name: '搜索要办的事' }));
    await resident.types('db');
    await found().filter({ hasText: /^最低生活保障申请/ }).waitFor();
    expect(await found().first().innerText()).toMatch(/^最低生活保障申请/);
  });

  test('by whole pinyin', async () => {
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types('linshijiuzhu');
    await resident.page.getByText('找到 1 项').first().waitFor();
    await resident.taps(/^临时救助申请/);
    await resident.reads('这样取号可以吗？');
    await resident.page.getByText('临时救助申请').waitFor();
  });

  test('in Chinese, which the screen’s own keyboard offers for the letters', async () => {
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types('gl');
    await resident.taps(offered().getByRole('button', { name: '高龄补贴', exact: true }));
    expect(await resident.page.getByRole('searchbox').inputValue()).toBe('高龄补贴');
    await resident.taps(/^高龄津贴申领/);
    await resident.reads('这样取号可以吗？');
    await resident.taps('取号');
    await resident.ticket();
    expect((await onlySlip()).text).toContain('办理事项  高龄津贴申领');
  });

  test('lying, the keyboard is simply there', async () => {
    await resident.page.setViewportSize(LANDSCAPE);
    await resident.asksForTicket();
    await resident.types('wb');
    await resident.taps(offered().getByRole('button', { name: '五保', exact: true }));
    await resident.taps(/^特困人员救助供养/);
    await resident.reads('这样取号可以吗？');
  });

  test('nothing found says so, and a window helps to choose', async () => {
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types('qqqq');
    await resident.page.getByRole('status').filter({ hasText: '没有找到“qqqq”' }).waitFor({ state: 'attached' });
    await resident.page.getByText('换个说法试试。说不清也没关系，窗口帮您选。').waitFor();
    expect(await found().count()).toBe(0);
    await resident.taps('不清楚，帮我选');
    await resident.reads('这样取号可以吗？');
    await resident.taps('取号');
    const { label } = await resident.ticket();
    expect((await onlySlip()).text).toContain('办理事项  不清楚，由窗口帮您选');
    expect(await center.ticket(label)).toMatchObject({ matterName: '不清楚，由窗口帮您选' });
  });

  test('what somebody typed is not there for the next one', async () => {
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types('db');
    await resident.leaves();
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    expect(await resident.page.getByRole('searchbox').inputValue()).toBe('');
  });
});

describe('priority', () => {
  test('is not chosen for anybody, and gives a C number to whoever chooses it', async () => {
    await resident.choosesMatter();
    const box = resident.page.getByRole('checkbox', { name: /^我需要优先/ });
    expect(await box.isChecked()).toBe(false);
    await resident.taps(resident.page.getByText('我需要优先'));
    expect(await box.isChecked()).toBe(true);
    await resident.taps('取号');
    const ticket = await resident.ticket();
    expect(ticket.label).toMatch(/^C\d{3}$/);
    const slip = await onlySlip();
    expect(slip.text).toContain('优先号');
    expect(await paperShows(browser, await demo.dock.picture(slip.number), numberStripe(ticket.label))).toBe(true);
    expect(await center.ticket(ticket.label)).toMatchObject({ priority: 'declared', class: 'C' });
  });
});

describe('a double tap', () => {
  // The one before has just left from the same place.
  beforeEach(() => resident.page.waitForTimeout(SECOND_TAP_MS_MAX));
  const numberOf = (label: string): number => Number(label.slice(1));

  test.each([
    ['in the same instant', () => resident.button('取号').evaluate((button: HTMLElement) => [button, button].forEach((one) => one.click()))],
    ['as fast as a hand can', () => resident.button('取号').dblclick({ delay: 10 })],
  ])('%s gives one ticket and one slip', async (_how, tapTwice) => {
    await resident.choosesMatter();
    await tapTwice();
    const first = await resident.ticket();
    await onlySlip();
    await resident.leaves('完成');
    const second = await resident.takesTicket();
    expect(numberOf(second.label)).toBe(numberOf(first.label) + 1);
    expect(await demo.dock.slips()).toHaveLength(2);
    const between = (await center.tickets()).filter(({ issuedAt }) => issuedAt >= Date.now() - 60_000).map(({ label }) => label);
    expect(between.filter((label) => label === first.label)).toHaveLength(1);
  });

  test('on every button of the way takes one step each, and leads to one ticket', async () => {
    const twice = async (name: string | RegExp): Promise<void> => resident.button(name).dblclick({ delay: 5 });
    await twice('触摸屏幕开始');
    await resident.reads('您好，要办什么？');
    await twice(/^取号/);
    await resident.reads('您要办什么事？');
    await twice(/^高龄津贴申领/);
    await resident.reads('这样取号可以吗？');
    await twice('取号');
    await resident.ticket();
    await onlySlip();
  });
});
