import { afterEach, describe, expect, test } from 'vitest';
import { residentRig } from '../support/resident-rig.ts';
import { Resident } from '../support/resident.ts';
import { until } from '../support/until.ts';

/** The visit is the kiosk's, not the page's: a page that is lost finds it again where it was, and only one page has it. */
const hall = residentRig();
const others: Resident[] = [];
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.goesAway()));
  // A page that gave way to another does not come back by itself.
  await hall.resident.reopens();
});
const another = async (): Promise<Resident> => {
  const other = await Resident.standsAt(hall.demo, hall.browser);
  others.push(other);
  return other;
};

describe('a page that is reloaded in the middle of a visit', () => {
  test('shows the same question with the same matter, and goes on to one ticket', async () => {
    const { resident } = hall;
    await resident.choosesMatter('最低生活保障申请');
    await resident.page.reload();
    await resident.reads('这样取号可以吗？');
    await resident.page.getByText('最低生活保障申请').waitFor();
    await resident.taps('取号');
    await resident.ticket();
    expect((await hall.onlySlip()).text).toContain('要办的事  最低生活保障申请');
  });

  test('greets whose card was read without asking for the card again', async () => {
    const { resident } = hall;
    await resident.asksToUseCard();
    await resident.putsCard('zhang-min');
    await resident.reads('张敏 女士，您好');
    const heard = await hall.listenAtReader();
    await resident.page.reload();
    await resident.reads('张敏 女士，您好');
    expect(await heard()).toBe(0);
    await resident.taps('返回');
    await resident.reads('这样取号可以吗？');
  });

  test('goes on waiting for the card', async () => {
    const { resident, demo } = hall;
    await resident.asksToUseCard();
    await resident.taps('同意并读卡');
    await resident.reads('请把身份证放在读卡区');
    await resident.page.reload();
    await resident.reads('请把身份证放在读卡区');
    await demo.dock.putCard('zhang-min');
    await resident.reads('张敏 女士，您好');
  });

  test('keeps the number on the screen, and prints nothing again', async () => {
    const { resident } = hall;
    const { label } = await resident.takesTicket();
    await resident.page.reload();
    expect(await resident.ticket()).toEqual({ label, title: '取号成功，请取走凭条' });
    await hall.onlySlip();
  });

  test('has forgotten what was typed and not yet chosen', async () => {
    const { resident } = hall;
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types('db');
    await resident.page.reload();
    await resident.reads('您要办什么事？');
    await resident.taps('打开键盘');
    expect(await resident.page.getByRole('searchbox').inputValue()).toBe('');
  });
});

describe('a page that is gone', () => {
  test('closed: the next one shows the same visit', async () => {
    const { resident } = hall;
    await resident.choosesMatter();
    await resident.page.goto('about:blank');
    const other = await another();
    await other.reads('这样取号可以吗？');
    await other.page.getByText('高龄津贴申领').waitFor();
    await other.taps('取号');
    await other.ticket();
    await hall.onlySlip();
    await other.leaves('完成');
  });

  test('crashed in the middle of a ticket: the number is on the next one', async () => {
    const { resident } = hall;
    const doomed = await another();
    await until('the first page has given way', () => resident.heading('这个页面已经停用').isVisible());
    const { label } = await doomed.takesTicket();
    const crashed = doomed.page.waitForEvent('crash');
    const inspector = await doomed.page.context().newCDPSession(doomed.page);
    void inspector.send('Page.crash').catch(() => undefined);
    await crashed;
    await resident.reopens();
    expect((await resident.ticket()).label).toBe(label);
    await hall.onlySlip();
  });
});

describe('a second screen', () => {
  test('takes the visit over; the first says so, shows nothing of it, and can do nothing', async () => {
    const { resident } = hall;
    await resident.asksToUseCard();
    await resident.putsCard('kong-xiangli');
    await resident.reads('孔祥礼 先生，您好');
    const other = await another();
    await other.reads('孔祥礼 先生，您好');
    await resident.reads('这个页面已经停用');
    await resident.page.getByText('本机的屏幕已在另一个窗口打开。').waitFor();
    expect(await resident.page.content()).not.toContain('孔祥礼');
    expect(await resident.page.getByRole('button').count()).toBe(0);
    // It stays away, so that the two do not take the screen from each other for ever.
    await resident.page.waitForTimeout(1_500);
    await resident.reads('这个页面已经停用');
    await other.taps('取号');
    await other.ticket();
    await hall.onlySlip();
    await other.leaves('完成');
  });
});
