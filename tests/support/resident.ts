import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import { SECOND_TAP_MS_MAX } from '../../renderer/kiosk/second-taps.ts';
import type { DemoRun } from './demo.ts';
import { until } from './until.ts';

/**
 * Somebody in front of the terminal: finds things by their role and their words, as eyes and ears do, touches them, and
 * counts the touches. Knows nothing of how the screen is built.
 */
export const PORTRAIT = { width: 1080, height: 1920 } as const;
export const LANDSCAPE = { width: 1920, height: 1080 } as const;
export const A_MATTER = '高龄津贴申领';
/** A number, on the screen or on paper. */
export const TICKET_LABEL = /^[AC]\d{3}$/;
/** A reading and an unanswered printer take their time; everything else is there at once. */
const SCREEN_MS_MAX = 30_000;
const GLANCE_MS_MAX = 1_000;
const SAME_PLACE_PX = 100;

export type ResidentOptions = {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A browser context of somebody else's, left open when the resident goes. */
  readonly context?: BrowserContext;
};
export type TicketWishes = {
  /** Left out: one of the common ones. null: 不清楚，帮我选. */
  readonly matter?: string | null;
  /** Whose card of the demo is put on the reader; left out: without a card. */
  readonly card?: string;
  readonly priority?: boolean;
};

export class Resident {
  readonly page: Page;
  /** What the page complained of, which no resident sees: faults and console messages. */
  readonly complaints: string[] = [];
  /** Touches so far. */
  touches = 0;
  readonly #demo: DemoRun;
  readonly #own: BrowserContext | null;
  #lastTapped = '';
  #lastTouch: { readonly at: number; readonly x: number; readonly y: number } | null = null;

  private constructor(demo: DemoRun, page: Page, own: BrowserContext | null) {
    this.#demo = demo;
    this.page = page;
    this.#own = own;
    page.setDefaultTimeout(SCREEN_MS_MAX);
    page.on('console', (message) => this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** Opens the terminal's screen by a fresh address of the dock, whatever it shows. */
  static async standsAt(demo: DemoRun, browser: Browser | null, { viewport = PORTRAIT, context }: ResidentOptions = {}): Promise<Resident> {
    const own =
      context || !browser ? null : await browser.newContext({ viewport, hasTouch: true, reducedMotion: 'reduce', locale: 'zh-CN' });
    const resident = new Resident(demo, await (own ?? context!).newPage(), own);
    await resident.reopens();
    return resident;
  }

  /** As `standsAt`, and the screen is free: what somebody before left open is ended first. */
  static async arrives(demo: DemoRun, browser: Browser | null, options: ResidentOptions = {}): Promise<Resident> {
    const resident = await Resident.standsAt(demo, browser, options);
    await resident.findsItFree();
    return resident;
  }

  /** Ends what somebody before left open, and waits for the invitation. */
  async findsItFree(): Promise<void> {
    await until(
      'the screen is free',
      async () => {
        if (await this.button('触摸屏幕开始').isVisible()) return true;
        // Whoever has just tapped 退出 taps it no second time.
        for (const way of this.#lastTapped === '退出' ? ['结束', '下一位，请点这里', '退出'] : ['结束', '退出', '下一位，请点这里']) {
          if (!(await this.button(way).isVisible())) continue;
          // What was there a moment ago may be gone by itself: then it is looked at again.
          await this.taps(way, GLANCE_MS_MAX).catch(() => undefined);
          break;
        }
        return false;
      },
      SCREEN_MS_MAX,
    );
  }

  /** The screen anew, by a fresh address of the dock; what the page complained of before was of the old one. */
  async reopens(): Promise<void> {
    await this.page.goto(await this.#demo.dock.kioskUrl());
    await this.heading().waitFor();
    this.complaints.length = 0;
  }

  /** Closes the screen; the visit goes on without it. */
  async goesAway(): Promise<void> {
    await (this.#own ?? this.page).close();
  }

  /** The one question or answer of the screen. */
  heading(name?: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, ...(name === undefined ? {} : { name, ...exactly(name) }) });
  }
  async reads(heading: string | RegExp): Promise<void> {
    await this.heading(heading).waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, ...exactly(name) });
  }
  async taps(what: string | RegExp | Locator, timeout = SCREEN_MS_MAX): Promise<void> {
    const target = typeof what === 'string' || what instanceof RegExp ? this.button(what) : what;
    const place = await this.#placeOf(target, timeout);
    this.touches++;
    await target.tap({ timeout });
    this.#lastTouch = { at: performance.now(), ...place };
    this.#lastTapped = typeof what === 'string' ? what : '';
  }

