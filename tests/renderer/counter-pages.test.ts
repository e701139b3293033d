import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../src/web/account.ts';
import { startHallServer, type HallServer } from '../../main/hall/hall-server.ts';
import { instant, type Clock } from '../../src/basics/clock.ts';
import { createHostClock, createHostRandom } from '../../main/host-ports.ts';
import { buildPages } from '../support/build-pages.ts';
import { makeCertificate } from '../support/certificate.ts';
import { openChromium } from '../support/chromium.ts';
import { cuttableLine } from '../support/cut-line.ts';
import { HallClient } from '../support/hall-client.ts';
import { openTestHall, type TestHall } from '../support/hall-desk-double.ts';
import { testAccounts } from '../support/test-accounts.ts';
import { until } from '../support/until.ts';

const HOLDER = { name: '颜\u4dae', sex: 'female', ageYears: 92 } as const;
const LINE = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=user-gesture-required',
];
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

let pages: Awaited<ReturnType<typeof buildPages>>;
let accounts: Account[];
let browser: Browser;
let context: BrowserContext;
let hall: TestHall;
let server: HallServer;
let line: Awaited<ReturnType<typeof cuttableLine>>;
let complaints: string[];

const start = (port = 0, tls: { certificate: string; key: string } | null = null) =>
  startHallServer({
    desk: hall.desk,
    listen: { host: '127.0.0.1', port },
    tls,
    accounts,
    staticRoot: pages.root,
    clock: createHostClock(),
    random: createHostRandom(),
    log: () => undefined,
  });

