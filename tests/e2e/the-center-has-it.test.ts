import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import type { TicketAction } from '../../src/domain/ticket.ts';
import { centerWords } from '../../src/words/zh-CN/center.ts';
import { counterWords as words } from '../../src/words/zh-CN/counter.ts';
import { openChromium } from '../support/chromium.ts';
import { CenterClient, CenterPage } from '../support/center-page.ts';
import { CounterPage } from '../support/counter-page.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { startKioskProcess, writeKioskFiles } from '../support/kiosk-process.ts';
import { newFolder } from '../support/new-folder.ts';
import { until } from '../support/until.ts';
import { WindowClient } from '../support/window-client.ts';

/** What a hall does arrives at the center once and in order, whatever the line and the center do meanwhile. */
/** 未送达中心 n 条, and perhaps why. */
const HELD = new RegExp(words.head.center.pending.replace('{{count}}', '\\d+'));
const SLIP_ENDS: ReadonlySet<TicketAction> = new Set(['printed', 'print-unknown', 'not-printed']);
/** A back-off's longest wait among the first tries, and a try. */
const ARRIVES_MS_MAX = 30_000;

let demo: DemoRun;
let browser: Browser;
let counter: CounterPage;
let center: CenterPage;
let clerk: CenterClient;
let seat: WindowClient;
/** Ids of all tickets that this file has issued, in order. */
const issued: string[] = [];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openChromium()]);
  const { accounts } = await demo.dock.state();
  clerk = new CenterClient(demo.urls.center, accounts.center[0]!);
  [counter, center, seat] = await Promise.all([
    CounterPage.at(browser, demo.urls.counter, accounts.counter[0]!, 1),
    CenterPage.open(browser, demo.urls.center, accounts.center[0]!),
    WindowClient.open(new URL(demo.urls.counter).origin, accounts.counter[1]!, 2),
  ]);
});
afterAll(async () => {
  await browser?.close();
  expect(await demo.stop(), demo.stderr()).toBe(0);
});
beforeEach(() => demo.dock.reset());
afterEach(async () => {
  await demo.dock.network('whole');
  await demo.dock.center('start');
});

/** The whole way at the window, as the keeper answers it: each is saved when it is answered. */
async function serve(): Promise<string> {
  const ticket = await seat.done('issue');
  issued.push(ticket.id);
  const called = await seat.done('callNext');
  await seat.done('recall', { ticketId: called.id });
  await seat.done('finish', { ticketId: called.id });
  return ticket.label;
}
async function issue(count: number): Promise<string[]> {
  const labels: string[] = [];
  for (let at = 0; at < count; at++) {
    const ticket = await seat.done('issue');
    issued.push(ticket.id);
    labels.push(ticket.label);
  }
  return labels;
}
const says = (text: string | RegExp): Promise<void> =>
  counter.page.getByRole('banner').getByText(text).first().waitFor({ timeout: ARRIVES_MS_MAX });

/** Everything that was issued is there, each once and in order, each with every step of its way once. */
async function expectAllOnce(): Promise<void> {
  await until('the counter holds nothing back', async () => (await seat.view()).center.pending === 0, ARRIVES_MS_MAX);
  // A slip that is still coming out is told when it is out; what became of it is the printer's story, not the center's.
  const { total, tickets, terminals } = await until(
    'every slip is told',
    async () => {
      const day = await clerk.day();
      return day.tickets.every(({ actions }) => actions.some(({ action }) => SLIP_ENDS.has(action))) ? day : null;
    },
    ARRIVES_MS_MAX,
  );
  expect(total).toBe(issued.length);
  expect(tickets.map((ticket) => ticket.id).toReversed()).toEqual(issued);
  for (const { label, actions } of tickets) {
    const told = actions.map((step) => step.action);
    expect(told[0], label).toBe('issued');
    expect(new Set(told).size, `${label}: ${told.join(' ')}`).toBe(told.length);
  }
  expect(terminals).toMatchObject([{ terminal: 'K01', parked: 0 }]);
  await center.counts(issued.length);
}

test('a ticket is on the center’s page within seconds, once, with everything that happened to it', async () => {
  const label = await serve();
  await center.counts(1);
  await center.row(label).getByText(centerWords.state.done, { exact: true }).waitFor();
  await until('its slip is told too', async () => (await center.story(label)).length === 5);
  expect((await center.story(label)).toSorted()).toEqual(
    (['issued', 'printed', 'called', 'recalled', 'done'] as const).map((action) => centerWords.action[action]).toSorted(),
  );
  await says(words.head.center.sent);
  await expectAllOnce();
});

