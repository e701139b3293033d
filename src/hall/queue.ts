import type { Refusal } from '../api/counter.ts';
import type { Instant } from '../basics/clock.ts';
import { err, ok, type Result } from '../basics/result.ts';
import type { HallDay } from '../domain/hall-day.ts';
import type { HallCode, TerminalId } from '../domain/hall.ts';
import type { MatterId } from '../domain/matter.ts';
import {
  TICKET_NUMBER_MAX,
  type Holder,
  type NumberBlock,
  type Priority,
  type Ticket,
  type TicketAction,
  type TicketClass,
  type TicketId,
  labelOf,
} from '../domain/ticket.ts';

/**
 * The hall's queue as a value, and what may be done to it. Every rule is a pure function from the queue to one
 * decision: which tickets (and number blocks) are written, and what happened. The keeper commits the decision before
 * anybody is told, and only then takes `queue` as the new state.
 */
export type QueueRules = {
  /** Numbers leased to a terminal at a time. */
  readonly blockSize: number;
  /** After each priority ticket so many normal ones come first, as long as any wait: nobody is starved. */
  readonly normalsPerPriority: number;
  /** 过号 only after so many calls, with so much time since the last. */
  readonly callsBeforeMissed: number;
  readonly msAfterCallBeforeMissed: number;
};
export const DEFAULT_RULES: QueueRules = { blockSize: 50, normalsPerPriority: 2, callsBeforeMissed: 2, msAfterCallBeforeMissed: 10_000 };

export type Queue = {
  readonly day: HallDay;
  readonly epoch: number;
  /** Today's tickets in order of arrival. */
  readonly tickets: readonly Ticket[];
  readonly blocks: readonly NumberBlock[];
  /** Normal tickets called since the last priority one. */
  readonly normalsSincePriority: number;
};

export type Decision = {
  readonly queue: Queue;
  readonly ticket: Ticket;
  readonly action: TicketAction;
  readonly block: NumberBlock | null;
};
type Decided = Result<Decision, Refusal>;

export const emptyQueue = (day: HallDay, epoch: number): Queue => ({ day, epoch, tickets: [], blocks: [], normalsSincePriority: 0 });

/** Rebuilds the queue from stored rows, in their order of arrival: after a start, a takeover, or a conflict. */
export function queueFrom(day: HallDay, epoch: number, tickets: readonly Ticket[], blocks: readonly NumberBlock[]): Queue {
  const called = tickets.filter((ticket) => ticket.lastCalledAt !== null).toSorted((a, b) => b.lastCalledAt! - a.lastCalledAt!);
  const sincePriority = called.findIndex((ticket) => ticket.class === 'C');
  return {
    day,
    epoch,
    // Not sorted by time: a corrected clock must not change who came first.
    tickets,
    blocks,
    normalsSincePriority: sincePriority === -1 ? called.length : sincePriority,
  };
}

const replaced = (queue: Queue, ticket: Ticket): readonly Ticket[] =>
  queue.tickets.map((other) => (other.id === ticket.id ? ticket : other));
const find = (queue: Queue, id: TicketId): Ticket | undefined => queue.tickets.find((ticket) => ticket.id === id);

/** Takes the next number of the terminal's block, leasing a new block where the day's numbers go on. */
function takeNumber(queue: Queue, ticketClass: TicketClass, terminal: TerminalId, rules: QueueRules): Result<NumberBlock, Refusal> {
  const blocks = queue.blocks.filter((block) => block.day === queue.day && block.class === ticketClass);
  const open = blocks.find((block) => block.terminal === terminal && block.next <= block.to);
  if (open) return ok({ ...open, next: open.next + 1 });
  const from = Math.max(0, ...blocks.map((block) => block.to)) + 1;
  if (from > TICKET_NUMBER_MAX) return err({ kind: 'numbers-used-up' });
  const to = Math.min(from + rules.blockSize - 1, TICKET_NUMBER_MAX);
  return ok({ day: queue.day, class: ticketClass, terminal, from, to, next: from + 1 });
}

