import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseChoice } from '../../src/center/config.ts';
import { openCenterDatabase, type CenterDatabase } from '../../src/center/database.ts';
import { registerCity } from '../../src/center/register.ts';
import { startCenterServer, type CenterServer } from '../../src/center/server.ts';
import { systemClock, systemRandom } from '../../src/center/system-ports.ts';
import type { HallDay } from '../../src/domain/hall-day.ts';
import type { NumberedMessage } from '../../src/sync/wire.ts';
import { aTicket, anEpoch, DAY } from '../store/samples.ts';
import { aMessage, aTerminal, centerConfig, CITY, HALLS, signIn, tokenOf, type TestTerminal } from './center-for-tests.ts';
import { createCenterLink } from '../../main/center-link.ts';

/** What a terminal may rely on, whatever database the center stands on. */
export function handInSuite(name: string, choose: () => Promise<DatabaseChoice>): void {
  describe(`a terminal hands in (${name})`, () => {
    let database: CenterDatabase;
    let server: CenterServer;
    let terminals = 0;
    const terminal = (): TestTerminal => aTerminal(server.url, ++terminals);
    const dayOf = (number: number): HallDay => `2026-05-${String(number).padStart(2, '0')}` as HallDay;

    beforeAll(async () => {
      const config = await centerConfig(await choose());
      database = await openCenterDatabase(
        config.database,
        () => systemClock.now(),
        () => {},
      );
      await registerCity(database.db, config);
      server = await startCenterServer({ config, database, clock: systemClock, random: systemRandom, log: () => {} });
    }, 90_000);
    afterAll(async () => {
      await server?.stop();
      await database?.close();
    });

    test('a ticket arrives once, with all that happened to it, and the console shows its newest state', async () => {
      const day = dayOf(1);
      const k = terminal();
      const ticket = aTicket(12, { day });
      const called = { ...ticket, state: 'called', window: 3, calls: 1, revision: 2 } as const;
      expect(await k.send([aMessage(1, ticket), aMessage(2, called, 'called')])).toEqual({
        kind: 'taken',
        reply: { acknowledgedThrough: 2, parked: [] },
      });
      expect(await k.send([aMessage(3, { ...called, state: 'done', revision: 3 }, 'done')])).toMatchObject({ kind: 'taken' });
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.total).toBe(1);
      expect(seen.tickets[0]).toMatchObject({ label: 'A012', state: 'done', window: 3, hallName: '草桥口社区（演示）', terminal: 'K01' });
      expect(seen.tickets[0]?.actions.map((action) => action.action)).toEqual(['issued', 'called', 'done']);
      expect(JSON.stringify(seen)).not.toContain('holder');
      const status = seen.terminals.find((other) => other.hall === k.hall && other.terminal === k.terminal);
      expect(status).toMatchObject({ acknowledgedThrough: 3, parked: 0 });
      expect(seen.now - status!.lastHeardAt!).toBeLessThan(60_000);
    });

    test('the same batch, again and again: the same answer, and one ticket', async () => {
      const day = dayOf(2);
      const k = terminal();
      const messages = [1, 2, 3].map((number) => aMessage(number, aTicket(number, { day })));
      const first = await k.send(messages);
      expect(await k.send(messages)).toEqual(first);
      await k.send([aMessage(4, aTicket(4, { day }))]);
      expect(await k.send(messages)).toEqual(first);
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.total).toBe(4);
      expect(seen.tickets.every((ticket) => ticket.actions.length === 1)).toBe(true);
    });

    test('a batch that overlaps what is there adds only what is new', async () => {
      const k = terminal();
      const messages = [1, 2, 3, 4, 5].map((number) => aMessage(number, aTicket(number, { day: dayOf(3) })));
      await k.send(messages.slice(0, 3));
      expect(await k.send(messages.slice(1))).toEqual({ kind: 'taken', reply: { acknowledgedThrough: 5, parked: [] } });
      expect((await (await signIn(server.url)).day(dayOf(3))).total).toBe(5);
    });

    test('a gap is answered with the number that is expected, and nothing is applied', async () => {
      const k = terminal();
      const message = (number: number) => aMessage(number, aTicket(number, { day: dayOf(4) }));
      await k.send([message(1)]);
      expect(await k.send([message(3)])).toEqual({ kind: 'refused', reason: 'sequence-gap', expected: 2 });
      expect(await k.send([message(2), message(4)])).toEqual({ kind: 'refused', reason: 'sequence-gap', expected: 2 });
      expect((await (await signIn(server.url)).day(dayOf(4))).total).toBe(1);
    });

    test('a number that says something else than before is a fork: refused, parked and shown; the first stays', async () => {
      const k = terminal();
      const day = dayOf(5);
      await k.send([aMessage(1, aTicket(1, { day })), aMessage(2, aTicket(2, { day }))]);
      const fork = [aMessage(2, aTicket(77, { day })), aMessage(3, aTicket(78, { day }))];
      expect(await k.send(fork)).toEqual({ kind: 'refused', reason: 'sequence-forked', expected: 3 });
      expect(await k.send(fork)).toEqual({ kind: 'refused', reason: 'sequence-forked', expected: 3 });
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.tickets.map((ticket) => ticket.label).toSorted()).toEqual(['A001', 'A002']);
      expect(seen.terminals.find((other) => other.hall === k.hall && other.terminal === k.terminal)?.parked).toBe(1);
      const kept = await database.db.transaction().execute(async (tx) => {
        await sql`SELECT set_config('yichuang.city', ${CITY}, true), set_config('yichuang.hall', ${k.hall}, true)`.execute(tx);
        return tx.selectFrom('parked_message').select(['reason', 'body']).where('terminal', '=', k.terminal).execute();
      });
      expect(kept).toMatchObject([{ reason: 'sequence-forked', body: { kind: 'ticket', ticket: { number: 77 } } }]);
    });

    test('what cannot be understood is parked alone and told, and what follows is applied', async () => {
      const k = terminal();
      const day = dayOf(6);
      const odd = { ...aMessage(2), message: { kind: 'receipt', of: 'a newer terminal' } } as unknown as NumberedMessage;
      const unreadable: NumberedMessage = { ...aMessage(3), message: { kind: 'unreadable' } };
      const foreign = aMessage(4, aTicket(4, { day, hall: HALLS[1]!.code }));
      const messages = [aMessage(1, aTicket(1, { day })), odd, unreadable, foreign, aMessage(5, aTicket(5, { day }))];
      const answer = {
        kind: 'taken',
        reply: {
          acknowledgedThrough: 5,
          parked: [
            { sequence: 2, reason: 'not-understood' },
            { sequence: 3, reason: 'unreadable-at-terminal' },
            { sequence: 4, reason: 'other-hall' },
          ],
        },
      };
      expect(await k.send(messages)).toEqual(answer);
      expect(await k.send(messages)).toEqual(answer);
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.tickets.map((ticket) => ticket.label).toSorted()).toEqual(['A001', 'A005']);
      expect(seen.terminals.find((other) => other.hall === k.hall && other.terminal === k.terminal)?.parked).toBe(3);
    });

    test('a store that was made anew begins a new epoch; what the old one said stays, and nothing is applied twice', async () => {
      const k = terminal();
      const day = dayOf(7);
      const old = [aMessage(1, aTicket(1, { day })), aMessage(2, aTicket(2, { day }))];
      await k.send(old);
      const epoch = anEpoch();
      expect(await k.send([{ ...old[1]!, sequence: 1 }, aMessage(2, aTicket(3, { day }))], epoch)).toEqual({
        kind: 'taken',
        reply: { acknowledgedThrough: 2, parked: [] },
      });
      expect(await k.send([], epoch)).toEqual({ kind: 'taken', reply: { acknowledgedThrough: 2, parked: [] } });
      expect(await k.send([aMessage(9)], anEpoch())).toEqual({ kind: 'refused', reason: 'sequence-gap', expected: 1 });
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.total).toBe(3);
      expect(seen.tickets.find((ticket) => ticket.label === 'A002')?.actions).toHaveLength(1);
      expect(await k.send(old)).toEqual({ kind: 'taken', reply: { acknowledgedThrough: 2, parked: [] } });
    });

    test('the same message under one id but with other content is parked, not applied', async () => {
      const k = terminal();
      const first = aMessage(1, aTicket(1, { day: dayOf(8) }));
      await k.send([first]);
      expect(await k.send([{ ...aMessage(2, aTicket(2, { day: dayOf(8) })), id: first.id }])).toEqual({
        kind: 'taken',
        reply: { acknowledgedThrough: 2, parked: [{ sequence: 2, reason: 'id-forked' }] },
      });
      expect((await (await signIn(server.url)).day(dayOf(8))).total).toBe(1);
    });

    test('an older state that comes late does not undo a newer one', async () => {
      const k = terminal();
      const ticket = aTicket(1, { day: dayOf(9) });
      await k.send([
        aMessage(1, { ...ticket, state: 'done', revision: 3 }, 'done'),
        aMessage(2, { ...ticket, state: 'called', revision: 2 }, 'called'),
      ]);
      const seen = await (await signIn(server.url)).day(dayOf(9));
      expect(seen.tickets[0]).toMatchObject({ state: 'done' });
      expect(seen.tickets[0]?.actions).toHaveLength(2);
    });

    test('two batches at the same instant, many times: each ticket once, each answer as if alone', async () => {
      const day = dayOf(10);
      const k = terminal();
      const all = Array.from({ length: 60 }, (_, at) => aMessage(at + 1, aTicket(at + 1, { day })));
      for (let from = 0; from < all.length; from += 6) {
        const batch = all.slice(from, from + 6);
        const answers = await Promise.all([k.send(batch), k.send(batch), k.send(batch.slice(0, 3)), k.send(batch)]);
        expect(new Set(answers.map((answer) => (answer.kind === 'taken' ? answer.reply.acknowledgedThrough : answer.kind)))).toEqual(
          new Set([from + 6, from + 3]),
        );
      }
      const seen = await (await signIn(server.url)).day(day);
      expect(seen.total).toBe(60);
      expect(seen.tickets.every((ticket) => ticket.actions.length === 1)).toBe(true);
    });

    test('a full batch of two hundred is taken at once', async () => {
      const k = terminal();
      const messages = Array.from({ length: 200 }, (_, at) => aMessage(at + 1, aTicket(at + 1, { day: dayOf(11) })));
      expect(await k.send(messages)).toMatchObject({ kind: 'taken', reply: { acknowledgedThrough: 200 } });
      const seen = await (await signIn(server.url)).day(dayOf(11), 50);
      expect([seen.total, seen.tickets.length]).toEqual([200, 50]);
    });

    test('nobody else can speak for a terminal', async () => {
      const k = terminal();
      const as = (token: string) => createCenterLink({ url: server.url, token })(k.batch([]));
      expect(await as('not-the-token')).toEqual({ kind: 'refused', reason: 'wrong-token', expected: null });
      expect(await as(tokenOf(HALLS[1]!.code, k.terminal))).toEqual({ kind: 'refused', reason: 'wrong-hall', expected: null });
      expect(await createCenterLink({ url: server.url, token: 'x' })({ ...k.batch([]), terminal: 'K99' as never })).toEqual({
        kind: 'refused',
        reason: 'unknown-terminal',
        expected: null,
      });
      expect(await createCenterLink({ url: server.url, token: tokenOf(k.hall, k.terminal) })({ ...k.batch([]), wire: 2 as never })).toEqual(
        { kind: 'refused', reason: 'unknown-wire-version', expected: null },
      );
    });

    test('a batch of the wrong form is refused whole, and says where', async () => {
      const k = terminal();
      const answer = await fetch(`${server.url}/api/v1/batches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenOf(k.hall, k.terminal)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...k.batch([]), messages: [{ sequence: 0, id: randomUUID(), at: 1 }] }),
      });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('sequence');
    });

    test('an unknown day is empty', async () => {
      expect(await (await signIn(server.url)).day(DAY.replace('2026', '2031'))).toMatchObject({ total: 0, tickets: [] });
    });
  });
}
