import { AxeBuilder } from '@axe-core/playwright';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { findPageFaults } from '../support/page-faults.ts';
import { BUILT_PAGES, showView, type ShowView } from '../support/show-view.ts';
import { ALL_SAMPLES, VIEW_SAMPLES } from '../support/view-samples.ts';

/**
 * Every screen that the View can show, standing and lying, in real Chromium: axe has nothing to say with no rule
 * switched off, no text leaves its place, nothing scrolls, every target can be hit, and every character comes from the
 * shipped font. The pictures are kept for looking at.
 */
const LIMITS = { targetMmMin: 15, primaryMmMin: 20 };
const WAYS = [
  { way: 'portrait', width: 1080, height: 1920 },
  { way: 'landscape', width: 1920, height: 1080 },
] as const;
const PICTURES = fileURLToPath(new URL('../../.data/screens/', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  if (!existsSync(join(BUILT_PAGES, 'kiosk/index.html')))
    throw new Error(`The pages are not built: run "npx vite build" (looked in ${BUILT_PAGES})`);
  browser = await openChromium();
});
afterAll(() => browser?.close());

describe.each(WAYS)('on a $way panel', ({ way, width, height }) => {
  let show: ShowView;
  let context: BrowserContext;
  let page: Page;
  let inspector: CDPSession;
  const complaints: string[] = [];
  let visits = 0;

  beforeAll(async () => {
    mkdirSync(join(PICTURES, way), { recursive: true });
    show = await showView(ALL_SAMPLES[0]!.view);
    context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'zh-CN' });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(show.mintUrl());
    inspector = await context.newCDPSession(page);
    await inspector.send('DOM.enable');
    await inspector.send('CSS.enable');
  });
  afterAll(async () => {
    await context?.close();
    await show?.stop();
  });

  /** A visit of its own for each, so that nothing of the sample before is left. */
  const look = async (name: string): Promise<void> => {
    const sample = ALL_SAMPLES.find((one) => one.name === name)!;
    const visitId = `01936f5e-7c00-7000-9000-${String(++visits).padStart(12, '0')}`;
    show.show({ ...sample.view, visitId });
    await page.locator(`[data-visit="${visitId}"]`).waitFor({ state: 'attached' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
  };
  const inspect = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(PICTURES, way, `${name}.png`) });
    expect(await page.evaluate(findPageFaults, LIMITS)).toEqual([]);
    // The legacy mode only spares a page per run, for merging frames; ours have none. The rules are the same, all of them.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect(complaints).toEqual([]);
  };

  test.each(ALL_SAMPLES.map(({ name }) => name))('%s', async (name) => {
    await look(name);
    await inspect(name);
  });

  test('the search with its keyboard, its words and with nothing found', async () => {
    await look('need');
    const field = page.getByRole('searchbox', { name: '搜索要办的事' });
    await field.click();
    await inspect('need-keyboard');
    for (const letter of 'sb') await page.getByRole('button', { name: letter, exact: true }).click();
    await inspect('need-words');
    await field.fill('火箭发射');
    await inspect('need-nothing-found');
  });

  test('a priority that was chosen', async () => {
    await look('confirm');
    await page.getByText('我需要优先').click();
    await inspect('confirm-priority');
  });

  test('the measuring sees a text that leaves its place, a small target and a page that scrolls', async () => {
    await look('confirm');
    await page.evaluate(() => {
      const style = (selector: string): CSSStyleDeclaration => document.querySelector<HTMLElement>(selector)!.style;
      Object.assign(style('.stage-title'), { whiteSpace: 'nowrap', width: '20px' });
      Object.assign(style('.foot .big-button'), { minHeight: '0', height: '30px', padding: '0', alignSelf: 'start' });
      Object.assign(style('.head-time'), { marginTop: '40px' });
    });
    const faults = (await page.evaluate(findPageFaults, LIMITS)).join('\n');
    expect(faults).toMatch(/“这样取号可以吗？?.*” leaves its h1/);
    expect(faults).toMatch(/“返回” is .* mm, less than 15/);
  });

  test('every character, the rarest too, comes from the shipped font', async () => {
    for (const { name } of [
      ...VIEW_SAMPLES['card-read'],
      ...VIEW_SAMPLES.ticket,
      ...VIEW_SAMPLES['choose-need'],
      ...VIEW_SAMPLES.attract,
    ]) {
      await look(name);
      const { root } = await inspector.send('DOM.getDocument', { depth: 0 });
      const { nodeIds } = await inspector.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '#page *' });
      const strangers = new Set<string>();
      let glyphs = 0;
      for (const nodeId of nodeIds) {
        const { fonts } = await inspector.send('CSS.getPlatformFontsForNode', { nodeId });
        for (const font of fonts) {
          glyphs += font.glyphCount;
          if (!font.isCustomFont) strangers.add(font.familyName);
        }
      }
      expect(glyphs, name).toBeGreaterThan(20);
      expect([...strangers], name).toEqual([]);
    }
  });
});
