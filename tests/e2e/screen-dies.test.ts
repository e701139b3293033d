import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { processesNaming } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { difference, startDisplay, type Picture, type XDisplay } from '../support/x-display.ts';

/**
 * The browser host with its real full-screen window on a real display: the page, or all of Chromium, dies or hangs under
 * the resident's fingers, and what they were at comes back by itself. Seen as they see it, on the display.
 */
const WIDTH_PX = 720;
const HEIGHT_PX = 1_280;
/** Ten seconds of silence are what makes a page a hung one; then a stop and a start. */
const BACK_MS_MAX = 25_000;
/** The same page, but for a clock, a focus ring, a warning's seconds. */
const SAME_PAGE_MAX = 0.02;
const ANOTHER_PAGE_MIN = 0.1;

let display: XDisplay;
let demo: DemoRun;
let attract: Picture;
let home: Picture;

beforeAll(async () => {
  display = await startDisplay({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX });
  const black = display.picture();
  demo = await startDemo({ host: 'browser', args: ['--kiosk'], env: { ...process.env, DISPLAY: display.name } });
  attract = await settled('the invitation', (picture) => difference(picture, black) > 0.9);
});
afterAll(async () => {
  await demo?.stop('SIGKILL');
  await display?.stop();
});

/** What is on the display once it fits and has stopped changing. */
async function settled(what: string, fits: (picture: Picture) => boolean): Promise<Picture> {
  let before = display.picture();
  return until(
    what,
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const now = display.picture();
      const still = difference(now, before) === 0;
      before = now;
      return still && fits(now) ? now : null;
    },
    BACK_MS_MAX,
  );
}
type Logged = { readonly event: string; readonly why?: string; readonly visit?: string };
function logged(event: string): Logged[] {
  const file = join(demo.data, 'kiosk', 'log', 'kiosk.log');
  if (!existsSync(file)) return [];
  // The last line may be half written.
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Logged)
    .filter((line) => line.event === event);
}
const screenPid = async (): Promise<number | null> => (await demo.dock.state()).kiosk.screen;
const pageProcesses = (): number[] =>
  processesNaming(join(demo.data, 'kiosk', 'screen'))
    .filter(({ command }) => command.includes('--type=renderer') && !command.includes('--top-chrome-webui'))
    .map(({ pid }) => pid);

/** The page that the resident was on is on the display again, it answers, and the visit is the one that it was. */
async function isBackAt(page: Picture, since: number, why: string): Promise<void> {
  await until(
    'another screen has joined',
    () => logged('screen.reloaded').at(-1)?.why === why && logged('screen.joined').length > logged('screen.reloaded').length,
    BACK_MS_MAX,
  );
  await settled('the page is back', (picture) => difference(picture, page) < SAME_PAGE_MAX);
  expect(performance.now() - since).toBeLessThan(BACK_MS_MAX);
  expect(logged('visit.begun')).toHaveLength(1);
  expect(logged('visit.ended')).toEqual([]);
  // A finger on nothing: the kiosk hears that somebody is there, and the visit goes on.
  await display.tap(WIDTH_PX / 2, 20);
}

test('the page covers the display from edge to edge, and a tap begins a visit', async () => {
  expect(attract).toMatchObject({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX });
  // Every edge is paper, none is the display's own black.
  const { pixels } = attract;
  for (const [x, y] of [
    [0, 0],
    [WIDTH_PX - 1, 0],
    [0, HEIGHT_PX - 1],
    [WIDTH_PX - 1, HEIGHT_PX - 1],
    [WIDTH_PX - 1, HEIGHT_PX / 2],
    [WIDTH_PX / 2, HEIGHT_PX - 1],
  ] as const)
    expect(pixels.readUIntBE((y * WIDTH_PX + x) * 4, 3), `at ${x}, ${y}`).toBeGreaterThan(0x808080);
  await display.tap(WIDTH_PX / 2, HEIGHT_PX / 3);
  home = await settled('home', (picture) => difference(picture, attract) > ANOTHER_PAGE_MIN);
  expect(logged('visit.begun')).toHaveLength(1);
  expect(await screenPid()).toBeGreaterThan(0);
});

test('the page’s process is killed: the same page is back', async () => {
  const since = performance.now();
  const pages = pageProcesses();
  expect(pages.length).toBeGreaterThan(0);
  for (const pid of pages) process.kill(pid, 'SIGKILL');
  await isBackAt(home, since, 'crashed');
});

test('the page’s process hangs: the same page is back, and nothing of the hung one stays', async () => {
  const since = performance.now();
  const pages = pageProcesses();
  for (const pid of pages) process.kill(pid, 'SIGSTOP');
  await isBackAt(home, since, 'silent');
  await until('the hung one has gone', () => processesNaming(demo.data).every(({ pid }) => !pages.includes(pid)));
});

test('all of Chromium is killed: another one comes up, at the same page', async () => {
  const since = performance.now();
  const before = (await screenPid())!;
  process.kill(before, 'SIGKILL');
  await isBackAt(home, since, 'ended');
  expect(await screenPid()).not.toBe(before);
});

test('Ctrl-C leaves no Chromium, and no other process', async () => {
  expect(processesNaming(demo.data).length).toBeGreaterThan(6);
  expect(await demo.stop('SIGINT'), demo.stderr()).toBe(0);
  await until('all have gone', () => processesNaming(demo.data).length === 0);
});
