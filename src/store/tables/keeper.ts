import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { StoreRefused } from '../../domain/batch.ts';

/** Who keeps the hall's queue, and under which epoch: it grows by one with each who takes over, and never otherwise. */
export type KeeperTable = {
  /** @throws StoreRefused conflict: the epoch is not the next one. */
  takeOver(epoch: number, terminal: string, at: number): void;
  /** 0 before anybody kept it. */
  epoch(): number;
};

export function createKeeperTable(db: Database): KeeperTable {
  const read = db.prepare('SELECT epoch FROM keeper WHERE only = 1').pluck();
  const write = db.prepare(`
    INSERT INTO keeper (only, epoch, terminal, since) VALUES (1, @epoch, @terminal, @at)
    ON CONFLICT (only) DO UPDATE SET epoch = excluded.epoch, terminal = excluded.terminal, since = excluded.since`);
  const epoch = (): number => z.number().int().min(0).default(0).parse(read.get());
  return {
    epoch,
    takeOver(next, terminal, at) {
      if (next !== epoch() + 1) throw new StoreRefused({ kind: 'conflict', what: 'keeper-epoch' });
      write.run({ epoch: next, terminal, at });
    },
  };
}
