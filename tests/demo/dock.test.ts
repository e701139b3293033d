import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CenterTicket } from '../../src/api/center.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { ScreenClient } from '../support/screen-client.ts';
import { until } from '../support/until.ts';

/** The whole hall through the dock: each mishap happens to the real kiosk over the simulators' real bytes. */
let demo: DemoRun;
let screen: ScreenClient;
beforeAll(async () => {
  demo = await startDemo();
}, 120_000);
afterAll(async () => {
  expect(await demo.stop(), demo.stderr()).toBe(0);
});
beforeEach(async () => {
  await demo.dock.reset();
  screen = await ScreenClient.open(await demo.dock.kioskUrl());
  // After a mishap a driver waits a little before it opens its link again.
  await until('reader and printer are there', () => screen.view.chrome.missing.length === 0, 30_000);
});
afterEach(() => screen.close());

/** What the center has, as its console sees it. */
async function centerTickets(): Promise<CenterTicket[]> {
  const { origin } = new URL(demo.urls.center);
  const { center } = (await demo.dock.state()).accounts;
  const session = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: center[0]!.id, password: center[0]!.password }),
  });
  const cookie = session.headers.getSetCookie()[0]!.split(';')[0]!;
  const answer = await fetch(`${origin}/api/v1/tickets`, { headers: { cookie } });
  return ((await answer.json()) as { tickets: CenterTicket[] }).tickets;
}
const atCenter = (id: string): Promise<CenterTicket> =>
  until(`ticket ${id} at the center`, async () => (await centerTickets()).find((ticket) => ticket.id === id), 30_000);

describe('a hall on a good day', () => {
  test('a ticket without a card: the slip is printed, and the center has it', async () => {
    const ticket = await screen.takeTicket();
    expect(ticket.slip).toEqual({ kind: 'printed' });
    const slips = await demo.dock.slips();
    expect(slips).toHaveLength(1);
    expect(slips[0]).toMatchObject({ cut: true });
    expect(slips[0]!.text.join('\n')).toContain('草桥口社区（演示）');
    const png = await demo.dock.picture(slips[0]!.number);
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
    expect((await demo.dock.state()).printer.unknownCommands).toEqual([]);
    expect((await atCenter(ticket.ticketId)).label).toBe(ticket.label);
  });

  test.each([
    ['wang-guilan', '王桂兰', false],
    ['yan-shi', '颜氏', true],
    ['tian-yan', '田䶮', false],
    ['chen-xi', '陈𬸪', false],
    ['abudula', '阿卜杜拉·买买提', false],
    ['long-name', '比丽克孜阿依木·阿卜杜热合曼江', false],
  ] as const)('the card of %s is read as %s', async (person, name, offerPriority) => {
    await demo.dock.putCard(person);
    await screen.toConfirm();
    await screen.press({ kind: 'use-card', priority: false });
    await screen.shows('card-notice');
    await screen.press({ kind: 'agree-to-read' });
    expect(await screen.shows('card-read')).toMatchObject({ name, offerPriority });
  });
});

describe('at the card reader', () => {
  const troubleOf = async (): Promise<string> => {
    await screen.toConfirm();
    await screen.press({ kind: 'use-card', priority: false });
    await screen.shows('card-notice');
    await screen.press({ kind: 'agree-to-read' });
    return (await screen.shows('card-trouble', 40_000)).trouble;
  };

  test.each([
    ['expired', 'card-expired'],
    ['wrong-check-digit', 'card-unreadable'],
    ['hmt-permit', 'unsupported-card'],
    ['foreign-2017', 'unsupported-card'],
    ['foreign-2023', 'unsupported-card'],
  ])('%s is answered with %s', async (person, trouble) => {
    await demo.dock.putCard(person);
    expect(await troubleOf()).toBe(trouble);
  });

  test('a card pulled out in the middle is off the reader, and reads well when it is put back', async () => {
    await demo.dock.putCard('zhang-min');
    await demo.dock.readerFault('pull-out');
    expect(await troubleOf()).toBe('card-moved');
    expect((await demo.dock.state()).reader).toMatchObject({ card: null, fault: null });
    await demo.dock.putCard('zhang-min');
    await screen.press({ kind: 'try-card-again' });
    expect(await screen.shows('card-read')).toMatchObject({ name: '张敏' });
  });

  test('a reader that talks rubbish is told as such', async () => {
    await demo.dock.putCard('zhang-min');
    await demo.dock.readerFault('garbage');
    expect(await troubleOf()).toMatch(/^reader-/);
  });

  test('a reader that says nothing is told as such', async () => {
    await demo.dock.readerFault('silent');
    expect(await troubleOf()).toMatch(/^(reader-not-answering|reader-out-of-order)$/);
  });
});

