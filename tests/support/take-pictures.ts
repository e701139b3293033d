import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { openChromium } from './chromium.ts';
import { startDemo, type DemoRun } from './demo.ts';
import { until } from './until.ts';

/**
 * `npm run pictures`: the README's pictures, taken from the running product (real demo, real Chromium), so that they
 * stay true. A resident takes tickets, a window calls, and one sheet shows what was to be seen.
 */
const folder = join(fileURLToPath(new URL('../../', import.meta.url)), 'docs', 'screens');
const PORTRAIT = { width: 1080, height: 1920 };
const DESK = { width: 1366, height: 768 };
const WALL = { width: 1920, height: 1080 };

async function takeTicket(page: Page, matter: RegExp): Promise<void> {
  await page.getByRole('button', { name: '触摸屏幕开始' }).click();
  await page.getByRole('button', { name: /^取号/ }).click();
  await page.getByRole('button', { name: matter }).first().click();
  await page.getByRole('button', { name: '取号', exact: true }).click();
  await page.getByText('取号成功').first().waitFor();
}
const finish = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /完成$/ }).click();
  await page.getByRole('button', { name: '下一位，请点这里' }).click();
  await page.getByRole('button', { name: '触摸屏幕开始' }).waitFor();
};

async function signIn(page: Page, url: string, account: { readonly id: string; readonly password: string }): Promise<void> {
  await page.goto(url);
  await page.getByLabel('账号').fill(account.id);
  await page.getByLabel('密码').fill(account.password);
  await page.keyboard.press('Enter');
}

/** Still: what moves has come to rest. */
const still = async (page: Page): Promise<Buffer> => {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((animation) => animation.playState !== 'running' || animation.effect?.getTiming().iterations === Infinity),
  );
  return page.screenshot();
};

async function take(demo: DemoRun, browser: Browser): Promise<Record<'attract' | 'card' | 'ticket' | 'counter' | 'display', Buffer>> {
  const terminal = await browser.newPage({ viewport: PORTRAIT, reducedMotion: 'reduce' });
  await terminal.goto(await demo.dock.kioskUrl());
  await terminal.getByRole('button', { name: '触摸屏幕开始' }).waitFor();
  const { accounts } = await demo.dock.state();
  const counter = await browser.newPage({ viewport: DESK, reducedMotion: 'reduce' });
  await signIn(counter, demo.urls.counter, accounts.counter[0]!);
  await counter.getByRole('button', { name: /3号窗口/ }).click();
  await counter.getByRole('button', { name: /呼叫下一位/ }).waitFor();

  for (const matter of [/城乡居民医保/, /最低生活保障/, /居住证/]) {
    await takeTicket(terminal, matter);
    await finish(terminal);
  }
  const attract = await still(terminal);
  await counter.getByRole('button', { name: /呼叫下一位/ }).click();
  await counter.getByText('正在办理').waitFor();

  await terminal.getByRole('button', { name: '触摸屏幕开始' }).click();
  await terminal.getByRole('button', { name: /^取号/ }).click();
  await terminal
    .getByRole('button', { name: /养老待遇/ })
    .first()
    .click();
  await terminal.getByRole('button', { name: '刷身份证取号' }).click();
  await terminal.getByRole('button', { name: '同意并读卡' }).click();
  await demo.dock.putCard('yan-shi');
  await terminal.getByText('您好').first().waitFor();
  const card = await still(terminal);
  await terminal.getByRole('button', { name: /优先号/ }).click();
  await terminal.getByText('取号成功').first().waitFor();
  const ticket = await still(terminal);

  const display = await browser.newPage({ viewport: WALL, reducedMotion: 'reduce' });
  await display.goto(demo.urls.display);
  await until('the display shows the call', async () => (await display.getByText('A001').count()) > 0);
  return { attract, card, ticket, counter: await still(counter), display: await still(display) };
}

const demo = await startDemo();
const browser = await openChromium();
try {
  const pictures = await take(demo, browser);
  const image = (name: keyof typeof pictures, alt: string): string =>
    `<img alt="${alt}" src="data:image/png;base64,${pictures[name].toString('base64')}">`;
  const sheet = await browser.newPage({ viewport: { width: 1500, height: 800 } });
  await sheet.setContent(`<!doctype html><style>
    body { margin: 0; padding: 28px; background: #e6e1d6; width: 1444px; }
    .row { display: grid; gap: 24px; }
    .terminal { grid-template-columns: repeat(3, 1fr); margin-bottom: 24px; }
    .desk { grid-template-columns: 1366fr 1365fr; }
    img { width: 100%; display: block; border-radius: 10px; box-shadow: 0 2px 14px rgb(28 33 38 / 18%); }
  </style>
  <div class="row terminal">${image('attract', 'home')}${image('card', 'card')}${image('ticket', 'ticket')}</div>
  <div class="row desk">${image('counter', 'counter')}${image('display', 'display')}</div>`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'first-light.png'), await sheet.screenshot({ fullPage: true }));
  process.stdout.write(`docs/screens/first-light.png\n`);
} finally {
  await browser.close();
  await demo.stop();
}