export type NewTicket = {
  readonly id: TicketId;
  readonly hall: HallCode;
  readonly terminal: TerminalId;
  readonly matterId: MatterId | null;
  readonly matterName: string;
  readonly priority: Priority;
  readonly holder: Holder | null;
  readonly issuedBy: string;
  readonly now: Instant;
};

/** A new ticket at the end of its class. Never assigns a window. */
export function issue(queue: Queue, wanted: NewTicket, rules: QueueRules): Decided {
  const ticketClass: TicketClass = wanted.priority === 'none' ? 'A' : 'C';
  const block = takeNumber(queue, ticketClass, wanted.terminal, rules);
  if (!block.ok) return block;
  const ticket: Ticket = {
    id: wanted.id,
    hall: wanted.hall,
    terminal: wanted.terminal,
    day: queue.day,
    class: ticketClass,
    number: block.value.next - 1,
    matterId: wanted.matterId,
    matterName: wanted.matterName,
    priority: wanted.priority,
    holder: wanted.holder,
    issuedBy: wanted.issuedBy,
    issuedAt: wanted.now,
    state: 'waiting',
    calls: 0,
    lastCalledAt: null,
    window: null,
    calledEpoch: null,
    closedAt: null,
    print: 'planned',
    revision: 1,
  };
  const blocks = [
    ...queue.blocks.filter((other) => !(other.class === ticketClass && other.from === block.value.from && other.day === queue.day)),
    block.value,
  ];
  return ok({ queue: { ...queue, tickets: [...queue.tickets, ticket], blocks }, ticket, action: 'issued', block: block.value });
}

/** Who is next: the oldest priority ticket when its turn has come or no normal one waits, else the oldest normal one. */
export function whoIsNext(queue: Pick<Queue, 'tickets' | 'normalsSincePriority'>, rules: QueueRules): Ticket | undefined {
  const waiting = queue.tickets.filter((ticket) => ticket.state === 'waiting');
  const priority = waiting.find((ticket) => ticket.class === 'C');
  const normal = waiting.find((ticket) => ticket.class !== 'C');
  return priority && (!normal || queue.normalsSincePriority >= rules.normalsPerPriority) ? priority : (normal ?? priority);
}

/** How many are called before a ticket of this class would be, were it issued now: the rule itself, run ahead. */
export function aheadOf(queue: Queue, ticketClass: TicketClass, rules: QueueRules, id?: TicketId): number {
  let tickets = queue.tickets.filter((ticket) => ticket.state === 'waiting');
  let normalsSincePriority = queue.normalsSincePriority;
  let sameClassAhead = 0;
  for (const ticket of tickets) {
    if (ticket.id === id) break;
    if (ticket.class === ticketClass) sameClassAhead++;
  }
  let ahead = 0;
  while (tickets.length > 0) {
    // Our own turn, as if we stood in the queue: nobody of our class is left before us and the rule picks our class.
    const oursNext = sameClassAhead === 0 && pickOf(tickets, normalsSincePriority, ticketClass, rules) === ticketClass;
    const next = oursNext ? undefined : whoIsNext({ tickets, normalsSincePriority }, rules);
    if (!next || next.id === id) return ahead;
    tickets = tickets.filter((ticket) => ticket !== next);
    normalsSincePriority = next.class === 'C' ? 0 : normalsSincePriority + 1;
    if (next.class === ticketClass) sameClassAhead--;
    ahead++;
  }
  return ahead;
}

/** The class that the rule serves next when someone of `ours` waits too. */
function pickOf(waiting: readonly Ticket[], normalsSincePriority: number, ours: TicketClass, rules: QueueRules): TicketClass {
  const priorityWaits = ours === 'C' || waiting.some((ticket) => ticket.class === 'C');
  const normalWaits = ours !== 'C' || waiting.some((ticket) => ticket.class !== 'C');
  return priorityWaits && (!normalWaits || normalsSincePriority >= rules.normalsPerPriority) ? 'C' : 'A';
}

