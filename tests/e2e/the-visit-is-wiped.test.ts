import type { CounterView } from '../../src/api/counter.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { residentRig } from '../support/resident-rig.ts';
import { LANDSCAPE, PORTRAIT, Resident } from '../support/resident.ts';
import { until } from '../support/until.ts';

/** A visit ends by leaving or by walking away, and the next one finds nothing of it. The frame stays where it is. */
const hall = residentRig();
/** The start page warns after 30 s without a touch, and counts 30 s more. */
const WARNING_MS_MAX = 40_000;
const WIPE_MS_MAX = 75_000;

// Somebody who is waited for does not hold up the others: a terminal of its own, from the first test on.
let abandoned: DemoRun;
let somebody: Resident;
let wiped: Promise<void>;
beforeAll(async () => {
  abandoned = await startDemo();
  somebody = await Resident.arrives(abandoned, hall.browser);
  await somebody.asksToUseCard();
  await somebody.putsCard('meng-qinglin');
  await somebody.reads('孟庆林 先生，您好');
  for (const page of ['这样取号可以吗？', '您要办什么事？', '您好，要办什么？']) {
    await somebody.taps('返回');
    await somebody.reads(page);
  }
  wiped = somebody.page.getByRole('button', { name: '触摸屏幕开始' }).waitFor({ timeout: WIPE_MS_MAX });
  wiped.catch(() => undefined);
});
afterAll(async () => {
  await somebody?.goesAway();
  expect(await abandoned?.stop()).toBe(0);
});

describe('退出, 返回 and 帮助', () => {
  test.each([
    ['standing', PORTRAIT],
    ['lying', LANDSCAPE],
  ])('are in the same places on every page of a %s screen', async (_way, viewport) => {
    const { resident, demo } = hall;
    await resident.page.setViewportSize(viewport);
    const places = new Map<string, object>();
    const look = async (page: string | RegExp, buttons: readonly string[] = ['返回', '退出', '呼叫工作人员']): Promise<void> => {
      await resident.reads(page);
      for (const button of buttons) {
        const place = (await resident.button(button).boundingBox())!;
        if (places.has(button)) expect(place, `${button}: ${page}`).toEqual(places.get(button));
        places.set(button, place);
      }
    };
    await resident.begins();
    await look('您好，要办什么？');
    await resident.taps(/^取号/);
    await look('您要办什么事？');
    if (viewport === PORTRAIT) await resident.taps('打开键盘');
    await look('您要办什么事？');
    await resident.taps('不清楚，帮我选');
    await look('这样取号可以吗？');
    await resident.taps('刷身份证取号');
    await look('刷身份证前，请您知道');
    await resident.taps('同意并读卡');
    await look('请把身份证放在读卡区');
    await demo.dock.putCard('hmt-permit');
    await look('这种证件暂时读不了');
    await demo.dock.takeCard();
    await resident.taps('再试一次');
    await demo.dock.putCard('yan-shi');
    await look('颜氏 女士，您好');
    await resident.taps(/^普通号/);
    await resident.ticket();
    await look('取号成功，请取走凭条', ['退出', '呼叫工作人员']);
    await resident.taps('完成');
    await look('请带好身份证和凭条', ['呼叫工作人员']);
    expect(await resident.button('退出').count()).toBe(0);
    expect(places.size).toBe(3);
  });
});

describe('leaving', () => {
  test('by 退出 in the middle leaves nothing on the screen and issues nothing', async () => {
    const { resident, demo } = hall;
    await resident.asksToUseCard();
    await resident.putsCard('kong-xiangli');
    await resident.reads('孔祥礼 先生，您好');
    await resident.taps('退出');
    await resident.reads('请带好身份证');
    expect(await resident.page.content()).not.toContain('孔祥礼');
    await resident.findsItFree();
    expect(await demo.dock.slips()).toEqual([]);
    await resident.choosesMatter(null);
    expect(await resident.page.content()).not.toContain('孔祥礼');
  });
});

describe('help', () => {
  test('rings at every counter, shows that it was heard, and is called off from either side', async () => {
    const { resident } = hall;
    const [first, second] = await Promise.all([hall.atWindow(1), hall.atWindow(2)]);
    const [one, other] = await Promise.all([first.watch<CounterView>('counter'), second.watch<CounterView>('counter')]);
    await resident.begins();
    const told = resident.page.getByRole('status');
    await resident.taps('呼叫工作人员');
    await told.getByText('正在呼叫工作人员').waitFor();
    const rung = (await one.take((view) => view.helpCalls.length > 0)).helpCalls;
    expect(rung).toMatchObject([{ terminal: 'K01', heardBy: null }]);
    await other.take((view) => view.helpCalls.length > 0);

    await first.call('answerHelp', { helpId: rung[0]!.id });
    await told.getByText('工作人员知道了').waitFor();
    await told.getByText('马上就来').waitFor();
    await resident.leaves();
    await other.take((view) => view.helpCalls.length === 0);

    await resident.begins();
    await resident.button('呼叫工作人员').waitFor();
    await resident.taps('呼叫工作人员');
    await other.take((view) => view.helpCalls.length > 0);
    await resident.taps('取消呼叫');
    await other.take((view) => view.helpCalls.length === 0);
    await resident.button('呼叫工作人员').waitFor();
    one.close();
    other.close();
  });
});

describe('walking away', () => {
  test('is asked about with a count that is seen to go down, and one tap goes on', async () => {
    const { resident } = hall;
    await resident.begins();
    const warning = resident.page.getByRole('alertdialog', { name: '您还在吗？' });
    await warning.waitFor({ timeout: WARNING_MS_MAX });
    const left = async (): Promise<number> => Number(/\d+/.exec(await warning.innerText())![0]);
    const first = await left();
    expect(first).toBeGreaterThanOrEqual(25);
    expect(first).toBeLessThanOrEqual(30);
    await until('the count goes down', async () => (await left()) <= first - 2);
    await warning.getByText('时间到了会自动结束，并清除本次内容。').waitFor();
    await resident.taps(warning.getByRole('button', { name: '继续使用' }));
    await warning.waitFor({ state: 'detached' });
    await resident.reads('您好，要办什么？');
    await resident.taps(/^取号/);
    await resident.reads('您要办什么事？');
  });

  test('ends the visit, and the next one sees nothing of who was there', async () => {
    await wiped;
    expect(await somebody.page.content()).not.toContain('孟庆林');
    expect(await abandoned.dock.slips()).toEqual([]);
    await somebody.choosesMatter(null);
    expect(await somebody.page.content()).not.toContain('孟庆林');
    expect(somebody.complaints).toEqual([]);
  });
});