describe('at the printer', () => {
  test('without paper the number stays on the screen, and nothing comes out later', async () => {
    await demo.dock.paper('out');
    await until('the kiosk knows', () => screen.view.chrome.missing.includes('slip-paper'), 20_000);
    const ticket = await screen.takeTicket();
    expect(ticket.slip).toEqual({ kind: 'not-printed', trouble: 'out-of-paper' });
    await demo.dock.paper('enough');
    await until('the kiosk knows', () => !screen.view.chrome.missing.includes('slip-paper'), 20_000);
    expect((await demo.dock.state()).slips).toEqual([]);
    expect((await screen.takeTicket()).slip).toEqual({ kind: 'printed' });
    expect(await demo.dock.slips()).toHaveLength(1);
  });

  test('paper that ends in the middle leaves half a slip, and honesty on the screen', async () => {
    await demo.dock.printerFault('paper-ends-mid-slip');
    expect((await screen.takeTicket()).slip).toMatchObject({ kind: 'uncertain', trouble: 'out-of-paper' });
    const state = await demo.dock.state();
    expect(state.printer).toMatchObject({ paper: 'out', fault: null });
    expect(state.slips.at(-1)).toMatchObject({ cut: false });
  });

  test('a printer that goes dead in the middle of a slip is uncertain', async () => {
    await demo.dock.printerFault('cut-mid-slip');
    expect((await screen.takeTicket()).slip).toMatchObject({ kind: 'uncertain' });
    expect((await demo.dock.state()).printer.fault).toBeNull();
  });

  test.each([
    [{ do: 'cover', cover: 'open' }, 'cover-open'],
    [{ do: 'printer', fault: 'offline' }, 'offline'],
  ] as const)('%j is told before anything is sent', async (command, trouble) => {
    await demo.dock.run(command);
    expect((await screen.takeTicket()).slip).toEqual({ kind: 'not-printed', trouble });
  });
});

describe('on the network and in the machines', () => {
  test.each(['cut', 'no-answer', 'errors', 'replies-lost'] as const)(
    'a network that is %s loses nothing and doubles nothing',
    async (state) => {
      await demo.dock.network(state);
      const ticket = await screen.takeTicket();
      expect(ticket.slip).toEqual({ kind: 'printed' });
      if (state === 'replies-lost') await until('a reply was lost', async () => (await demo.dock.state()).network.repliesLost > 0, 30_000);
      else expect((await centerTickets()).map(({ id }) => id)).not.toContain(ticket.ticketId);
      await demo.dock.network('whole');
      const arrived = await until(
        'the slip’s story is at the center',
        async () => {
          const found = (await centerTickets()).find(({ id }) => id === ticket.ticketId);
          return found?.actions.some(({ action }) => action === 'printed') ? found : null;
        },
        60_000,
      );
      expect(arrived.actions.map(({ action }) => action)).toEqual(['issued', 'printed']);
      expect((await centerTickets()).filter(({ label, day }) => label === ticket.label && day === ticket.day)).toHaveLength(1);
    },
  );

  test('a center that was killed comes back with everything', async () => {
    const before = await screen.takeTicket();
    await atCenter(before.ticketId);
    await demo.dock.center('kill');
    expect((await demo.dock.state()).center.pid).toBeNull();
    const during = await screen.takeTicket();
    await demo.dock.center('start');
    await atCenter(during.ticketId);
    expect((await centerTickets()).filter(({ id }) => id === before.ticketId)).toHaveLength(1);
  });

  test('a killed device process is started again, and the next slip is printed', async () => {
    const { kiosk } = await demo.dock.state();
    await demo.dock.killDevices();
    await until('another device process runs', async () => {
      const { devices } = (await demo.dock.state()).kiosk;
      return devices !== null && devices !== kiosk.devices;
    });
    await until('the printer is there again', () => screen.view.chrome.missing.length === 0, 20_000);
    expect((await screen.takeTicket()).slip).toEqual({ kind: 'printed' });
  });

  test('a kiosk killed with -9 counts on from where it was', async () => {
    const before = await screen.takeTicket();
    await demo.dock.kiosk('kill');
    expect((await demo.dock.state()).kiosk).toMatchObject({ pid: null, devices: null });
    await until('the screen’s line is gone', () => screen.closed);
    await demo.dock.kiosk('start');
    screen = await ScreenClient.open(await demo.dock.kioskUrl());
    const after = await screen.takeTicket();
    expect(Number(after.label.slice(1))).toBe(Number(before.label.slice(1)) + 1);
  });

  test('emptying the data begins the day anew', async () => {
    await screen.takeTicket();
    await demo.dock.reset(true);
    expect((await demo.dock.state()).slips).toEqual([]);
    screen = await ScreenClient.open(await demo.dock.kioskUrl());
    const first = await screen.takeTicket();
    expect(first.label).toBe('A001');
    await atCenter(first.ticketId);
    expect(await centerTickets()).toHaveLength(1);
  });
});

describe('who may steer it', () => {
  const post = (headers: Record<string, string>, body: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(demo.urls.dock);
      const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/commands', headers, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', reject).end(body);
    });
  const json = { 'content-type': 'application/json' };
  const command = JSON.stringify({ do: 'take-card' });

  test('programs of this machine, and the dock’s own page', async () => {
    const { origin } = new URL(demo.urls.dock);
    expect((await post(json, command)).status).toBe(200);
    expect((await post({ ...json, origin, 'sec-fetch-site': 'same-origin' }, command)).status).toBe(200);
  });

  test('no other page, no rebound name, no form', async () => {
    expect((await post({ ...json, origin: 'http://evil.example' }, command)).status).toBe(403);
    expect((await post({ ...json, origin: new URL(demo.urls.counter).origin }, command)).status).toBe(403);
    expect((await post({ ...json, host: 'rebound.example' }, command)).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' }, command)).status).toBe(415);
  });

  test('a command that there is not is answered with what is wrong with it', async () => {
    for (const body of [
      '{',
      '{}',
      '{"do":"explode"}',
      '{"do":"paper","paper":"blue"}',
      '{"do":"take-card","extra":1}',
      `"${'x'.repeat(5_000)}"`,
    ]) {
      const answer = await post(json, body);
      expect(answer.status, body.slice(0, 40)).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ ok: false, sentence: expect.stringMatching(/.+/) as string });
    }
    await expect(demo.dock.putCard('nobody')).rejects.toThrow('no person nobody');
  });
});
