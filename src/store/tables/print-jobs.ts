import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { paperDocumentSchema } from '../../devices/paper.ts';
import { instantSchema } from '../../domain/hall-day.ts';
import { StoreRefused, type PrintJob } from '../../domain/batch.ts';
import { printStateSchema, ticketIdSchema, type PrintState } from '../../domain/ticket.ts';
import type { Sealer } from '../sealing.ts';
import type { ParkRow } from './parked-rows.ts';
import { idIn, isUnique, jsonOf } from './tickets.ts';

/** The print record: what was planned, sent, confirmed. The paper may carry a name, so it is sealed. */
const rowSchema = z.object({
  id: z.string(),
  ticket_id: ticketIdSchema,
  copy: z.number().int(),
  planned_at: instantSchema,
  paper: z.instanceof(Uint8Array).nullable(),
  state: printStateSchema,
  reason: z.string().nullable(),
});

const COLUMNS = 'id, ticket_id, copy, planned_at, paper, state, reason';
const paperPlace = (id: string) => ({ table: 'print_job', row: id, column: 'paper' });

export type PrintJobTable = {
  /** @throws StoreRefused conflict: a job of this id is already there. */
  plan(job: PrintJob): void;
  /** @throws StoreRefused conflict: no such job. */
  setState(id: string, state: PrintState, reason: string | null, at: number): void;
  /** No slip of this ticket can be drawn again. */
  forgetPapers(ticketId: string): void;
  /** What is on its way: planned or sent, and its end not yet written down; oldest first. */
  open(): PrintJob[];
  ofTicket(ticketId: string): PrintJob[];
};

export function createPrintJobTable(db: Database, sealer: Sealer, park: ParkRow): PrintJobTable {
  const insert = db.prepare(`
    INSERT INTO print_job (id, ticket_id, copy, planned_at, paper, state, reason, changed_at)
    VALUES (@id, @ticketId, @copy, @plannedAt, @paper, @state, @reason, @plannedAt)`);
  const update = db.prepare('UPDATE print_job SET state = @state, reason = @reason, changed_at = @at WHERE id = @id');
  const forget = db.prepare('UPDATE print_job SET paper = NULL WHERE ticket_id = ?');
  const open = db.prepare(`SELECT ${COLUMNS} FROM print_job WHERE state IN ('planned', 'sent') ORDER BY arrival`);
  const ofTicket = db.prepare(`SELECT ${COLUMNS} FROM print_job WHERE ticket_id = ? ORDER BY arrival`);

  function read(found: unknown): PrintJob[] {
    const row = rowSchema.safeParse(found);
    if (!row.success) {
      park('print_job', idIn(found), 'not-as-expected', found);
      return [];
    }
    const { id, ticket_id: ticketId, copy, planned_at: plannedAt, state, reason } = row.data;
    if (row.data.paper === null) return [{ id, ticketId, copy, plannedAt, paper: null, state, reason }];
    const plain = sealer.open(paperPlace(id), row.data.paper);
    const paper = plain === null ? null : paperDocumentSchema.safeParse(jsonOf(plain));
    if (paper?.success) return [{ id, ticketId, copy, plannedAt, paper: paper.data, state, reason }];
    park('print_job.paper', id, plain === null ? 'seal-broken' : 'not-as-expected', row.data.paper);
    return [];
  }

  return {
    plan(job) {
      try {
        insert.run({
          id: job.id,
          ticketId: job.ticketId,
          copy: job.copy,
          plannedAt: job.plannedAt,
          state: job.state,
          reason: job.reason,
          paper: sealer.seal(paperPlace(job.id), JSON.stringify(job.paper)),
        });
      } catch (error) {
        throw isUnique(error) ? new StoreRefused({ kind: 'conflict', what: 'print-job' }) : error;
      }
    },
    setState(id, state, reason, at) {
      if (update.run({ id, state, reason, at }).changes !== 1) throw new StoreRefused({ kind: 'conflict', what: 'print-job' });
    },
    forgetPapers: (ticketId) => void forget.run(ticketId),
    open: () => open.all().flatMap(read),
    ofTicket: (ticketId) => ofTicket.all(ticketId).flatMap(read),
  };
}
