import { describe, expect, test } from 'vitest';
import { residentRig } from '../support/resident-rig.ts';

/** Whatever is wrong with the card or the reader: the screen says what to do, and a number can be had without a card. */
const hall = residentRig();

/** What the screen says and does at every trouble, and the way on that is always there. */
async function expectWayOn(title: string, hint: string, left: '还可以试 2 次' | null = '还可以试 2 次'): Promise<void> {
  const { resident } = hall;
  await resident.reads(title);
  await resident.page.getByRole('main').getByText(hint, { exact: true }).waitFor();
  if (left) await resident.page.getByRole('main').getByText(left, { exact: true }).waitFor();
  else expect(await resident.page.getByText(/还可以试/).count()).toBe(0);
  expect(await resident.button('再试一次').isVisible()).toBe(true);
  await resident.taps('不刷卡，直接取号');
  await resident.reads('这样取号可以吗？');
  await resident.taps('取号');
  expect((await resident.ticket()).label).toMatch(/^A\d{3}$/);
  expect(await hall.onlySlip()).toMatchObject({ cut: true });
}

describe('a card', () => {
  test.each([
    ['expired', '这张身份证过了有效期', '可以直接取号，换证请问窗口。', 'whose time is over', null],
    ['wrong-check-digit', '没有读清身份证', '请拿掉卡套和别的卡，平放再试。', 'whose number does not check', '还可以试 2 次'],
    ['hmt-permit', '这种证件暂时读不了', '请换成居民身份证，或直接取号。', 'for residents of Hong Kong, Macao and Taiwan (J)', null],
    ['foreign-2017', '这种证件暂时读不了', '请换成居民身份证，或直接取号。', 'of a foreigner, form of 2017 (I)', null],
    ['foreign-2023', '这种证件暂时读不了', '请换成居民身份证，或直接取号。', 'of a foreigner, form of 2023 (Y)', null],
  ] as const)('%s: “%s” %s (%s)', async (person, title, hint, _what, left) => {
    await hall.resident.asksToUseCard();
    await hall.resident.putsCard(person);
    await expectWayOn(title, hint, left);
  });

  test('pulled out in the middle of the reading is asked for once more, and reads well then', async () => {
    const { resident, demo } = hall;
    await resident.asksToUseCard();
    await demo.dock.readerFault('pull-out');
    await resident.putsCard('zhang-min');
    await resident.reads('身份证移开得早了一点');
    await resident.page.getByText('请再放一次，看到姓名再拿走。').waitFor();
    expect((await demo.dock.state()).reader.card).toBeNull();
    await resident.taps('再试一次');
    await resident.reads('请把身份证放在读卡区');
    await demo.dock.putCard('zhang-min');
    await resident.reads('张敏 女士，您好');
  });

  test('pulled out in the middle of the reading: without a card it goes on too', async () => {
    await hall.resident.asksToUseCard();
    await hall.demo.dock.readerFault('pull-out');
    await hall.resident.putsCard('zhang-min');
    await expectWayOn('身份证移开得早了一点', '请再放一次，看到姓名再拿走。');
  });

  test('that fails three times is asked for no more: a window helps', async () => {
    const { resident, demo } = hall;
    await resident.asksToUseCard();
    await resident.putsCard('wrong-check-digit');
    for (const left of [2, 1]) {
      await resident.page.getByText(`还可以试 ${left} 次`, { exact: true }).waitFor();
      await demo.dock.takeCard();
      await resident.taps('再试一次');
      await resident.reads('请把身份证放在读卡区');
      await demo.dock.putCard('wrong-check-digit');
      await resident.reads('没有读清身份证');
    }
    await resident.page.getByText('不用再试了。请直接取号，窗口会帮您办。').waitFor();
    expect(await resident.button('再试一次').count()).toBe(0);
    await resident.taps('不刷卡，直接取号');
    await resident.reads('这样取号可以吗？');
  });

  test('that does not come can be done without, at once', async () => {
    const { resident } = hall;
    await resident.asksToUseCard();
    await resident.taps('同意并读卡');
    await resident.reads('请把身份证放在读卡区');
    await resident.taps('不刷卡，直接取号');
    await resident.reads('这样取号可以吗？');
    // A card that is laid down now is nobody's to read.
    const heard = await hall.listenAtReader();
    await hall.demo.dock.putCard('zhang-min');
    await resident.page.waitForTimeout(1_500);
    expect(await heard()).toBe(0);
    await resident.reads('这样取号可以吗？');
  });

  test('left behind is remembered on the last page', async () => {
    const { resident } = hall;
    await resident.takesTicket({ card: 'li-qiang' });
    await resident.taps('完成');
    await resident.reads('请带好身份证和凭条');
  });
});

describe('a reader', () => {
  test.each([
    ['garbage', '没有读清身份证', '请拿起来，平放再试一次。', 'talks rubbish'],
    ['half-frame', '没有读清身份证', '请拿起来，平放再试一次。', 'stops in the middle of what it says'],
    ['silent', '读卡区没有反应', '请再试一次，或直接取号。', 'says nothing'],
  ] as const)('%s: “%s” %s (%s)', async (fault, title, hint, _what) => {
    await hall.resident.asksToUseCard();
    await hall.demo.dock.readerFault(fault);
    await hall.resident.putsCard('zhang-min');
    await expectWayOn(title, hint);
  });

  test('known not to answer is not offered, and is there again as soon as it answers', async () => {
    const { resident, demo } = hall;
    await resident.choosesMatter();
    await resident.button('刷身份证取号').waitFor();
    await demo.dock.readerFault('silent');
    await resident.button('刷身份证取号').waitFor({ state: 'detached' });
    await resident.page.getByText('暂时刷不了身份证，可以直接取号').waitFor();
    await demo.dock.readerFault(null);
    await resident.taps('刷身份证取号');
    await resident.reads('刷身份证前，请您知道');
    await resident.putsCard('zhang-min');
    await resident.reads('张敏 女士，您好');
  });
});
