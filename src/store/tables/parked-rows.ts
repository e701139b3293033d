import type { Database } from 'better-sqlite3';

/**
 * Rows that could not be read as what they should be: kept as they were found (sealed values stay sealed), once each,
 * so that a repair can still be made from them. Nothing unreadable is dropped, and nothing unreadable is shown.
 */
export type ParkedReason = 'seal-broken' | 'not-as-expected';
export type ParkRow = (source: string, row: string | number, reason: ParkedReason, found: unknown) => void;

/** @param tell called once for each newly parked row. */
export function createParkedRows(db: Database, tell: (source: string, reason: ParkedReason) => void): { park: ParkRow; count(): number } {
  const insert = db.prepare(`
    INSERT INTO parked_row (at, source, row, reason, found) VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`);
  const count = db.prepare('SELECT count(*) FROM parked_row').pluck();
  const asBytes = (found: unknown): Buffer =>
    found instanceof Uint8Array
      ? Buffer.from(found)
      : Buffer.from(
          JSON.stringify(found, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)),
          'utf8',
        );
  return {
    park(source, row, reason, found) {
      if (insert.run(source, String(row), reason, asBytes(found)).changes > 0) tell(source, reason);
    },
    count: () => Number(count.get()),
  };
}
