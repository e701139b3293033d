import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { StoreRefused } from '../../domain/batch.ts';
import { numberBlockSchema, type NumberBlock } from '../../domain/ticket.ts';
import type { ParkRow } from './parked-rows.ts';

/** Leased numbers: what each terminal may print, and how far it has come. */
const rowSchema = z
  .object({ day: z.string(), class: z.string(), first: z.number(), last: z.number(), next: z.number(), terminal: z.string() })
  .transform(({ first, last, ...row }) => ({ ...row, from: first, to: last }))
  .pipe(numberBlockSchema);

export type NumberBlockTable = {
  /** @throws StoreRefused conflict: it would overlap another lease, or take back a number that was given. */
  write(block: NumberBlock): void;
  ofDay(day: string): NumberBlock[];
};

export function createNumberBlockTable(db: Database, park: ParkRow): NumberBlockTable {
  const overlapping = db
    .prepare('SELECT 1 FROM number_block WHERE day = @day AND class = @class AND first <= @to AND last >= @from AND first <> @from')
    .pluck();
  const upsert = db.prepare(`
    INSERT INTO number_block (day, class, first, last, next, terminal) VALUES (@day, @class, @from, @to, @next, @terminal)
    ON CONFLICT (day, class, first) DO UPDATE SET last = excluded.last, next = excluded.next
      WHERE number_block.terminal = excluded.terminal AND number_block.next <= excluded.next`);
  const ofDay = db.prepare('SELECT day, class, first, last, next, terminal FROM number_block WHERE day = ? ORDER BY class, first');
  return {
    write(block) {
      if (overlapping.get(block) !== undefined || upsert.run(block).changes !== 1)
        throw new StoreRefused({ kind: 'conflict', what: 'number-block' });
    },
    ofDay: (day) =>
      ofDay.all(day).flatMap((found) => {
        const row = rowSchema.safeParse(found);
        if (row.success) return [row.data];
        park('number_block', day, 'not-as-expected', found);
        return [];
      }),
  };
}
