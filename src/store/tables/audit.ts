import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../../domain/batch.ts';

/** Who did what, from a closed list of doings; written in the batch that did it, never changed. */
export type AuditTable = { add(batch: string, at: number, entry: AuditEntry): void };

export function createAuditTable(db: Database): AuditTable {
  const insert = db.prepare('INSERT INTO audit (at, batch, action, by, subject) VALUES (?, ?, ?, ?, ?)');
  return {
    add(batch, at, entry) {
      insert.run(at, batch, entry.action, entry.by, entry.subject);
    },
  };
}
