import { sql } from 'kysely';
import { z } from 'zod';
import { centerTicketSchema, terminalStatusSchema, type CenterTicket, type TerminalStatus } from '../api/center.ts';
import type { HallDay } from '../domain/hall-day.ts';
import { labelOf, ticketClassSchema } from '../domain/ticket.ts';
import { withinHall, type CenterDb, type CenterTransaction } from './database.ts';
import { groupBy } from './group-by.ts';

/** What the console shows: a day's tickets as they arrived, and when each terminal was last heard. */
export type DayOfTickets = {
  readonly total: number;
  readonly tickets: readonly CenterTicket[];
  readonly terminals: readonly TerminalStatus[];
};

const figure = z.coerce.number().int();

export const ticketsOf = (db: CenterDb, city: string, day: HallDay, limit: number): Promise<DayOfTickets> =>
  withinHall(db, city, '*', async (tx) => {
    const halls = new Map(
      (await tx.selectFrom('hall').select(['code', 'name']).where('city', '=', city).execute()).map((hall) => [hall.code, hall.name]),
    );
    const total = await tx
      .selectFrom('ticket')
      .select((e) => e.fn.countAll().as('count'))
      .where('city', '=', city)
      .where('day', '=', day)
      .executeTakeFirstOrThrow();
    return {
      total: figure.parse(total.count),
      tickets: await newestTickets(tx, city, day, limit, halls),
      terminals: await terminalsOf(tx, city, halls),
    };
  });

async function newestTickets(
  tx: CenterTransaction,
  city: string,
  day: string,
  limit: number,
  halls: ReadonlyMap<string, string>,
): Promise<CenterTicket[]> {
  const rows = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('city', '=', city)
    .where('day', '=', day)
    .orderBy('arrived_at', 'desc')
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  if (rows.length === 0) return [];
  const actions = await tx
    .selectFrom('ticket_action')
    .select(['hall', 'ticket_id', 'action', 'at', 'arrived_at'])
    .where('city', '=', city)
    .where(
      'ticket_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('arrived_at')
    .orderBy('sequence')
    .execute();
  const actionsOf = groupBy(actions, (action) => `${action.hall} ${action.ticket_id}`);
  return rows.map((row) =>
    centerTicketSchema.parse({
      id: row.id,
      hall: row.hall,
      hallName: halls.get(row.hall) ?? row.hall,
      terminal: row.terminal,
      day: row.day,
      label: labelOf({ class: ticketClassSchema.parse(row.class), number: row.number }),
      class: row.class,
      matterId: row.matter_id,
      matterName: row.matter_name,
      priority: row.priority,
      state: row.state,
      print: row.print,
      window: row.window,
      issuedAt: figure.parse(row.issued_at),
      arrivedAt: figure.parse(row.arrived_at),
      actions: (actionsOf.get(`${row.hall} ${row.id}`) ?? []).map((action) => ({
        action: action.action,
        at: figure.parse(action.at),
        arrivedAt: figure.parse(action.arrived_at),
      })),
    }),
  );
}

async function terminalsOf(tx: CenterTransaction, city: string, halls: ReadonlyMap<string, string>): Promise<TerminalStatus[]> {
  const rows = await tx
    .selectFrom('terminal as t')
    .leftJoin('terminal_epoch as e', (join) =>
      join
        .onRef('e.city', '=', 't.city')
        .onRef('e.hall', '=', 't.hall')
        .onRef('e.terminal', '=', 't.terminal')
        .onRef('e.epoch', '=', 't.epoch'),
    )
    .select(['t.terminal', 't.hall', 't.last_heard_at', 'e.acknowledged_through'])
    .select((e) =>
      e
        .selectFrom('parked_message as p')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('p.city', '=', 't.city')
        .whereRef('p.hall', '=', 't.hall')
        .whereRef('p.terminal', '=', 't.terminal')
        .as('parked'),
    )
    .where('t.city', '=', city)
    .orderBy('t.hall')
    .orderBy('t.terminal')
    .execute();
  return rows.map((row) =>
    terminalStatusSchema.parse({
      terminal: row.terminal,
      hall: row.hall,
      hallName: halls.get(row.hall) ?? row.hall,
      lastHeardAt: row.last_heard_at === null ? null : figure.parse(row.last_heard_at),
      acknowledgedThrough: figure.parse(row.acknowledged_through ?? 0),
      parked: figure.parse(row.parked ?? 0),
    }),
  );
}