describe('the line', () => {
  test('cut all day: tickets go on, the counter counts what is not there yet, and afterwards all of it arrives once and in order', async () => {
    await demo.dock.network('cut');
    const before = issued.length;
    const first = await serve();
    const labels = await issue(12);
    await says(HELD);
    await says(words.head.center.notReached);
    await until('slips come out as ever', async () => (await demo.dock.slips()).length === 13);
    const { pending, oldestAt, refusal } = (await seat.view()).center;
    expect(pending).toBeGreaterThanOrEqual(13);
    expect(oldestAt).not.toBeNull();
    expect(refusal).toBe('not-reached');
    expect((await clerk.day()).total).toBe(before);
    await center.row(first).waitFor({ state: 'detached' });

    await demo.dock.network('whole');
    await says(words.head.center.sent);
    await expectAllOnce();
    expect((await center.labels()).slice(0, 13)).toEqual([first, ...labels].toReversed());
  });

  test('it answers 500: the same batch again, and once', async () => {
    await demo.dock.network('errors');
    await issue(3);
    await says(HELD);
    await until('it was refused', async () => (await seat.view()).center.refusal === 'not-reached');
    await demo.dock.network('whole');
    await expectAllOnce();
  });

  test('it swallows the replies: what the center has and the terminal does not know of is not doubled', async () => {
    const { repliesLost } = (await demo.dock.state()).network;
    await demo.dock.network('replies-lost');
    await issue(4);
    await until('two replies were lost', async () => (await demo.dock.state()).network.repliesLost >= repliesLost + 2, ARRIVES_MS_MAX);
    // It is there, and the counter rightly does not say so.
    await center.counts(issued.length);
    expect((await seat.view()).center.pending).toBeGreaterThanOrEqual(4);
    await says(HELD);
    await demo.dock.network('whole');
    await expectAllOnce();
  });

  test('it is open, and nobody answers', async () => {
    await demo.dock.network('no-answer');
    const [label] = await issue(1);
    await says(HELD);
    expect((await seat.view()).waiting.map((row) => row.label)).toContain(label);
    await demo.dock.network('whole');
    await expectAllOnce();
  });
});

describe('the center', () => {
  test('is killed while it is told, and started again: everything once', async () => {
    const telling = issue(20);
    await demo.dock.center('kill');
    await telling;
    await says(HELD);
    await center.page.getByText(centerWords.head.lost).waitFor();
    await demo.dock.center('start');
    // It kept no session, and its page says so in a sentence.
    await center.page.getByRole('status').filter({ hasText: centerWords.signIn.ended }).waitFor();
    await center.signIn((await demo.dock.state()).accounts.center[0]!);
    await expectAllOnce();
  });

  test('is away all the while, and the kiosk is killed too: what was saved is told when both are back', async () => {
    await demo.dock.center('stop');
    await issue(5);
    await demo.dock.kiosk('kill');
    await demo.dock.kiosk('start');
    const { accounts } = await demo.dock.state();
    seat = await WindowClient.open(new URL(demo.urls.counter).origin, accounts.counter[1]!, 2);
    expect((await seat.view()).center.pending).toBeGreaterThanOrEqual(5);
    await demo.dock.center('start');
    await center.page.getByLabel('账号').waitFor();
    await center.signIn(accounts.center[0]!);
    await until('the counter holds nothing back', async () => (await seat.view()).center.pending === 0, ARRIVES_MS_MAX);
    expect((await clerk.day()).tickets.map((ticket) => ticket.id).toReversed()).toEqual(issued);
  });

  test.each([
    ['a wrong token', 'K01', 'wrong-token'],
    ['a terminal that it does not know', 'K77', 'unknown-terminal'],
  ])('refuses %s, and the counter of that terminal says so', async (_, terminal, refusal) => {
    const before = (await clerk.day()).total;
    const file = await writeKioskFiles(join(newFolder('kiosk'), terminal), {
      terminal,
      center: { url: new URL(demo.urls.center).origin, tokenFile: 'token' },
    });
    const kiosk = await startKioskProcess(file);
    const there = await CounterPage.at(browser, `${kiosk.ready.hall}/counter/`, { id: 'li', name: '', password: 'li-password' }, 1);
    await there.issue('高龄津贴');
    await there.page.getByRole('banner').getByText(words.head.center.refused).waitFor();
    await there.page.getByRole('banner').getByText(HELD).waitFor();
    const other = await WindowClient.open(kiosk.ready.hall, { id: 'wang', password: 'wang-password' }, 2);
    expect((await other.view()).center).toMatchObject({ refusal });
    await there.close();
    expect(await kiosk.stop(), kiosk.stderr()).toBe(0);
    expect((await clerk.day()).total).toBe(before);
  });
});
