import type { CounterView, TicketRow } from '../../src/api/counter.ts';
import type { HallDesk, HallSnapshot } from '../../src/hall/hall-desk.ts';
import { DEFAULT_RULES, whoIsNext } from '../../src/hall/queue.ts';
import { labelOf, type Ticket } from '../../src/domain/ticket.ts';
import type { Account } from '../../src/web/account.ts';

/** Where somebody sits: what a session is to the hall. */
export type Seat = { readonly account: Account; window: number | null };

/** Beyond this the counter shows the first ones; a hall has not so many chairs. */
export const ROWS_MAX = 300;

/**
 * A row of the counter's lists. The holder's name is put in only for the window that has called the ticket, and only
 * until it is closed: nobody picks whom to call by name, and nobody reads it afterwards.
 */
export const rowOf = (ticket: Ticket, forWindow: number | null): TicketRow => ({
  id: ticket.id,
  label: labelOf(ticket),
  class: ticket.class,
  matterId: ticket.matterId,
  matterName: ticket.matterName,
  priority: ticket.priority,
  state: ticket.state,
  issuedAt: ticket.issuedAt,
  calls: ticket.calls,
  lastCalledAt: ticket.lastCalledAt,
  window: ticket.window,
  print: ticket.print,
  holder: ticket.state === 'called' && forWindow !== null && ticket.window === forWindow ? ticket.holder : null,
});

/** Those who wait, in the order in which the keeper's rule will call them if nobody else comes. */
export function inCallOrder(snapshot: Pick<HallSnapshot, 'tickets' | 'normalsSincePriority'>): readonly Ticket[] {
  let line = {
    tickets: snapshot.tickets.filter((ticket) => ticket.state === 'waiting'),
    normalsSincePriority: snapshot.normalsSincePriority,
  };
  const ordered: Ticket[] = [];
  while (ordered.length < ROWS_MAX) {
    const next = whoIsNext(line, DEFAULT_RULES);
    if (!next) break;
    ordered.push(next);
    line = {
      tickets: line.tickets.filter((ticket) => ticket !== next),
      normalsSincePriority: next.class === 'C' ? 0 : line.normalsSincePriority + 1,
    };
  }
  return ordered;
}

/** All that a counter draws, as one session may see it. `seats`: everybody signed in. */
export function counterViewOf(desk: HallDesk, seat: Seat, seats: readonly Seat[]): CounterView {
  const snapshot = desk.snapshot();
  const { tickets } = snapshot;
  const row = (ticket: Ticket): TicketRow => rowOf(ticket, seat.window);
  const calledAt = (window: number): Ticket | undefined => tickets.find((ticket) => ticket.state === 'called' && ticket.window === window);
  const current = seat.window === null ? undefined : calledAt(seat.window);
  const printer = snapshot.devices.find((device) => device.name === 'ticket-printer');
  return {
    epoch: snapshot.epoch,
    day: snapshot.day,
    now: desk.now(),
    hallName: desk.hall.name,
    demo: desk.catalogue.demo,
    account: { id: seat.account.id, name: seat.account.name },
    window: seat.window,
    windows: desk.hall.windows.map(({ number, name }) => {
      const called = calledAt(number);
      return {
        number,
        name,
        takenBy: seats.find((other) => other.window === number)?.account.name ?? null,
        label: called ? labelOf(called) : null,
      };
    }),
    current: current ? row(current) : null,
    waiting: inCallOrder(snapshot).map(row),
    missed: tickets
      .filter((ticket) => ticket.state === 'missed')
      .toSorted((a, b) => (b.lastCalledAt ?? 0) - (a.lastCalledAt ?? 0))
      .slice(0, ROWS_MAX)
      .map(row),
    doneToday: tickets.filter((ticket) => ticket.state === 'done').length,
    unprinted: tickets
      .filter((ticket) => ticket.state === 'waiting' || ticket.state === 'called' || ticket.state === 'missed')
      .filter((ticket) => ticket.print === 'not-printed' || ticket.print === 'unknown')
      .slice(0, ROWS_MAX)
      .map(row),
    helpCalls: [...snapshot.helpCalls],
    troubles: snapshot.devices.flatMap(({ name, state, since }) =>
      state.kind === 'troubled' ? [{ device: name, trouble: state.trouble, since }] : [],
    ),
    paperLow: printer?.state.kind === 'ready' && printer.state.paperLow,
    center: { ...snapshot.center },
  };
}