  /** Nobody reads a new screen and taps the same place again within half a second: the screen takes that for a second tap. */
  async #placeOf(target: Locator, timeout: number): Promise<{ readonly x: number; readonly y: number }> {
    await target.waitFor({ timeout });
    const box = (await target.boundingBox({ timeout })) ?? { x: 0, y: 0, width: 0, height: 0 };
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const last = this.#lastTouch;
    if (last && Math.hypot(place.x - last.x, place.y - last.y) < SAME_PLACE_PX)
      await this.page.waitForTimeout(Math.max(0, last.at + SECOND_TAP_MS_MAX - performance.now()));
    return place;
  }

  /** Letters on the keyboard of the screen. */
  async types(letters: string): Promise<void> {
    const keyboard = this.page.getByRole('group', { name: '键盘' });
    for (const letter of letters) await this.taps(keyboard.getByRole('button', { name: letter, exact: true }));
  }

  /** From the invitation to the start page. */
  async begins(): Promise<void> {
    await this.taps('触摸屏幕开始');
    await this.reads('您好，要办什么？');
  }
  async asksForTicket(): Promise<void> {
    await this.begins();
    await this.taps(/^取号/);
    await this.reads('您要办什么事？');
  }
  async choosesMatter(matter: string | null = A_MATTER): Promise<void> {
    await this.asksForTicket();
    await this.taps(matter === null ? '不清楚，帮我选' : new RegExp(`^${matter}`));
    await this.reads('这样取号可以吗？');
  }
  /** As far as the page that says what is read from the card, and why. */
  async asksToUseCard(matter?: string | null): Promise<void> {
    await this.choosesMatter(matter);
    await this.taps('刷身份证取号');
    await this.reads('刷身份证前，请您知道');
  }
  /** Consents and puts the card of a demo person on the reader. */
  async putsCard(person: string): Promise<void> {
    await this.taps('同意并读卡');
    await this.#demo.dock.putCard(person);
  }

  /** From the invitation to a ticket whose slip is settled. */
  async takesTicket({ matter, card, priority = false }: TicketWishes = {}): Promise<TicketSeen> {
    if (card === undefined) await this.choosesMatter(matter);
    else {
      await this.asksToUseCard(matter);
      await this.putsCard(card);
      await this.reads(/您好$/);
    }
    if (priority) await this.taps(this.page.getByText('我需要优先'));
    await this.taps('取号');
    return this.ticket();
  }

  /** The number on the screen, as soon as there is one. */
  number(): Locator {
    return this.page.getByRole('main').getByText(TICKET_LABEL);
  }
  /** The ticket on the screen, once it is known what became of its slip. */
  async ticket(): Promise<TicketSeen> {
    await this.reads(/^取号成功/);
    return { label: await this.number().innerText(), title: await this.heading().innerText() };
  }

  /** 退出 or 完成, the last page, and the invitation again. */
  async leaves(how: string | RegExp = '退出'): Promise<void> {
    await this.taps(how);
    await this.findsItFree();
  }
}
export type TicketSeen = { readonly label: string; readonly title: string };

const exactly = (name: string | RegExp): { exact?: true } => (typeof name === 'string' ? { exact: true } : {});
