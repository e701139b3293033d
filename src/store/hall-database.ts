import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { never } from '../basics/result.ts';
import { uuidV7, type Random } from '../basics/random.ts';
import type { Batch, Change, Committed } from '../domain/batch.ts';
import { openDatabase, readPragmas, type Pragmas } from './database.ts';
import { createAuditTable, type AuditTable } from './tables/audit.ts';
import { createBatchTable, sequencesOf, type BatchTable } from './tables/batches.ts';
import { createKeeperTable, type KeeperTable } from './tables/keeper.ts';
import { createNumberBlockTable, type NumberBlockTable } from './tables/number-blocks.ts';
import { createOutboxTable, type OutboxTable } from './tables/outbox.ts';
import { createParkedRows, type ParkedReason } from './tables/parked-rows.ts';
import { createPrintJobTable, type PrintJobTable } from './tables/print-jobs.ts';
import { createTicketTable, type TicketTable } from './tables/tickets.ts';

/**
 * The open file with its tables, synchronous, on the store's thread. `commit` is the one place that writes for the
 * hall: all of a batch in one transaction, on the disk when it returns.
 */
export type HallDatabase = {
  readonly epoch: string;
  readonly tickets: TicketTable;
  readonly blocks: NumberBlockTable;
  readonly printJobs: PrintJobTable;
  readonly keeper: KeeperTable;
  readonly outbox: OutboxTable;
  /** @throws StoreRefused conflict, or SQLite's own error, after which COMMIT may or may not have been done. */
  commit(batch: Batch): Committed;
  /** What a batch of this id was answered; null: it is not in the store. */
  committed(batchId: string): Committed | null;
  pragmas(): Pragmas;
  parkedRows(): number;
  close(): void;
};

const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

type Tables = {
  tickets: TicketTable;
  blocks: NumberBlockTable;
  printJobs: PrintJobTable;
  keeper: KeeperTable;
  outbox: OutboxTable;
  audit: AuditTable;
  batches: BatchTable;
};

export type OpenHallDatabase = {
  readonly directory: string;
  readonly sealingKey: Uint8Array;
  readonly onParked: (source: string, reason: ParkedReason) => void;
};

/** @throws StartRefused with a sentence. */
export function openHallDatabase({ directory, sealingKey, onParked }: OpenHallDatabase): HallDatabase {
  const { db, sealer, epoch } = openDatabase(directory, sealingKey);
  const parked = createParkedRows(db, onParked);
  const tables: Tables = {
    tickets: createTicketTable(db, sealer, parked.park),
    blocks: createNumberBlockTable(db, parked.park),
    printJobs: createPrintJobTable(db, sealer, parked.park),
    keeper: createKeeperTable(db),
    outbox: createOutboxTable(db, sealer, parked.park),
    audit: createAuditTable(db),
    batches: createBatchTable(db),
  };
  const write = writer(db, tables);
  return {
    epoch,
    ...tables,
    commit: (batch) => write.immediate(batch),
    committed: (batchId) => tables.batches.find(batchId),
    pragmas: () => readPragmas(db),
    parkedRows: parked.count,
    close: () => {
      db.close();
    },
  };
}

const writer = (db: Database, tables: Tables) =>
  db.transaction((batch: Batch): Committed => {
    const before = tables.batches.find(batch.id);
    if (before !== null) return before;
    for (const change of batch.changes) apply(change, batch, tables);
    const first = tables.outbox.lastSequence() + 1;
    for (const message of batch.messages) tables.outbox.add(uuidV7(batch.at, systemRandom), batch.at, message);
    for (const entry of batch.audit) tables.audit.add(batch.id, batch.at, entry);
    tables.batches.add(batch.id, batch.at, first, batch.messages.length);
    return { batchId: batch.id, sequences: sequencesOf(first, batch.messages.length) };
  });

function apply(change: Change, batch: Batch, tables: Tables): void {
  switch (change.kind) {
    case 'ticket':
      return tables.tickets.write(change.ticket);
    case 'number-block':
      return tables.blocks.write(change.block);
    case 'print-job':
      return tables.printJobs.plan(change.job);
    case 'print-job-state':
      return tables.printJobs.setState(change.id, change.state, change.reason, change.at);
    case 'forget-papers':
      return tables.printJobs.forgetPapers(change.ticketId);
    case 'keeper-epoch':
      return tables.keeper.takeOver(change.epoch, change.terminal, batch.at);
    default:
      never(change);
  }
}
