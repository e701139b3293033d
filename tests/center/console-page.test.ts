import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCenter, type RunningCenter } from '../../src/center/start-center.ts';
import type { CenterConfig } from '../../src/center/config.ts';
import { systemClock, systemRandom } from '../../src/center/system-ports.ts';
import { hallDayOf } from '../../src/domain/hall-day.ts';
import { matterIdSchema } from '../../src/domain/matter.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { buildPages } from '../support/build-pages.ts';
import { openChromium } from '../support/chromium.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { aTicket } from '../store/samples.ts';
import { aMessage, aTerminal, centerConfig, HALLS, PASSWORD, type TestTerminal } from './center-for-tests.ts';

const PICTURES = process.env['YICHUANG_PICTURES'] ?? null;

describe('the console in a real browser', { timeout: 60_000 }, () => {
  let postgres: TestPostgres;
  let center: RunningCenter;
  let config: CenterConfig;
  let built: Awaited<ReturnType<typeof buildPages>>;
  let browser: Browser;
  let page: Page;
  let k01: TestTerminal;
  const troubles: string[] = [];
  const now = (): Instant => Date.now() as Instant;
  const today = hallDayOf(now());

  beforeAll(async () => {
    built = await buildPages(['center']);
    postgres = await startPostgres();
    config = await centerConfig({ kind: 'server', url: (await postgres.newDatabase()).url }, { pages: built.root });
    config = {
      ...config,
      terminals: config.terminals.filter(
        (terminal) => terminal.terminal === 'K01' || (terminal.terminal === 'K02' && terminal.hall === HALLS[0]!.code),
      ),
    };
    center = await startCenter({ config, clock: systemClock, random: systemRandom, log: () => {} });
    k01 = aTerminal(center.url, 1);
    browser = await openChromium({
      args: ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy') || message.text().includes('Refused to')) troubles.push(message.text());
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await center?.stop();
    await postgres?.stop();
    await built?.remove();
  });

  const faultsOf = async (): Promise<string[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`,
    );
  const picture = async (name: string): Promise<void> => {
    if (PICTURES === null) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `center-${name}.png`) });
  };

  test('somebody signs in with the keyboard alone, a wrong password first', async () => {
    await page.goto(`${center.url}/`);
    await page.getByRole('heading', { name: '登录服务中心' }).waitFor();
    expect(await faultsOf()).toEqual([]);
    await page.keyboard.type('zhou');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong-password');
    await page.keyboard.press('Enter');
    await page.getByText('账号和密码对不上').waitFor();
    expect(await page.getByLabel('密码').inputValue()).toBe('');
    await picture('sign-in');
    expect(await faultsOf()).toEqual([]);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('今天还没有取号').waitFor();
    expect(await faultsOf()).toEqual([]);
  });

  test('tickets appear as they arrive, and the terminal is heard', async () => {
    const matters = ['城乡居民医保参保', '高龄津贴', '不清楚，由窗口帮您选', '居住证办理'];
    const tickets = Array.from({ length: 24 }, (_, at) =>
      aTicket(at + 1, {
        day: today,
        matterName: matters[at % 4]!,
        matterId: at % 4 === 2 ? null : matterIdSchema.parse('SB-01'),
        issuedAt: (now() - (30 - at) * 60_000) as Instant,
        priority: at % 7 === 3 ? 'age' : 'none',
        print: at === 5 ? 'not-printed' : 'confirmed',
        class: at % 7 === 3 ? 'C' : 'A',
      }),
    );
    let sequence = 0;
    await k01.send(tickets.map((ticket) => ({ ...aMessage(++sequence, ticket), at: ticket.issuedAt })));
    const called = tickets
      .slice(0, 9)
      .map((ticket, at) => ({ ...ticket, state: 'called', window: (at % 4) + 1, calls: 1, revision: 2 }) as const);
    await k01.send(called.map((ticket) => ({ ...aMessage(++sequence, ticket, 'called'), at: now() })));
    await k01.send(
      called.slice(0, 6).map((ticket, at) => ({
        ...aMessage(++sequence, { ...ticket, state: at === 4 ? 'missed' : 'done', revision: 3 }, at === 4 ? 'missed' : 'done'),
        at: now(),
      })),
    );
    await k01.send([{ ...aMessage(++sequence), message: { kind: 'unreadable' } }]);
    // The page asks every two seconds, and may have asked between two of the batches: wait for what the last one told.
    await page.getByText('24个号').waitFor({ timeout: 10_000 });
    await page.getByText('搁置的消息中心看不懂').waitFor({ timeout: 10_000 });
    const row = page.getByRole('row', { name: /A005/ });
    await row.filter({ hasText: '过号' }).waitFor({ timeout: 10_000 });
    expect(await page.getByRole('row', { name: /A003/ }).textContent()).toContain('取号时没选事项');
    expect(await row.textContent()).toContain('城乡居民医保参保');
    expect(await page.locator('main').textContent()).not.toContain('帮您选');
    expect(await page.locator('main').textContent()).not.toMatch(/[a-z]+\.[a-z]+/);
    const terminal = page.getByRole('row', { name: /K01.*草桥口/ });
    expect(await terminal.textContent()).toMatch(/刚刚|秒前/);
    expect(await page.getByRole('row', { name: /K02/ }).textContent()).toContain('还没有消息');
    expect(await page.getByText('搁置的消息中心看不懂').isVisible()).toBe(true);
    await picture('day');
    expect(await faultsOf()).toEqual([]);
  });

  test('a ticket’s story is opened and walked with the keyboard', async () => {
    await page.getByRole('button', { name: '看A001的经过' }).focus();
    await page.keyboard.press('Enter');
    const story = page.getByRole('region', { name: 'A001的经过' });
    expect(await story.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('取号'),
      expect.stringContaining('呼叫'),
      expect.stringContaining('办结'),
    ]);
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('A002');
    await picture('story');
    expect(await faultsOf()).toEqual([]);
  });

  test('the center goes away and comes back: the page says so, keeps what it showed, and goes on by itself', async () => {
    const { port } = new URL(center.url);
    await center.stop();
    await page.getByText('和服务中心断开了').waitFor({ timeout: 15_000 });
    expect(await page.getByText('24个号').isVisible()).toBe(true);
    await picture('lost');
    expect(await faultsOf()).toEqual([]);
    center = await startCenter({
      config: { ...config, listen: { host: '127.0.0.1', port: Number(port) } },
      clock: systemClock,
      random: systemRandom,
      log: () => {},
    });
    // Sessions live in memory: a restart signs everybody out, and says it.
    await page.getByText('登录已经结束').waitFor({ timeout: 15_000 });
    await page.getByLabel('账号').fill('zhou');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('24个号').waitFor();
    await page.setViewportSize({ width: 1024, height: 700 });
    await picture('narrow');
    expect(await faultsOf()).toEqual([]);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录服务中心' }).waitFor();
    expect((await page.context().cookies()).filter((cookie) => cookie.value !== '')).toEqual([]);
  });

  test('nothing on the way broke the page’s policy, and no script failed', () => {
    expect(troubles).toEqual([]);
  });
});