beforeAll(async () => {
  [pages, accounts, browser] = await Promise.all([buildPages(['counter', 'display']), testAccounts(), openChromium({ args: LINE })]);
});
afterAll(async () => {
  await browser.close();
  await pages.remove();
});
/** The hall's clock is the machine's, and a test may let it run ahead. */
let aheadMs = 0;
const hallClock = (): Clock => {
  const clock = createHostClock();
  return { now: () => instant(clock.now() + aheadMs), after: clock.after };
};
beforeEach(async () => {
  aheadMs = 0;
  hall = await openTestHall(hallClock(), createHostRandom());
  server = await start();
  line = await cuttableLine(server.port);
  context = await browser.newContext({ viewport: SIZES[0] });
  complaints = [];
});
afterEach(async () => {
  await context.close();
  await line.stop();
  await server.stop();
  expect(complaints).toEqual([]);
});

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted Type|Warning|React/i.test(message.text()) && !message.text().includes('React DevTools'))
      complaints.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${line.port}${path}`);
  return page;
}
async function signIn(page: Page, id = 'li', password = `${id}-password`): Promise<void> {
  await page.getByLabel('账号').fill(id);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
}
/** At a window, by the keyboard alone. */
async function desk(window = 3, id = 'li'): Promise<Page> {
  const page = await open('/counter/');
  await signIn(page, id);
  await page.getByText('您坐在哪个窗口？').waitFor();
  await page.keyboard.press(String(window));
  await page.getByRole('button', { name: '呼叫下一位' }).waitFor();
  return page;
}
const says = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();
/** For somebody to look at: kept when YICHUANG_PICTURES names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['YICHUANG_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
const states = () => hall.keeper.queue().tickets.map((ticket) => ticket.state);

/** Nothing for axe to find, and nothing that does not fit, at either size. */
async function isSound(page: Page, sizes: readonly { readonly width: number; readonly height: number }[] = SIZES): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`),
      `${size.width}×${size.height}`,
    ).toEqual([]);
    const beyond = await page.evaluate(() => ({
      x: document.documentElement.scrollWidth - innerWidth,
      y: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(beyond).toEqual({ x: 0, y: 0 });
  }
}

describe('signing in at the counter page', () => {
  it('says what to do when the password does not fit, and waits out a lock with a visible count', async () => {
    const page = await open('/counter/');
    await signIn(page, 'li', 'guess');
    await says(page, '账号和密码对不上');
    await isSound(page);
    for (let i = 0; i < 4; i++) await new HallClient(server.url).call('signIn', { account: 'li', password: 'guess' });
    await signIn(page);
    await says(page, '秒后再试');
    expect(await page.getByRole('button', { name: '登录' }).getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByLabel('密码').inputValue()).toBe('');
  });

  it('offers the windows with who sits there, and a taken one says by whom', async () => {
    const wang = new HallClient(server.url);
    await wang.call('signIn', { account: 'wang', password: 'wang-password' });
    await wang.call('chooseWindow', { window: 2 });
    const page = await open('/counter/');
    await signIn(page);
    // Playwright would wait for it to be enabled; a person just clicks.
    await page.getByRole('button', { name: /2号窗口.*王建国正在使用/ }).click({ force: true });
    await says(page, '王建国正在使用这个窗口');
    await isSound(page);
    await page.keyboard.press('4');
    await page.getByText('4号窗口', { exact: true }).first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: '呼叫下一位' }).waitFor();
  });

  it('works over TLS, with the certificate of the hall', async () => {
    const secure = await start(0, makeCertificate());
    const trusting = await browser.newContext({ ignoreHTTPSErrors: true });
    try {
      await hall.take();
      const page = await trusting.newPage();
      await page.goto(`https://127.0.0.1:${secure.port}/counter/`);
      await signIn(page);
      await page.getByText('您坐在哪个窗口？').waitFor();
      await page.keyboard.press('1');
      await page.getByRole('button', { name: '呼叫下一位' }).waitFor();
      await page.keyboard.press('F2');
      await says(page, '已呼叫A001');
      expect((await trusting.cookies())[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict' });
    } finally {
      await trusting.close();
      await secure.stop();
    }
  });
});

describe('a day at the desk', () => {
  it('goes by the keyboard: call, call again, finish; the name is gone afterwards', async () => {
    await hall.take({ matter: 'MZ-01', priority: 'age', holder: HOLDER });
    await hall.take();
    const page = await desk();
    expect(await page.content()).not.toContain(HOLDER.name);
    await page.keyboard.press('F2');
    await says(page, '已呼叫A001');
    await page.keyboard.press('F8');
    await says(page, 'A001已办结');
    await page.keyboard.press('F2');
    await says(page, '已呼叫C001');
    await page.getByText(HOLDER.name).waitFor();
    await page.getByText('优先 · 高龄').waitFor();
    await page.keyboard.press('F4');
    await says(page, '还要再呼叫1次');
    await page.keyboard.press('F3');
    await says(page, '已重呼C001');
    await page.getByRole('button', { name: '办结' }).click();
    await says(page, 'C001已办结');
    expect(await page.content()).not.toContain(HOLDER.name);
    expect(states()).toEqual(['done', 'done']);
  });

  it('makes one command of a double click, and of a key that is held down', async () => {
    for (let i = 0; i < 3; i++) await hall.take();
    const page = await desk();
    await page.getByRole('button', { name: '呼叫下一位' }).dblclick();
    await says(page, 'A001');
    await page.keyboard.down('F8');
    for (let i = 0; i < 5; i++) await page.keyboard.down('F8');
    await page.keyboard.up('F8');
    await says(page, 'A001已办结');
    await page.keyboard.press('F2');
    await page.keyboard.press('F2');
    await says(page, 'A002');
    expect(states()).toEqual(['done', 'called', 'waiting']);
  });

  it('brings back who was missed, ahead of those who came later', async () => {
    await hall.take();
    await hall.take();
    const page = await desk();
    await page.keyboard.press('F2');
    await says(page, '已呼叫A001');
    await page.keyboard.press('F3');
    await says(page, '已重呼A001');
    await page.keyboard.press('F4');
    await says(page, '秒，才能过号');
    aheadMs += 20_000;
    await page.keyboard.press('F4');
    await says(page, 'A001已过号');
    await page.getByRole('button', { name: 'A001 恢复排队' }).click();
    await says(page, 'A001已回到队伍');
    await page.keyboard.press('F2');
    await says(page, '已呼叫A001');
  });

  it('takes a number for somebody, found by the initials of its pinyin', async () => {
    const page = await desk();
    await page.keyboard.press('F6');
    await page.getByLabel('要办什么？', { exact: true }).first().fill('db');
    await page.getByRole('radio', { name: /最低生活保障申请/, checked: true }).waitFor();
    await isSound(page);
    await page.getByLabel('优先办理').check();
    await page.getByRole('button', { name: '取号并打印' }).click();
    await says(page, '已取C001，凭条已打印');
    expect(hall.keeper.queue().tickets[0]).toMatchObject({ matterId: 'MZ-01', priority: 'declared', issuedBy: 'li' });
    expect(await page.locator('dialog').count()).toBe(0);
  });

  it('says what to do with a printer without paper, and prints again afterwards', async () => {
    hall.printer.set({ kind: 'troubled', trouble: 'out-of-paper', sinceMs: 0 });
    const page = await desk();
    await page.getByText('请打开机盖换一卷纸，盖好后自动恢复').waitFor();
    await page.keyboard.press('F6');
    await page.getByRole('radio', { name: '先不选事项，到窗口再问', checked: true }).waitFor();
    await page.keyboard.press('Enter');
    await says(page, '打印机打不了凭条，请把号码告诉居民');
    hall.printer.set({ kind: 'ready', paperLow: true });
    await page.getByText('凭条打印机的纸快用完了').waitFor();
    await page.getByRole('button', { name: 'A001 补打' }).click();
    await says(page, 'A001的凭条已补打');
    await page.getByText('凭条都打出来了').waitFor();
  });

  it('says what became of a slip, and no longer that it is printing when it is not', async () => {
    const page = await desk();
    await page.keyboard.press('F6');
    await page.getByRole('button', { name: '取号并打印' }).click();
    await says(page, '已取A001，凭条已打印');
    hall.printer.set({ kind: 'troubled', trouble: 'out-of-paper', sinceMs: 0 });
    await page.getByText('请打开机盖换一卷纸，盖好后自动恢复').waitFor();
    await page.keyboard.press('F6');
    await page.getByRole('button', { name: '取号并打印' }).click();
    await says(page, '已取A002，打印机打不了凭条，请把号码告诉居民');
    hall.printer.set({ kind: 'ready', paperLow: false });
    await says(page, '已取A002，凭条没有打出来，请把号码告诉居民');
    expect(await page.getByRole('row', { name: /A001/ }).textContent()).toContain('还没选事项，请问明');
    hall.helpDesk.ring('K01');
    await page.getByText('请到K01终端前帮助居民').waitFor();
    await picture(page, 'counter');
    await isSound(page);
  });

  it('rings for help until somebody goes, with a tone, and says who went', async () => {
    await context.addInitScript(() => {
      const sound = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        document.documentElement.dataset.notes = String(Number(document.documentElement.dataset.notes ?? 0) + 1);
        return sound.apply(this, when);
      };
    });
    const page = await desk();
    hall.helpDesk.ring('K01');
    await page.getByRole('alert').filter({ hasText: 'K01终端有人请求帮助请到K01终端前帮助居民' }).waitFor();
    await until('the tone', () => page.evaluate(() => Number(document.documentElement.dataset.notes ?? 0) >= 2));
    await page.keyboard.press('F9');
    await page.getByText('李敏去帮忙了').waitFor();
    expect(await page.getByRole('button', { name: '我来处理' }).count()).toBe(0);
  });

  it('tells how much has not reached the center', async () => {
    const page = await desk();
    await page.getByText('已全部送达中心').waitFor();
    hall.center.set({ pending: 3, oldestAt: hall.desk.now(), lastSuccessAt: null, refusal: 'not-reached' });
    await page.getByText('未送达中心 3 条').waitFor();
    await page.getByText('会自动补送').waitFor();
  });

  it('asks before leaving somebody behind', async () => {
    await hall.take();
    const page = await desk();
    await page.keyboard.press('F2');
    await says(page, '已呼叫A001');
    await page.getByRole('button', { name: '换窗口' }).click();
    await says(page, 'A001还没有办结');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: 'A001还没有办结，现在退出吗？' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
    await page.getByLabel('账号').waitFor();
    expect((await page.content()).includes('A001')).toBe(false);
  });

  it('is sound with everything on it at once: help, no paper, no line to the center, a long queue', async () => {
    await hall.take({
      matter: 'SB-02',
      priority: 'age',
      holder: { name: '阿卜杜拉·买买提·吐尔逊·艾合买提江·麦麦提', sex: 'male', ageYears: 87 },
    });
    for (let i = 0; i < 30; i++)
      await hall.take({ matter: i % 2 ? 'ZF-01' : null, priority: i % 5 ? 'none' : 'declared', printed: i % 7 > 0 });
    const wang = new HallClient(server.url);
    await wang.call('signIn', { account: 'wang', password: 'wang-password' });
    await wang.call('chooseWindow', { window: 2 });
    for (let i = 0; i < 2; i++) {
      const { value } = (await wang.command('callNext')).body as { value: { id: string } };
      await wang.command('finish', { ticketId: value.id });
    }
    const page = await desk();
    await page.keyboard.press('F2');
    await page.getByText('阿卜杜拉·买买提·吐尔逊·艾合买提江·麦麦提').waitFor();
    hall.helpDesk.ring('K01');
    hall.helpDesk.answer(hall.helpDesk.ring('K02').id, '王建国');
    hall.printer.set({ kind: 'troubled', trouble: 'cover-open', sinceMs: 0 });
    hall.reader.set({ kind: 'troubled', trouble: 'link-lost', sinceMs: 0 });
    hall.center.set({ pending: 123, oldestAt: hall.desk.now(), lastSuccessAt: null, refusal: 'not-reached' });
    await page.getByText('未送达中心 123 条').waitFor();
    await isSound(page);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      expect(await page.locator('.current').evaluate((card) => card.scrollHeight - card.clientHeight)).toBeLessThanOrEqual(0);
    }
  });
});

