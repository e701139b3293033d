import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Locator } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { newFolder } from '../support/new-folder.ts';
import { numberStripe, paperShows, stripeOf } from '../support/paper-shows.ts';
import { residentRig, serveNext } from '../support/resident-rig.ts';
import { A_MATTER } from '../support/resident.ts';

/** A number with the card, on a machine without any Chinese font of its own. */
const withoutChinese = join(newFolder('fonts'), 'fonts.conf');
const REJECTED = ['zh-cn', 'zh-sg', 'zh-tw', 'zh-hk', 'zh-mo', 'ja', 'ko'].map(
  (lang) => `<pattern><patelt name="lang"><string>${lang}</string></patelt></pattern>`,
);
writeFileSync(
  withoutChinese,
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><selectfont><rejectfont>${REJECTED.join('')}</rejectfont></selectfont></fontconfig>`,
);
const env = { ...process.env, FONTCONFIG_FILE: withoutChinese };
const hall = residentRig({ openBrowser: () => openChromium({ env }) });

const SHIPPED_FONT = 'Noto Sans SC';
let inspector: CDPSession;
beforeAll(async () => {
  expect(execFileSync('fc-list', [':lang=zh'], { env, encoding: 'utf8' })).toBe('');
  inspector = await hall.resident.page.context().newCDPSession(hall.resident.page);
  await inspector.send('DOM.enable');
  await inspector.send('CSS.enable');
});

/** The shipped font drew every character of this text, and no other font had a part in it, by the browser's own account. */
async function expectShippedFont(text: Locator, characters: number): Promise<void> {
  await text.evaluate((element) => element.setAttribute('data-looked-at', ''));
  const { root } = await inspector.send('DOM.getDocument', { depth: 0 });
  // Each element answers for the lines that it lays out, those of elements within these lines counted again by themselves.
  const { nodeIds } = await inspector.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: '[data-looked-at], [data-looked-at] *',
  });
  const drawn = await Promise.all(nodeIds.map((nodeId) => inspector.send('CSS.getPlatformFontsForNode', { nodeId })));
  await text.evaluate((element) => element.removeAttribute('data-looked-at'));
  const fonts = drawn.flatMap((one) => one.fonts);
  const shipped = fonts.filter(({ isCustomFont, familyName }) => isCustomFont && familyName.startsWith(SHIPPED_FONT));
  expect(fonts.filter((font) => !shipped.includes(font))).toEqual([]);
  expect(shipped.reduce((sum, { glyphCount }) => sum + glyphCount, 0)).toBeGreaterThanOrEqual(characters);
}

/** Characters of a text that the screen can only draw as the empty box of a missing one. */
const missingIn = (text: string): Promise<string[]> =>
  hall.resident.page.evaluate(
    ({ text: characters, font }) => {
      const drawn = (character: string): string => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 64;
        const pen = canvas.getContext('2d')!;
        pen.font = `48px '${font}'`;
        pen.fillText(character, 4, 52);
        return canvas.toDataURL();
      };
      // U+E000 is in no font: what is drawn for it is the empty box.
      const box = drawn('\uE000');
      return [...characters].filter((character) => drawn(character) === box);
    },
    { text, font: SHIPPED_FONT },
  );

describe('before anything is read', () => {
  test('the notice says who reads what, why and for how long, and the reader is not asked until somebody agrees', async () => {
    const { resident, demo } = hall;
    await demo.dock.putCard('zhang-min');
    await resident.asksToUseCard();
    const heard = await hall.listenAtReader();
    const notice = resident.page.getByRole('main');
    for (const said of [
      '谁来读',
      '留下什么',
      '为了什么',
      '留多久',
      '您可以',
      '只留姓名、性别、年龄；不留证件号码和照片',
      '不刷卡也能取号；有疑问请问工作人员',
    ])
      await notice.getByText(said, { exact: true }).waitFor();
    await resident.page.waitForTimeout(1_500);
    expect(await heard()).toBe(0);
    await resident.reads('刷身份证前，请您知道');

    await resident.taps('同意并读卡');
    await resident.reads('张敏 女士，您好');
  });

  test('who does not want it goes on without, and nothing is read', async () => {
    const { resident, demo } = hall;
    await demo.dock.putCard('zhang-min');
    await resident.asksToUseCard();
    await resident.taps('不刷卡，直接取号');
    await resident.reads('这样取号可以吗？');
    await resident.taps('取号');
    await resident.ticket();
    expect(await resident.page.getByRole('main').getByText('取号人').count()).toBe(0);
    expect((await hall.onlySlip()).text.join()).not.toContain('张敏');
  });
});

describe('somebody over 80', () => {
  const greeted = async (): Promise<void> => {
    await hall.resident.asksToUseCard();
    await hall.resident.putsCard('yan-shi');
    await hall.resident.reads('颜氏 女士，您好');
    await hall.resident.page.getByText('您满80岁，可以领优先号').waitFor();
    await hall.resident.page.getByRole('heading', { name: '要领哪一种号？' }).waitFor();
  };

  test('is offered priority beside an ordinary number, both alike, and gets what was chosen', async () => {
    const { resident } = hall;
    await greeted();
    const [priority, ordinary] = [resident.button(/^优先号/), resident.button(/^普通号/)];
    const [one, other] = [(await priority.boundingBox())!, (await ordinary.boundingBox())!];
    expect(Math.abs(one.width - other.width) + Math.abs(one.height - other.height)).toBeLessThan(1);
    await resident.taps(priority);
    const ticket = await resident.ticket();
    expect(ticket.label).toMatch(/^C/);
    expect(await hall.center.ticket(ticket.label)).toMatchObject({ priority: 'age' });
  });

  test('who wants an ordinary number gets one', async () => {
    await greeted();
    await hall.resident.taps(/^普通号/);
    expect((await hall.resident.ticket()).label).toMatch(/^A/);
  });

  test('somebody younger is not offered it, and can say so', async () => {
    await hall.resident.asksToUseCard();
    await hall.resident.putsCard('wang-guilan');
    await hall.resident.reads('王桂兰 女士，您好');
    expect(await hall.resident.button(/^优先号/).count()).toBe(0);
    expect(await hall.resident.page.getByRole('checkbox', { name: /^我需要优先/ }).isChecked()).toBe(false);
  });
});

describe('a name', () => {
  const RARE = [
    { person: 'tian-yan', name: '田䶮', greeting: '田䶮 先生，您好', drawn: true },
    { person: 'chen-xi', name: '陈𬸪', greeting: '陈𬸪 女士，您好', drawn: true },
    { person: 'abudula', name: '阿卜杜拉·买买提', greeting: '阿卜杜拉·买买提 先生，您好', drawn: false },
    { person: 'long-name', name: '比丽克孜阿依木·阿卜杜热合曼江', greeting: '比丽克孜阿依木·阿卜杜热合曼江 女士，您好', drawn: false },
  ] as const;
  const taken = new Map<string, string>();

  test.each(RARE)('$name is right on the screen, from the shipped font, and on paper', async ({ person, name, greeting, drawn }) => {
    const { resident, demo } = hall;
    await resident.asksToUseCard();
    await resident.putsCard(person);
    await resident.reads(greeting);
    await expectShippedFont(resident.heading(), [...greeting].length);
    expect(await missingIn(name)).toEqual([]);

    await resident.taps('取号');
    const { label } = await resident.ticket();
    const onTicket = resident.page.getByRole('definition').filter({ hasText: name });
    expect(await onTicket.innerText()).toBe(name);
    await expectShippedFont(onTicket, [...name].length);

    const slip = await hall.onlySlip();
    const paper = await demo.dock.picture(slip.number);
    expect(await paperShows(hall.browser, paper, numberStripe(label))).toBe(true);
    const blocks = [
      { kind: 'pair', label: '要办的事', value: A_MATTER },
      { kind: 'pair', label: '取号人', value: name },
    ] as const;
    if (drawn) expect(await paperShows(hall.browser, paper, stripeOf(name, blocks))).toBe(true);
    else expect(slip.text.join('\n')).toContain(name);
    taken.set(label, name);
  });

  test('is the same at the window that calls it, out of the store', async () => {
    expect(taken.size).toBe(RARE.length);
    await hall.demo.dock.kiosk('restart');
    await hall.resident.reopens();
    const staff = await hall.atWindow(1);
    staff.epoch = 2;
    const called = new Map<string, string | undefined>();
    for (let row = await serveNext(staff); row; row = await serveNext(staff)) called.set(row.label, row.holder?.name);
    for (const [label, name] of taken) expect(called.get(label)).toBe(name);
  });

  test('the measuring sees a character that is not in the font', async () => {
    expect(await missingIn('田\uE001')).toEqual(['\uE001']);
  });
});
