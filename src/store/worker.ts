import { parentPort, workerData } from 'node:worker_threads';
import { StoreRefused, type CommitRefusal } from '../domain/batch.ts';
import { openHallDatabase, type HallDatabase } from './hall-database.ts';
import type { StoreMethods, StoreReply, StoreRequest, WorkerData } from './protocol.ts';
import { StartRefused } from './start-refused.ts';

/**
 * The store's thread: the file is open here and nowhere else, so that a slow disk never holds up a screen, and every
 * write stands in one line. When the disk fails, the file is closed and opened anew before anything is said, and the
 * batch's own id in it tells whether the commit that reported an error was done.
 */
const port = parentPort!;
const { directory, sealingKey } = workerData as WorkerData;
const say = (reply: StoreReply): void => port.postMessage(reply);

const open = (): HallDatabase =>
  openHallDatabase({ directory, sealingKey, onParked: (source, reason) => say({ kind: 'parked', source, reason }) });

const answers: {
  readonly [M in keyof StoreMethods]: (db: HallDatabase, ...args: Parameters<StoreMethods[M]>) => ReturnType<StoreMethods[M]>;
} = {
  commit: (db, batch) => db.commit(batch),
  ticketsOf: (db, day) => db.tickets.ofDay(day),
  blocksOf: (db, day) => db.blocks.ofDay(day),
  unclosedBefore: (db, day) => db.tickets.unclosedBefore(day),
  keeperEpoch: (db) => db.keeper.epoch(),
  openPrintJobs: (db) => db.printJobs.open(),
  printJobsOf: (db, ticketId) => db.printJobs.ofTicket(ticketId),
  epoch: (db) => db.epoch,
  pendingMessages: (db, limit) => db.outbox.pending(limit),
  messagesFrom: (db, sequence, limit) => db.outbox.from(sequence, limit),
  acknowledgedThrough: (db) => db.outbox.acknowledgedThrough(),
  pendingCount: (db) => db.outbox.pendingCount(),
  acknowledge: (db, sequence, at) => db.outbox.acknowledge(sequence, at),
  pragmas: (db) => db.pragmas(),
  parkedRows: (db) => db.parkedRows(),
  close: (db) => db.close(),
};

/** Why the disk did not do it, as a word for the log; null when it was not the disk. */
function diskTrouble(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL')) return 'disk-full';
  if (code.startsWith('SQLITE_IOERR')) return 'disk-failed';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'file-damaged';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return 'not-writable';
  if (code.startsWith('SQLITE_BUSY')) return 'in-use';
  return null;
}

function serve(): void {
  let db: HallDatabase | null = open();
  say({ kind: 'opened', pragmas: db.pragmas() });

  const closeAfterTrouble = (): void => {
    const troubled = db;
    db = null;
    try {
      troubled?.close();
    } catch {
      // Nothing more can be asked of this connection; the file is opened anew from the disk.
    }
  };

  const run = (request: StoreRequest): StoreReply => {
    const answer = answers[request.method] as (db: HallDatabase, ...args: readonly unknown[]) => unknown;
    const refused = (refusal: CommitRefusal): StoreReply => ({ kind: 'refused', call: request.call, refusal });
    try {
      db ??= open();
      return { kind: 'answer', call: request.call, value: answer(db, ...request.args) };
    } catch (error) {
      if (error instanceof StoreRefused) return refused(error.refusal);
      if (error instanceof StartRefused) return refused({ kind: 'cannot-save', reason: 'cannot-open' });
      const reason = diskTrouble(error);
      if (reason === null) {
        const constraint = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT');
        return constraint
          ? refused({ kind: 'conflict', what: 'batch' })
          : { kind: 'broken', call: request.call, message: error instanceof Error ? error.message : 'unknown' };
      }
      closeAfterTrouble();
      if (request.method === 'commit') {
        try {
          db = open();
          const done = db.committed(request.args[0].id);
          if (done !== null) return { kind: 'answer', call: request.call, value: done };
        } catch {
          closeAfterTrouble();
        }
      }
      return refused({ kind: 'cannot-save', reason });
    }
  };

  port.on('message', (request: StoreRequest) => {
    if (request.method === 'close' && db === null) say({ kind: 'answer', call: request.call, value: undefined });
    else say(run(request));
    if (request.method === 'close') port.close();
  });
}

try {
  serve();
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  say({ kind: 'start-refused', sentence: error.message });
  port.close();
}