describe('when the line drops', () => {
  it('the desk says so, keeps what it showed, and recovers by itself', async () => {
    await hall.take();
    const page = await desk();
    line.cut();
    await page.getByRole('alert').filter({ hasText: '和叫号端断开了，正在重新连接' }).waitFor();
    await page.keyboard.press('F2');
    await says(page, '叫号端断开，正在重连');
    expect(states()).toEqual(['waiting']);
    await hall.take();
    line.mend();
    await page.getByText('叫号端已连接').waitFor();
    await page.getByRole('heading', { name: '等候 2' }).waitFor();
    await page.keyboard.press('F2');
    await says(page, '已呼叫A001');
  });

  it('the desk asks to sign in again after the hall was started anew', async () => {
    const page = await desk();
    const { port } = server;
    await server.stop();
    await page.getByRole('alert').waitFor();
    server = await start(port);
    await says(page, '登录已经结束，请重新登录');
  });

  it('the display goes on showing the last calls, its clock goes on, and it comes back by itself', async () => {
    await hall.take();
    await hall.take();
    const li = new HallClient(server.url);
    await li.call('signIn', { account: 'li', password: 'li-password' });
    await li.call('chooseWindow', { window: 3 });
    const first = ((await li.command('callNext')).body as { value: { id: string } }).value;
    await context.clock.install({ time: new Date('2019-01-01T00:00:00Z') });
    const page = await open('/display/');
    await page.getByText('A001号 请到 3号窗口').waitFor({ state: 'attached' });
    const clock = () => page.locator('time').first().textContent();
    const before = (await clock())!;
    expect(before).toBe(new Date(hall.desk.now() + 8 * 3_600_000).toISOString().slice(11, 16));
    line.cut();
    await page.clock.runFor(70_000);
    await until('the next minute', async () => (await clock()) !== before);
    await page.getByText('线路断开，正在恢复').waitFor();
    await page.getByText('A001号 请到 3号窗口').waitFor({ state: 'attached' });
    await isSound(page, [{ width: 1920, height: 1080 }]);
    await li.command('finish', { ticketId: first.id });
    await li.command('callNext');
    line.mend();
    await until('the new call', async () => {
      await page.clock.runFor(6_000);
      return (await page.getByText('A002号 请到 3号窗口').count()) > 0;
    });
    await until('the line', async () => (await page.getByText('线路断开').count()) === 0);
  });
});

