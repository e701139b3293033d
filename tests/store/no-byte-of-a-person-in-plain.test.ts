import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { STORE_FILE } from '../../src/store/database.ts';
import { createSealer } from '../../src/store/sealing.ts';
import { openStore } from '../../src/store/store.ts';
import { aJob, aTicket, DAY, id, issueBatch, newKey, NOON, withoutHolder } from './samples.ts';
import { newFolder } from '../support/new-folder.ts';

const CANARY = '金丝雀䶮测试';
const SLIP = '凭条上的金丝雀';
const MESSAGE = '发出去的金丝雀';

const canaryBatch = (number: number) => {
  const ticket = aTicket(number, { holder: { name: CANARY, sex: 'male', ageYears: 91 } });
  return issueBatch(ticket, {
    changes: [
      { kind: 'ticket', ticket },
      {
        kind: 'print-job',
        job: aJob(ticket, { paper: { title: '取号凭条', blocks: [{ kind: 'text', text: SLIP, size: 1, bold: false, align: 'left' }] } }),
      },
    ],
    messages: [{ kind: 'ticket', action: 'issued', ticket: { ...withoutHolder(ticket), matterName: MESSAGE } }],
  });
};

describe('what is sealed', () => {
  test('lies in no file in plain: not in the database, not in its log, not beside them', async () => {
    const directory = newFolder('canary');
    const store = await openStore({ directory, sealingKey: newKey() });
    for (let number = 1; number <= 20; number++) await store.commit(canaryBatch(number));
    const found = (): string[] =>
      readdirSync(directory).filter((name) => {
        const bytes = readFileSync(join(directory, name));
        return [CANARY, SLIP, MESSAGE].some(
          (text) =>
            bytes.includes(Buffer.from(text, 'utf8')) ||
            bytes.includes(Buffer.from(text, 'utf16le')) ||
            bytes.includes(Buffer.from(JSON.stringify(text).slice(1, -1))),
        );
      });
    // The proof is not empty: the log holds the commits, and an unsealed word of them is found in it.
    expect(readdirSync(directory)).toContain(`${STORE_FILE}-wal`);
    expect(readFileSync(join(directory, `${STORE_FILE}-wal`)).includes(Buffer.from('不清楚，帮我选', 'utf8'))).toBe(true);
    expect(found()).toEqual([]);
    expect((await store.ticketsOf(DAY))[0]?.holder?.name).toBe(CANARY);
    await store.close();
    expect(found()).toEqual([]);
  });

  test('and was damaged is found, not shown, and kept as it was found', async () => {
    const directory = newFolder('bitflip');
    const sealingKey = newKey();
    const store = await openStore({ directory, sealingKey });
    for (let number = 1; number <= 3; number++) await store.commit(canaryBatch(number));
    await store.close();

    const file = new Database(join(directory, STORE_FILE));
    const flip = (table: string, column: string, row: number): void => {
      const value = file.prepare(`SELECT ${column} FROM ${table} WHERE rowid = ?`).pluck().get(row) as Buffer;
      value[value.length - 3]! ^= 0x10;
      file.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run(value, row);
    };
    flip('ticket', 'holder', 1);
    flip('print_job', 'paper', 1);
    flip('outbox', 'body', 2);
    // Ticket 3 is given ticket 2's sealed holder: whole, but not in its place.
    file.exec('UPDATE ticket SET holder = (SELECT holder FROM ticket WHERE arrival = 2) WHERE arrival = 3');
    file.close();

    const events: string[] = [];
    const again = await openStore({
      directory,
      sealingKey,
      log: (event, fields) => void events.push(`${event} ${Object.values(fields).join(' ')}`),
    });
    onTestFinished(() => again.close());
    expect((await again.ticketsOf(DAY)).map((ticket) => [ticket.number, ticket.holder?.name ?? null])).toEqual([
      [1, null],
      [2, CANARY],
      [3, null],
    ]);
    expect(await again.openPrintJobs()).toHaveLength(2);
    expect((await again.pendingMessages(10)).map((message) => message.message.kind)).toEqual(['ticket', 'unreadable', 'ticket']);
    expect(await again.parkedRows()).toBe(4);
    await again.ticketsOf(DAY);
    expect(await again.parkedRows()).toBe(4);
    expect(events.filter((event) => event.startsWith('store.damaged')).toSorted()).toEqual([
      'store.damaged outbox.body seal-broken',
      'store.damaged print_job.paper seal-broken',
      'store.damaged ticket.holder seal-broken',
      'store.damaged ticket.holder seal-broken',
    ]);
    await again.commit({ id: id(), at: NOON, changes: [], messages: [], audit: [] });
  });

  test('opens only with its key, in its place, unchanged in every single bit', () => {
    const sealer = createSealer(newKey());
    const place = { table: 'ticket', row: 'a', column: 'holder' };
    const sealed = sealer.seal(place, CANARY);
    expect(sealer.open(place, sealed)).toBe(CANARY);
    expect(sealed.equals(sealer.seal(place, CANARY))).toBe(false);
    expect(sealer.open({ ...place, row: 'b' }, sealed)).toBeNull();
    expect(sealer.open({ ...place, column: 'name' }, sealed)).toBeNull();
    expect(createSealer(newKey()).open(place, sealed)).toBeNull();
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(sealer.open(place, flipped)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length++) expect(sealer.open(place, sealed.subarray(0, length))).toBeNull();
  });
});
