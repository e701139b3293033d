import type { Ticket } from './ticket.ts';

/** With fewer finished tickets today than this, an average says nothing, and we say that we do not know. */
export const DONE_TICKETS_MIN = 3;
const RECENT_TICKETS_MAX = 20;
const ROUND_MINUTES = 5;

export type WaitMinutes = { readonly from: number; readonly to: number };

/** The mean time a window spent on each of the last tickets of today, call to finish; null: too few to say. */
export function meanServiceMs(tickets: readonly Ticket[]): number | null {
  const done = tickets
    .filter((ticket) => ticket.state === 'done' && ticket.lastCalledAt !== null && ticket.closedAt !== null)
    .toSorted((a, b) => b.closedAt! - a.closedAt!)
    .slice(0, RECENT_TICKETS_MAX);
  if (done.length < DONE_TICKETS_MIN) return null;
  return done.reduce((sum, ticket) => sum + (ticket.closedAt! - ticket.lastCalledAt!), 0) / done.length;
}

/** A range for people, in steps of five minutes; null where it is honestly not known. */
export function waitMinutes(ahead: number, windowsOpen: number | null, serviceMs: number | null): WaitMinutes | null {
  if (windowsOpen === null || windowsOpen === 0 || serviceMs === null) return null;
  const minutes = (ahead * serviceMs) / windowsOpen / 60_000;
  const from = Math.floor((minutes * 0.8) / ROUND_MINUTES) * ROUND_MINUTES;
  const to = Math.max(from + ROUND_MINUTES, Math.ceil((minutes * 1.3) / ROUND_MINUTES) * ROUND_MINUTES);
  return { from, to };
}

const HOUR_MINUTES = 60;

/** How a range of minutes is put into words, the same on the screen and on paper. */
export type WaitSpan =
  | { readonly kind: 'hours'; readonly count: number }
  | { readonly kind: 'within'; readonly count: number }
  | { readonly kind: 'about'; readonly count: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

export function waitSpan({ from, to }: WaitMinutes): WaitSpan {
  if (from >= HOUR_MINUTES) return { kind: 'hours', count: Math.floor(from / HOUR_MINUTES) };
  if (from <= 0) return { kind: 'within', count: Math.max(1, to) };
  return from === to ? { kind: 'about', count: to } : { kind: 'range', from, to };
}