describe('the display', () => {
  it('tells the newest call as one sentence, lights it up, and says when it is made again', async () => {
    const page = await open('/display/');
    await page.getByText('现在没有人排队').first().waitFor();
    await isSound(page, [{ width: 1920, height: 1080 }]);
    await hall.take({ holder: HOLDER });
    await page.getByText('请看屏幕叫号').waitFor();
    const li = new HallClient(server.url);
    await li.call('signIn', { account: 'li', password: 'li-password' });
    await li.call('chooseWindow', { window: 3 });
    const { value } = (await li.command('callNext')).body as { value: { id: string } };
    await page.locator('.newest-lit').waitFor();
    await li.command('recall', { ticketId: value.id });
    await page.getByText('再次呼叫').waitFor();
    await page.getByText('A001号 请到 3号窗口').waitFor({ state: 'attached' });
    expect(await page.content()).not.toContain(HOLDER.name);
  });

  it('shows two calls of the same moment large one after the other, after a reload too', async () => {
    for (let i = 0; i < 2; i++) await hall.take();
    const staff = await Promise.all(
      ['li', 'wang'].map(async (id, i) => {
        const client = new HallClient(server.url);
        await client.call('signIn', { account: id, password: `${id}-password` });
        await client.call('chooseWindow', { window: i + 1 });
        return client;
      }),
    );
    const page = await open('/display/');
    await page.getByText('请看屏幕叫号').waitFor();
    await Promise.all(staff.map((client) => client.command('callNext')));
    const large = page.locator('.newest-label').filter({ hasText: /A00[12]/ });
    await large.waitFor();
    const first = (await large.textContent())!.slice(0, 4);
    const second = first === 'A001' ? 'A002' : 'A001';
    await page.locator('.earlier-lit').filter({ hasText: second }).waitFor();
    await page.reload();
    await large.filter({ hasText: first }).waitFor();
    await picture(page, 'display-two-calls');
    await page.locator('.newest-lit .newest-label').filter({ hasText: second }).waitFor();
    await page.locator('.earlier-call').filter({ hasText: first }).waitFor();
  });

  it('is sound, wide and upright, with five calls and a demo mark', async () => {
    for (let i = 0; i < 8; i++) await hall.take();
    const li = new HallClient(server.url);
    await li.call('signIn', { account: 'li', password: 'li-password' });
    await li.call('chooseWindow', { window: 4 });
    for (let i = 0; i < 6; i++) {
      const { value } = (await li.command('callNext')).body as { value: { id: string } };
      if (i < 5) await li.command('finish', { ticketId: value.id });
    }
    const page = await open('/display/');
    await page.getByText('A006号 请到 4号窗口').waitFor({ state: 'attached' });
    expect(await page.locator('.earlier-label').allTextContents()).toEqual(['A005', 'A004', 'A003', 'A002']);
    await page.getByText('演示', { exact: true }).waitFor();
    await isSound(page, [
      { width: 1920, height: 1080 },
      { width: 1366, height: 768 },
      { width: 1080, height: 1920 },
    ]);
  });
});