/** The ticket that a window has called and not yet closed. */
export const currentAt = (queue: Queue, window: number): Ticket | undefined =>
  queue.tickets.find((ticket) => ticket.state === 'called' && ticket.window === window);

export function callNext(queue: Queue, window: number, now: Instant, rules: QueueRules): Decided {
  const busy = currentAt(queue, window);
  if (busy) return err({ kind: 'window-busy', label: labelOf(busy) });
  const next = whoIsNext(queue, rules);
  if (!next) return err({ kind: 'nobody-waiting' });
  const ticket: Ticket = {
    ...next,
    state: 'called',
    window,
    calls: next.calls + 1,
    lastCalledAt: now,
    calledEpoch: queue.epoch,
    revision: next.revision + 1,
  };
  const normalsSincePriority = ticket.class === 'C' ? 0 : queue.normalsSincePriority + 1;
  return ok({ queue: { ...queue, tickets: replaced(queue, ticket), normalsSincePriority }, ticket, action: 'called', block: null });
}

function atWindow(queue: Queue, id: TicketId, window: number): Result<Ticket, Refusal> {
  const ticket = find(queue, id);
  return ticket?.state === 'called' && ticket.window === window ? ok(ticket) : err({ kind: 'already-changed' });
}

const decided = (queue: Queue, ticket: Ticket, action: TicketAction): Decided =>
  ok({ queue: { ...queue, tickets: replaced(queue, ticket) }, ticket, action, block: null });

export function recall(queue: Queue, id: TicketId, window: number, now: Instant): Decided {
  const found = atWindow(queue, id, window);
  if (!found.ok) return found;
  const { value } = found;
  return decided(
    queue,
    { ...value, calls: value.calls + 1, lastCalledAt: now, calledEpoch: queue.epoch, revision: value.revision + 1 },
    'recalled',
  );
}

export function markMissed(queue: Queue, id: TicketId, window: number, now: Instant, rules: QueueRules): Decided {
  const found = atWindow(queue, id, window);
  if (!found.ok) return found;
  const { value } = found;
  const callsLeft = Math.max(0, rules.callsBeforeMissed - value.calls);
  const waitMs = Math.max(0, (value.lastCalledAt ?? now) + rules.msAfterCallBeforeMissed - now);
  if (callsLeft > 0 || waitMs > 0) return err({ kind: 'too-early', callsLeft, waitSeconds: Math.ceil(waitMs / 1_000) });
  return decided(queue, { ...value, state: 'missed', revision: value.revision + 1 }, 'missed');
}

/** Whoever was missed and came keeps the old time of arrival, so is next of the class. */
export function bringBack(queue: Queue, id: TicketId): Decided {
  const ticket = find(queue, id);
  if (ticket?.state !== 'missed') return err({ kind: 'already-changed' });
  return decided(
    queue,
    { ...ticket, state: 'waiting', window: null, calls: 0, lastCalledAt: null, revision: ticket.revision + 1 },
    'came-back',
  );
}

/** Done. The name has served its purpose and goes. */
export function finish(queue: Queue, id: TicketId, window: number, now: Instant): Decided {
  const found = atWindow(queue, id, window);
  if (!found.ok) return found;
  return decided(queue, { ...found.value, state: 'done', holder: null, closedAt: now, revision: found.value.revision + 1 }, 'done');
}

/** What is left when the day is over: no ticket is carried into the next one, and no name. */
export const expired = (ticket: Ticket, now: Instant): Ticket => ({
  ...ticket,
  state: 'expired',
  holder: null,
  closedAt: now,
  revision: ticket.revision + 1,
});
export const isOpen = (ticket: Ticket): boolean => ticket.state === 'waiting' || ticket.state === 'called' || ticket.state === 'missed';
