import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Instant } from '../../basics/clock.ts';
import { instantSchema } from '../../domain/hall-day.ts';
import type { OutgoingMessage } from '../../domain/batch.ts';
import { numberedMessageSchema, type NumberedMessage } from '../../sync/wire.ts';
import type { Sealer } from '../sealing.ts';
import type { ParkRow } from './parked-rows.ts';
import { jsonOf } from './tickets.ts';

/**
 * What the center is to be told, numbered without a gap from 1 for as long as this store lives. Acknowledged messages
 * stay: a center restored from a backup asks for them again.
 */
const rowSchema = z.object({ sequence: z.number().int(), id: z.string(), at: z.number(), body: z.instanceof(Uint8Array) });
const bodyPlace = (sequence: number) => ({ table: 'outbox', row: sequence, column: 'body' });

export type OutboxTable = {
  /** @returns the sequence number given. */
  add(id: string, at: number, message: OutgoingMessage): number;
  lastSequence(): number;
  from(sequence: number, limit: number): NumberedMessage[];
  pending(limit: number): NumberedMessage[];
  pendingCount(): { count: number; oldestAt: Instant | null };
  acknowledgedThrough(): number;
  acknowledge(through: number, at: number): void;
};

export function createOutboxTable(db: Database, sealer: Sealer, park: ParkRow): OutboxTable {
  const last = db.prepare('SELECT max(sequence) FROM outbox').pluck();
  const insert = db.prepare('INSERT INTO outbox (sequence, id, at, body) VALUES (?, ?, ?, ?)');
  const from = db.prepare('SELECT sequence, id, at, body FROM outbox WHERE sequence >= ? ORDER BY sequence LIMIT ?');
  const atOf = db.prepare('SELECT at FROM outbox WHERE sequence = ?').pluck();
  const acknowledged = db.prepare('SELECT through FROM outbox_acknowledged WHERE only = 1').pluck();
  const acknowledge = db.prepare(`
    INSERT INTO outbox_acknowledged (only, through, at) VALUES (1, @through, @at)
    ON CONFLICT (only) DO UPDATE SET through = excluded.through, at = excluded.at WHERE outbox_acknowledged.through < excluded.through`);

  const acknowledgedThrough = (): number => z.number().int().min(0).default(0).parse(acknowledged.get());
  /** Never below what was acknowledged, so that numbers go on where old messages have been cleared away. */
  const lastSequence = (): number => Math.max(z.number().int().min(0).nullable().parse(last.get()) ?? 0, acknowledgedThrough());

  function read(found: unknown): NumberedMessage {
    const row = rowSchema.parse(found);
    const plain = sealer.open(bodyPlace(row.sequence), row.body);
    const message =
      plain === null ? null : numberedMessageSchema.safeParse({ sequence: row.sequence, id: row.id, at: row.at, message: jsonOf(plain) });
    if (message?.success) return message.data;
    // Its number is told all the same: a queue that waits for it for ever would hide it, and all that follows.
    park('outbox.body', row.sequence, plain === null ? 'seal-broken' : 'not-as-expected', row.body);
    return numberedMessageSchema.parse({ sequence: row.sequence, id: row.id, at: row.at, message: { kind: 'unreadable' } });
  }
  const messagesFrom = (sequence: number, limit: number): NumberedMessage[] => from.all(sequence, limit).map(read);

  return {
    add(id, at, message) {
      const sequence = lastSequence() + 1;
      insert.run(sequence, id, at, sealer.seal(bodyPlace(sequence), JSON.stringify(message)));
      return sequence;
    },
    lastSequence,
    from: messagesFrom,
    pending: (limit) => messagesFrom(acknowledgedThrough() + 1, limit),
    pendingCount() {
      const through = acknowledgedThrough();
      const count = lastSequence() - through;
      return { count, oldestAt: count === 0 ? null : instantSchema.parse(atOf.get(through + 1)) };
    },
    acknowledgedThrough,
    acknowledge(through, at) {
      const highest = lastSequence();
      if (through > highest) throw new Error(`broken invariant: acknowledged ${through}, but only ${highest} were given out`);
      if (through > acknowledgedThrough()) acknowledge.run({ through, at });
    },
  };
}
