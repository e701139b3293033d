import type { DisplayView } from '../../src/api/counter.ts';
import { labelOf } from '../../src/domain/ticket.ts';
import type { HallDesk } from '../../src/hall/hall-desk.ts';

/** More than stand on the screen: each is shown large in its turn, when many windows call at once. */
export const CALLS_TOLD_MAX = 12;

/**
 * What the display in the waiting zone shows: the newest calls, never a name. Who was missed goes off the list (the
 * window no longer waits), and who came back stands in the queue again.
 */
export function displayViewOf(desk: HallDesk): DisplayView {
  const { tickets } = desk.snapshot();
  return {
    hallName: desk.hall.name,
    demo: desk.catalogue.demo,
    now: desk.now(),
    waiting: tickets.filter((ticket) => ticket.state === 'waiting').length,
    calls: tickets
      .flatMap((ticket) => {
        const { window, lastCalledAt, state, calls } = ticket;
        if (window === null || lastCalledAt === null || (state !== 'called' && state !== 'done')) return [];
        const windowName = desk.hall.windows.find((other) => other.number === window)?.name ?? '';
        return [{ label: labelOf(ticket), window, windowName, at: lastCalledAt, times: calls }];
      })
      .toSorted((a, b) => b.at - a.at || b.label.localeCompare(a.label))
      .slice(0, CALLS_TOLD_MAX),
  };
}
