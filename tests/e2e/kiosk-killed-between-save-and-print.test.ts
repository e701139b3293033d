import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DockAccount } from '../../main/demo/dock-api.ts';
import type { CounterView, TicketRow } from '../../src/api/counter.ts';
import { counterWords as words } from '../../src/words/zh-CN/counter.ts';
import { deviceWords } from '../../src/words/zh-CN/devices.ts';
import { openChromium } from '../support/chromium.ts';
import { CenterClient } from '../support/center-page.ts';
import { CounterPage } from '../support/counter-page.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { oneOf, said } from '../support/said.ts';
import { until } from '../support/until.ts';
import { WindowClient } from '../support/window-client.ts';

/**
 * kill -9 of the kiosk when the ticket is saved and its slip is not (known to be) on paper: the number stays given, the
 * record is honest about the slip, the counter is told, and nothing is printed that nobody asked for.
 */
let demo: DemoRun;
let browser: Browser;
let accounts: readonly DockAccount[];
let clerk: CenterClient;
let open: CounterPage[] = [];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openChromium()]);
  const state = await demo.dock.state();
  accounts = state.accounts.counter;
  clerk = new CenterClient(demo.urls.center, state.accounts.center[0]!);
});
afterAll(async () => {
  await browser?.close();
  expect(await demo.stop(), demo.stderr()).toBe(0);
});
beforeEach(() => demo.dock.reset());
afterEach(async () => {
  for (const page of open.splice(0)) await page.close();
});

const windowAt = (number: number): Promise<WindowClient> =>
  WindowClient.open(new URL(demo.urls.counter).origin, accounts[number - 1]!, number);
const rowOf = ({ waiting }: CounterView, id: string): TicketRow => waiting.find((row) => row.id === id)!;
const devicePid = async (): Promise<number | null> => (await demo.dock.state()).kiosk.devices;

/** Killed, and everything of it gone, before it is started again. */
async function powerGoesAndComesBack(): Promise<void> {
  await demo.dock.kiosk('kill');
  await demo.dock.kiosk('start');
  await until('the devices are back', devicePid);
}
/** Tells that the printer works: a slip that somebody asks for comes out. */
async function slipsAreAsked(counter: CounterPage, label: string): Promise<void> {
  await counter.press(`${label} 补打`);
  await counter.says(oneOf(said(words.done.reprint.printing, { label }), said(words.done.reprint.printed, { label })));
}

test('before the first byte: not printed, told at the counter, nothing comes out by itself, and the number is given once', async () => {
  await demo.dock.printerFault('silent');
  const before = await windowAt(2);
  // The driver asks the silent printer how it is, and waits for most of a second: saved, and nothing sent.
  const ticket = await until('a ticket whose slip waits', async () => {
    const one = await before.done('issue');
    return rowOf(await before.view(), one.id).print === 'planned' ? one : null;
  });
  await powerGoesAndComesBack();
  await demo.dock.printerFault(null);

  const after = await windowAt(2);
  expect(rowOf(await after.view(), ticket.id)).toMatchObject({ label: ticket.label, state: 'waiting', print: 'not-printed' });
  const counter = await CounterPage.at(browser, demo.urls.counter, accounts[0]!, 1);
  open.push(counter);
  await counter.list('凭条没打出来').getByText(ticket.label).waitFor();
  await counter.list('凭条没打出来').getByText(words.print['not-printed']).first().waitFor();
  const next = await after.done('issue');
  expect(next.label).not.toBe(ticket.label);
  expect(Number(next.label.slice(1))).toBe(Number(ticket.label.slice(1)) + 1);
  // The next one's slip is on paper: the printer works, and the first one's has not come out before it.
  await until('the next slip', async () => (await demo.dock.slips()).length > 0);
  const slips = await demo.dock.slips();
  expect(slips.map((slip) => slip.text.join('\n'))).toEqual([expect.stringContaining(`YC1:T:${next.id}`)]);

  await slipsAreAsked(counter, ticket.label);
  const repeat = await until('the repeat', async () => (await demo.dock.slips())[1]);
  expect(repeat.text).toContain('补打第1次');
  expect(repeat.text.join('\n')).toContain(`YC1:T:${ticket.id}`);
  await counter.list('凭条没打出来').getByText(words.unprinted.none).waitFor();
  await until(
    'the center knows it all',
    async () => (await clerk.day()).tickets.find((other) => other.id === ticket.id)?.actions.length === 3,
    20_000,
  );
  expect((await clerk.day()).tickets.find((other) => other.id === ticket.id)!.actions.map((step) => step.action)).toEqual([
    'issued',
    'not-printed',
    'printed',
  ]);
});

test('after the last byte and before the printer has answered: nobody knows, the counter is told so, and no second slip comes out by itself', async () => {
  await demo.dock.printerFault('silent-mid-slip');
  const before = await windowAt(2);
  const ticket = await before.done('issue');
  await until('its bytes are on their way', async () => rowOf(await before.view(), ticket.id).print === 'sent');
  await powerGoesAndComesBack();
  await demo.dock.printerFault(null);

  const counter = await CounterPage.at(browser, demo.urls.counter, accounts[0]!, 1);
  open.push(counter);
  await counter.list('凭条没打出来').getByText(ticket.label).waitFor();
  await counter.list('凭条没打出来').getByText(words.print.unknown).waitFor();
  const after = await windowAt(2);
  expect(rowOf(await after.view(), ticket.id)).toMatchObject({ label: ticket.label, print: 'unknown' });
  const next = await after.done('issue');
  expect(Number(next.label.slice(1))).toBe(Number(ticket.label.slice(1)) + 1);
  const whole = await until('the next slip', async () => {
    const texts = (await demo.dock.slips()).map((slip) => slip.text.join('\n')).filter((text) => text.includes('YC1:T:'));
    return texts.some((text) => text.includes(next.id)) ? texts : null;
  });
  // The printer had all of it and said nothing: this once it is on paper, and once only.
  expect(whole.filter((text) => text.includes(ticket.id))).toHaveLength(1);
  expect(whole).toHaveLength(2);

  await slipsAreAsked(counter, ticket.label);
  await until('the repeat', async () =>
    (await demo.dock.slips()).some((slip) => slip.text.includes('补打第1次') && slip.text.join('\n').includes(ticket.id)),
  );
});

test('while the slip hangs half in the slot: the half is no slip, nothing of it comes out after the refill, and 补打 gives a whole one', async () => {
  await demo.dock.printerFault('paper-ends-mid-slip');
  const before = await windowAt(2);
  const ticket = await before.done('issue');
  await until('the paper has ended', async () => (await demo.dock.state()).printer.paper === 'out');
  await powerGoesAndComesBack();

  const counter = await CounterPage.at(browser, demo.urls.counter, accounts[0]!, 1);
  open.push(counter);
  await counter.warns(`${deviceWords.name['ticket-printer']}${deviceWords.trouble['out-of-paper']}`);
  await counter.list('凭条没打出来').getByText(words.print.unknown).waitFor();
  await demo.dock.paper('enough');
  await counter.warnsNoMore(`${deviceWords.name['ticket-printer']}${deviceWords.trouble['out-of-paper']}`);
  await slipsAreAsked(counter, ticket.label);
  const repeat = await until('the repeat', async () =>
    (await demo.dock.slips()).find((slip) => slip.cut && slip.text.includes('补打第1次')),
  );
  expect(repeat.text.join('\n')).toContain(`YC1:T:${ticket.id}`);
  expect((await demo.dock.slips()).filter((slip) => slip.text.join('\n').includes(ticket.id))).toHaveLength(1);
});
