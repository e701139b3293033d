import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import type { DockAccount } from '../../main/demo/dock-api.ts';
import { counterWords } from '../../src/words/zh-CN/counter.ts';
import { said } from './said.ts';

const WAIT_MS_MAX = 30_000;

/**
 * The counter's page as somebody at a window uses it: by what buttons, fields and lists are called. Each page has a
 * browser context of its own, so that two of them are two people at two computers.
 */
export class CounterPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** What a page must never do, whatever happens to the line: throw, or break its own content policy. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(WAIT_MS_MAX);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** Shows the sign-in. */
  static async open(browser: Browser, url: string): Promise<CounterPage> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    const counter = new CounterPage(context, await context.newPage());
    await counter.page.goto(url);
    await counter.page.getByRole('heading', { name: '登录窗口' }).waitFor();
    return counter;
  }

  /** Signed in, and at a window. */
  static async at(browser: Browser, url: string, account: DockAccount, window: number): Promise<CounterPage> {
    const counter = await CounterPage.open(browser, url);
    await counter.signIn(account.id, account.password);
    await counter.chooseWindow(window);
    return counter;
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.page.getByLabel('账号').fill(account);
    await this.page.getByLabel('密码').fill(password);
    await this.page.getByLabel('密码').press('Enter');
  }

  async chooseWindow(number: number): Promise<void> {
    await this.page.getByRole('button', { name: `${number}号窗口` }).click();
    await this.page.getByRole('button', { name: /^呼叫下一位/ }).waitFor();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}`) });
  }
  press(name: string): Promise<void> {
    return this.button(name).click();
  }
  key(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }
  /** Resolves when a status says this. */
  async says(sentence: string | RegExp): Promise<string> {
    const status = this.page.getByRole('status').filter({ hasText: sentence });
    await status.waitFor();
    return status.innerText();
  }
  /** Resolves when this stands among the things that must not be missed. */
  async warns(sentence: string | RegExp): Promise<void> {
    await this.page.getByRole('region', { name: '提醒' }).getByText(sentence).first().waitFor();
  }
  async warnsNoMore(sentence: string | RegExp): Promise<void> {
    await this.page.getByRole('region', { name: '提醒' }).getByText(sentence).first().waitFor({ state: 'hidden' });
  }

  /** The number that is being served, or null. */
  async current(): Promise<string | null> {
    const [card] = await this.page.getByRole('region', { name: '正在办理' }).allInnerTexts();
    return /[AC]\d{3}/.exec(card ?? '')?.[0] ?? null;
  }
  /** Numbers that wait, in the order in which they will be called. */
  async waiting(): Promise<string[]> {
    return this.page.getByRole('region', { name: /^等候/ }).getByRole('rowheader').allInnerTexts();
  }
  list(name: '过号' | '凭条没打出来'): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${name}`) });
  }

  /** 替居民取号, found by typing. @returns the number that the page says was given, whatever it says about the slip. */
  async issue(typed: string): Promise<string> {
    await this.press('替居民取号');
    const dialog = this.page.getByRole('dialog', { name: '替居民取号' });
    await dialog.getByLabel('要办什么？').first().fill(typed);
    await dialog.getByText(said(counterWords.issue.found)).waitFor({ state: 'attached' });
    await dialog.getByRole('button', { name: /^取号并打印/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    return /^已取([AC]\d{3})/.exec(await this.says(/^已取[AC]\d{3}/))![1]!;
  }
}

/** The display in the waiting zone. */
export class DisplayPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(WAIT_MS_MAX);
  }

  static async open(browser: Browser, url: string): Promise<DisplayPage> {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
    const display = new DisplayPage(context, await context.newPage());
    await display.page.goto(url);
    await display.page.getByRole('heading', { name: counterWords.display.earlier }).waitFor();
    return display;
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  /** Resolves when it calls this number to this window. */
  async calls(label: string, window: number): Promise<void> {
    await this.page.getByText(`${label}号 请到 ${window}号窗口`, { exact: true }).waitFor({ state: 'attached' });
  }
  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
