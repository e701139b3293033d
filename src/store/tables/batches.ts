import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Committed } from '../../domain/batch.ts';

/** Batches that were committed, with the answer they got: the same id offered again gets the same answer. */
export type BatchTable = {
  find(id: string): Committed | null;
  /** @param firstSequence of its messages, which are numbered in one run. */
  add(id: string, at: number, firstSequence: number, messages: number): void;
};

const rowSchema = z.object({ first_sequence: z.number().int(), messages: z.number().int() });
export const sequencesOf = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

export function createBatchTable(db: Database): BatchTable {
  const find = db.prepare('SELECT first_sequence, messages FROM batch WHERE id = ?');
  const insert = db.prepare('INSERT INTO batch (id, at, first_sequence, messages) VALUES (?, ?, ?, ?)');
  return {
    find(id) {
      const found: unknown = find.get(id);
      if (found === undefined) return null;
      const row = rowSchema.parse(found);
      return { batchId: id, sequences: sequencesOf(row.first_sequence, row.messages) };
    },
    add(id, at, firstSequence, messages) {
      insert.run(id, at, firstSequence, messages);
    },
  };
}
