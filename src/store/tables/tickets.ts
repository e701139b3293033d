import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { StoreRefused } from '../../domain/batch.ts';
import { holderSchema, ticketSchema, type Holder, type Ticket } from '../../domain/ticket.ts';
import type { Sealer } from '../sealing.ts';
import type { ParkRow } from './parked-rows.ts';

/** Tickets: who waits, in order of arrival. The holder is sealed; everything else is the hall's, not a person's. */
const rowSchema = z.object({
  id: z.string(),
  hall: z.string(),
  terminal: z.string(),
  day: z.string(),
  class: z.string(),
  number: z.number(),
  matter_id: z.string().nullable(),
  matter_name: z.string(),
  priority: z.string(),
  holder: z.instanceof(Uint8Array).nullable(),
  issued_by: z.string(),
  issued_at: z.number(),
  state: z.string(),
  calls: z.number(),
  last_called_at: z.number().nullable(),
  window: z.number().nullable(),
  called_epoch: z.number().nullable(),
  closed_at: z.number().nullable(),
  print: z.string(),
  revision: z.number(),
});

const COLUMNS = `id, hall, terminal, day, class, number, matter_id, matter_name, priority, holder, issued_by, issued_at,
  state, calls, last_called_at, window, called_epoch, closed_at, print, revision`;

const holderPlace = (id: string) => ({ table: 'ticket', row: id, column: 'holder' });

export type TicketTable = {
  /** @throws StoreRefused conflict: another revision is stored, or the number is taken. */
  write(ticket: Ticket): void;
  ofDay(day: string): Ticket[];
  unclosedBefore(day: string): Ticket[];
};

export function createTicketTable(db: Database, sealer: Sealer, park: ParkRow): TicketTable {
  const insert = db.prepare(`
    INSERT INTO ticket (${COLUMNS}) VALUES (@id, @hall, @terminal, @day, @class, @number, @matterId, @matterName, @priority, @holder,
      @issuedBy, @issuedAt, @state, @calls, @lastCalledAt, @window, @calledEpoch, @closedAt, @print, @revision)`);
  const update = db.prepare(`
    UPDATE ticket SET hall = @hall, terminal = @terminal, day = @day, class = @class, number = @number, matter_id = @matterId,
      matter_name = @matterName, priority = @priority, holder = @holder, issued_by = @issuedBy, issued_at = @issuedAt, state = @state,
      calls = @calls, last_called_at = @lastCalledAt, window = @window, called_epoch = @calledEpoch, closed_at = @closedAt,
      print = @print, revision = @revision
    WHERE id = @id AND revision = @revision - 1`);
  const ofDay = db.prepare(`SELECT ${COLUMNS} FROM ticket WHERE day = ? ORDER BY arrival`);
  const unclosedBefore = db.prepare(
    `SELECT ${COLUMNS} FROM ticket WHERE day < ? AND state IN ('waiting', 'called', 'missed') ORDER BY day, arrival`,
  );

  function holderOf(id: string, sealed: Uint8Array | null): Holder | null {
    if (sealed === null) return null;
    const plain = sealer.open(holderPlace(id), sealed);
    const holder = plain === null ? null : holderSchema.safeParse(jsonOf(plain));
    if (holder?.success) return holder.data;
    // The ticket still counts without the name on it; the damaged bytes are kept and told of.
    park('ticket.holder', id, plain === null ? 'seal-broken' : 'not-as-expected', sealed);
    return null;
  }

  function read(found: unknown): Ticket[] {
    const row = rowSchema.safeParse(found);
    if (row.success) {
      const r = row.data;
      const ticket = ticketSchema.safeParse({
        id: r.id,
        hall: r.hall,
        terminal: r.terminal,
        day: r.day,
        class: r.class,
        number: r.number,
        matterId: r.matter_id,
        matterName: r.matter_name,
        priority: r.priority,
        holder: holderOf(r.id, r.holder),
        issuedBy: r.issued_by,
        issuedAt: r.issued_at,
        state: r.state,
        calls: r.calls,
        lastCalledAt: r.last_called_at,
        window: r.window,
        calledEpoch: r.called_epoch,
        closedAt: r.closed_at,
        print: r.print,
        revision: r.revision,
      });
      if (ticket.success) return [ticket.data];
    }
    park('ticket', idIn(found), 'not-as-expected', found);
    return [];
  }

  return {
    write(ticket) {
      const values = {
        id: ticket.id,
        hall: ticket.hall,
        terminal: ticket.terminal,
        day: ticket.day,
        class: ticket.class,
        number: ticket.number,
        matterId: ticket.matterId,
        matterName: ticket.matterName,
        priority: ticket.priority,
        holder: ticket.holder === null ? null : sealer.seal(holderPlace(ticket.id), JSON.stringify(ticket.holder)),
        issuedBy: ticket.issuedBy,
        issuedAt: ticket.issuedAt,
        state: ticket.state,
        calls: ticket.calls,
        lastCalledAt: ticket.lastCalledAt,
        window: ticket.window,
        calledEpoch: ticket.calledEpoch,
        closedAt: ticket.closedAt,
        print: ticket.print,
        revision: ticket.revision,
      };
      try {
        const { changes } = ticket.revision === 1 ? insert.run(values) : update.run(values);
        if (changes !== 1) throw new StoreRefused({ kind: 'conflict', what: 'ticket' });
      } catch (error) {
        if (isUnique(error))
          throw new StoreRefused({ kind: 'conflict', what: error.message.includes('ticket.number') ? 'ticket-number' : 'ticket' });
        throw error;
      }
    },
    ofDay: (day) => ofDay.all(day).flatMap(read),
    unclosedBefore: (day) => unclosedBefore.all(day).flatMap(read),
  };
}

export const isUnique = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY');

/** The parsed text, or undefined when it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const idIn = (found: unknown): string => {
  const row = z.object({ id: z.string() }).safeParse(found);
  return row.success ? row.data.id : 'unknown';
};
