import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import type { DockAccount } from '../../main/demo/dock-api.ts';
import { centerWords } from '../../src/words/zh-CN/center.ts';
import { said } from './said.ts';
import type { CenterDay } from '../../src/api/center.ts';

const WAIT_MS_MAX = 30_000;

/** The service center's page as a clerk uses it. */
export class CenterPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(WAIT_MS_MAX);
  }

  static async open(browser: Browser, url: string, account: DockAccount): Promise<CenterPage> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    const center = new CenterPage(context, await context.newPage());
    await center.page.goto(url);
    await center.page.getByLabel('账号').waitFor();
    await center.signIn(account);
    return center;
  }

  async signIn(account: DockAccount): Promise<void> {
    await this.page.getByLabel('账号').fill(account.id);
    await this.page.getByLabel('密码').fill(account.password);
    await this.page.getByRole('button', { name: '登录' }).click();
    await this.page.getByRole('heading', { name: '取号' }).waitFor();
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  /** Resolves when so many tickets are there. */
  async counts(tickets: number): Promise<void> {
    await this.page
      .getByRole('status')
      .getByText(said(centerWords.tickets.total, { count: tickets }))
      .waitFor();
  }
  /** Numbers as they are listed, the last to arrive on top. */
  labels(): Promise<string[]> {
    return this.page.getByRole('group', { name: '取号' }).getByRole('rowheader').allInnerTexts();
  }
  row(label: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('button', { name: `看${label}的经过` }) });
  }
  /** What happened to a ticket, in the words of the page, in order. */
  async story(label: string): Promise<string[]> {
    const button = this.page.getByRole('button', { name: `看${label}的经过` });
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    const steps = this.page.getByRole('list', { name: `${label}的经过` });
    await steps.waitFor();
    return steps.getByRole('listitem').locator('strong').allInnerTexts();
  }
}

/** The center's console without a browser: what its page asks, and nothing else. */
export class CenterClient {
  readonly #origin: string;
  readonly #account: { readonly id: string; readonly password: string };
  #cookie: string | null = null;

  constructor(url: string, account: { readonly id: string; readonly password: string }) {
    this.#origin = new URL(url).origin;
    this.#account = account;
  }

  /** Signs in when it has to: a center that was started again knows nobody. */
  async day(): Promise<CenterDay> {
    for (let tries = 0; ; tries++) {
      if (this.#cookie !== null) {
        const answer = await fetch(`${this.#origin}/api/v1/tickets?limit=500`, { headers: { cookie: this.#cookie } });
        if (answer.status === 200) return (await answer.json()) as CenterDay;
        if (answer.status !== 401 || tries > 0) throw new Error(`the center answered ${answer.status}`);
      }
      const { id: account, password } = this.#account;
      const session = await fetch(`${this.#origin}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password }),
      });
      this.#cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? null;
      if (this.#cookie === null) throw new Error(`the center did not sign us in: ${session.status} ${await session.text()}`);
    }
  }
}
