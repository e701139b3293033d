import { beforeEach, describe, expect, test } from 'vitest';
import { SECOND_TAP_MS_MAX } from '../../renderer/kiosk/second-taps.ts';
import { numberStripe, paperShows } from '../support/paper-shows.ts';
import { residentRig } from '../support/resident-rig.ts';
import { LANDSCAPE, PORTRAIT } from '../support/resident.ts';

/** A number without saying who one is: chosen by need, on the screen, on paper and in the records, the same. */
const hall = residentRig();
const numberOf = (label: string): number => Number(label.slice(1));

describe.each([
  ['standing', PORTRAIT],
  ['lying', LANDSCAPE],
])('on a %s screen', (_way, viewport) => {
  test('three taps from the start page, and the number is the same on screen, on paper and at the center', async () => {
    await hall.resident.page.setViewportSize(viewport);
    await hall.resident.begins();
    const before = hall.resident.touches;
    await hall.resident.taps(/^取号/);
    await hall.resident.taps(/^高龄津贴申领/);
    await hall.resident.taps('取号');
    const ticket = await hall.resident.ticket();
    expect(hall.resident.touches - before).toBeLessThanOrEqual(3);
    expect(ticket).toEqual({ label: expect.stringMatching(/^A\d{3}$/) as string, title: '取号成功，请取走凭条' });

    const slip = await hall.onlySlip();
    expect(slip).toMatchObject({
      cut: true,
      text: expect.arrayContaining(['草桥口社区（演示）', '排队号', '要办的事  高龄津贴申领']) as string[],
    });
    const paper = await hall.demo.dock.picture(slip.number);
    expect(await paperShows(hall.browser, paper, numberStripe(ticket.label))).toBe(true);
    expect(await paperShows(hall.browser, paper, numberStripe('A998'))).toBe(false);

    const record = await hall.center.ticket(ticket.label, 'printed');
    expect(record).toMatchObject({ matterName: '高龄津贴申领', priority: 'none', state: 'waiting', print: 'confirmed' });
    expect(slip.text).toContain(`YC1:T:${record.id}`);
  });
});

describe('finding what one has come for', () => {
  const found = () => hall.resident.page.getByRole('listitem').getByRole('button');
  const offered = () => hall.resident.page.getByRole('group', { name: '候选词' });

  test('by the first letters of its pinyin', async () => {
    await hall.resident.asksForTicket();
    await hall.resident.taps(hall.resident.page.getByRole('searchbox', { name: '搜索要办的事' }));
    await hall.resident.types('db');
    await found()
      .filter({ hasText: /^最低生活保障申请/ })
      .waitFor();
    expect(await found().first().innerText()).toMatch(/^最低生活保障申请/);
  });

  test('by whole pinyin', async () => {
    await hall.resident.asksForTicket();
    await hall.resident.taps('打开键盘');
    await hall.resident.types('linshijiuzhu');
    await hall.resident.page.getByText('找到 1 项').first().waitFor();
    await hall.resident.taps(/^临时救助申请/);
    await hall.resident.reads('这样取号可以吗？');
    await hall.resident.page.getByText('临时救助申请').waitFor();
  });

  test('in Chinese, which the screen’s own keyboard offers for the letters', async () => {
    await hall.resident.asksForTicket();
    await hall.resident.taps('打开键盘');
    await hall.resident.types('gl');
    await hall.resident.taps(offered().getByRole('button', { name: '高龄补贴', exact: true }));
    expect(await hall.resident.page.getByRole('searchbox').inputValue()).toBe('高龄补贴');
    await hall.resident.taps(/^高龄津贴申领/);
    await hall.resident.reads('这样取号可以吗？');
    await hall.resident.taps('取号');
    await hall.resident.ticket();
    expect((await hall.onlySlip()).text).toContain('要办的事  高龄津贴申领');
  });

  test('lying, the keyboard is simply there', async () => {
    await hall.resident.page.setViewportSize(LANDSCAPE);
    await hall.resident.asksForTicket();
    await hall.resident.types('wb');
    await hall.resident.taps(offered().getByRole('button', { name: '五保', exact: true }));
    await hall.resident.taps(/^特困人员救助供养/);
    await hall.resident.reads('这样取号可以吗？');
  });

  test('nothing found says so, and a window helps to choose', async () => {
    await hall.resident.asksForTicket();
    await hall.resident.taps('打开键盘');
    await hall.resident.types('qqqq');
    await hall.resident.page.getByRole('status').filter({ hasText: '没有找到“qqqq”' }).waitFor({ state: 'attached' });
    await hall.resident.page.getByText('换个说法试试。说不清也没关系，窗口帮您选。').waitFor();
    expect(await found().count()).toBe(0);
    await hall.resident.taps('不清楚，帮我选');
    await hall.resident.reads('这样取号可以吗？');
    await hall.resident.taps('取号');
    const { label } = await hall.resident.ticket();
    expect((await hall.onlySlip()).text).toContain('要办的事  不清楚，由窗口帮您选');
    expect(await hall.center.ticket(label)).toMatchObject({ matterName: '不清楚，由窗口帮您选' });
  });

  test('what somebody typed is not there for the next one', async () => {
    await hall.resident.asksForTicket();
    await hall.resident.taps('打开键盘');
    await hall.resident.types('db');
    await hall.resident.leaves();
    await hall.resident.asksForTicket();
    await hall.resident.taps('打开键盘');
    expect(await hall.resident.page.getByRole('searchbox').inputValue()).toBe('');
  });
});

describe('priority', () => {
  test('is not chosen for anybody, and gives a C number to whoever chooses it', async () => {
    await hall.resident.choosesMatter();
    const box = hall.resident.page.getByRole('checkbox', { name: /^我需要优先/ });
    expect(await box.isChecked()).toBe(false);
    await hall.resident.taps(hall.resident.page.getByText('我需要优先'));
    expect(await box.isChecked()).toBe(true);
    await hall.resident.taps('取号');
    const ticket = await hall.resident.ticket();
    expect(ticket.label).toMatch(/^C\d{3}$/);
    const slip = await hall.onlySlip();
    expect(slip.text).toContain('优先号');
    expect(await paperShows(hall.browser, await hall.demo.dock.picture(slip.number), numberStripe(ticket.label))).toBe(true);
    expect(await hall.center.ticket(ticket.label)).toMatchObject({ priority: 'declared', class: 'C' });
  });
});

describe('a double tap', () => {
  // The one before has just left from the same place.
  beforeEach(() => hall.resident.page.waitForTimeout(SECOND_TAP_MS_MAX));
  test.each([
    [
      'in the same instant',
      () => hall.resident.button('取号').evaluate((button: HTMLElement) => [button, button].forEach((one) => one.click())),
    ],
    ['as fast as a hand can', () => hall.resident.button('取号').dblclick({ delay: 10 })],
  ])('%s gives one ticket and one slip', async (_how, tapTwice) => {
    await hall.resident.choosesMatter();
    await tapTwice();
    const first = await hall.resident.ticket();
    await hall.onlySlip();
    await hall.resident.leaves('完成');
    const second = await hall.resident.takesTicket();
    expect(numberOf(second.label)).toBe(numberOf(first.label) + 1);
    expect(await hall.demo.dock.slips()).toHaveLength(2);
    const between = (await hall.center.tickets()).filter(({ issuedAt }) => issuedAt >= Date.now() - 60_000).map(({ label }) => label);
    expect(between.filter((label) => label === first.label)).toHaveLength(1);
  });

  test('on every button of the way takes one step each, and leads to one ticket', async () => {
    const twice = async (name: string | RegExp): Promise<void> => hall.resident.button(name).dblclick({ delay: 5 });
    await twice('触摸屏幕开始');
    await hall.resident.reads('您好，要办什么？');
    await twice(/^取号/);
    await hall.resident.reads('您要办什么事？');
    await twice(/^高龄津贴申领/);
    await hall.resident.reads('这样取号可以吗？');
    await twice('取号');
    await hall.resident.ticket();
    await hall.onlySlip();
  });
});
