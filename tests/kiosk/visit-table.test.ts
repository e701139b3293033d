import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/basics/clock.ts';
import type { HallDay } from '../../src/domain/hall-day.ts';
import type { MatterId } from '../../src/domain/matter.ts';
import type { Holder, Ticket, TicketId } from '../../src/domain/ticket.ts';
import { CARD_ATTEMPTS_MAX, type VisitContext, type VisitEvent, type VisitState } from '../../src/kiosk/visit.ts';
import { VISIT_TABLE, nextVisit } from '../../src/kiosk/visit-table.ts';
import { K01, hallFor } from '../support/people-and-halls.ts';

const matterId = 'M06' as MatterId;
const chosen = { matterId, priority: false };
const holder: Holder = { name: '颜氏', sex: 'female', ageYears: 93 };
const ticket: Ticket = {
  id: '00000000-0000-7000-8000-000000000001' as TicketId,
  hall: hallFor().code,
  terminal: K01,
  day: '2026-11-23' as HallDay,
  class: 'A',
  number: 1,
  matterId,
  matterName: '高龄津贴',
  priority: 'none',
  holder: null,
  issuedBy: 'resident',
  issuedAt: 1 as Instant,
  state: 'waiting',
  calls: 0,
  lastCalledAt: null,
  window: null,
  calledEpoch: null,
  closedAt: null,
  print: 'planned',
  revision: 1,
};
const wait = { ahead: 0, minutes: null };

const STATES: { [K in VisitState['kind']]: Extract<VisitState, { kind: K }> } = {
  attract: { kind: 'attract' },
  closed: { kind: 'closed' },
  home: { kind: 'home' },
  'choose-need': { kind: 'choose-need' },
  'confirm-ticket': { kind: 'confirm-ticket', chosen },
  'card-notice': { kind: 'card-notice', chosen },
  'card-wait': { kind: 'card-wait', chosen, attempt: 1 },
  'card-reading': { kind: 'card-reading', chosen, attempt: 1 },
  'card-trouble': { kind: 'card-trouble', chosen, attempt: 1, trouble: 'card-moved' },
  'card-read': { kind: 'card-read', chosen, holder },
  issuing: { kind: 'issuing', holder: null },
  ticket: { kind: 'ticket', ticket, wait, slip: { kind: 'printing' }, cardRead: false },
  sorry: { kind: 'sorry', reason: 'cannot-save', cardRead: false },
  goodbye: { kind: 'goodbye', takeCard: false, takeSlip: true },
};
const EVENTS: { [K in VisitEvent['kind']]: Extract<VisitEvent, { kind: K }> } = {
  wake: { kind: 'wake' },
  'open-tile': { kind: 'open-tile', tile: 'take-ticket' },
  'choose-matter': { kind: 'choose-matter', matterId },
  'use-card': { kind: 'use-card', priority: true },
  'agree-to-read': { kind: 'agree-to-read' },
  'try-card-again': { kind: 'try-card-again' },
  'go-without-card': { kind: 'go-without-card' },
  'take-ticket': { kind: 'take-ticket', priority: false },
  back: { kind: 'back' },
  leave: { kind: 'leave' },
  'card-found': { kind: 'card-found' },
  'card-done': { kind: 'card-done', holder },
  'card-failed': { kind: 'card-failed', trouble: 'no-card' },
  'ticket-issued': { kind: 'ticket-issued', ticket, wait },
  'ticket-refused': { kind: 'ticket-refused', reason: 'hall-closed' },
  'slip-told': { kind: 'slip-told', slip: { kind: 'printed' } },
  'idle-out': { kind: 'idle-out' },
  'hall-opened': { kind: 'hall-opened' },
  'hall-closed': { kind: 'hall-closed' },
};

/** The whole table as the hall should know it: state → event → new state (+ effects). What is not named is ignored. */
const EXPECTED: Record<VisitState['kind'], Partial<Record<VisitEvent['kind'], string>>> = {
  attract: { wake: 'home', 'hall-closed': 'attract' },
  closed: { 'hall-opened': 'attract' },
  home: { 'open-tile': 'choose-need', back: 'attract', leave: 'attract', 'idle-out': 'attract' },
  'choose-need': { 'choose-matter': 'confirm-ticket', back: 'home', leave: 'attract', 'idle-out': 'attract' },
  'confirm-ticket': {
    'take-ticket': 'issuing + issue',
    'use-card': 'card-notice',
    back: 'choose-need',
    leave: 'attract',
    'idle-out': 'attract',
  },
  'card-notice': {
    'agree-to-read': 'card-wait + read-card',
    'go-without-card': 'confirm-ticket',
    back: 'confirm-ticket',
    leave: 'attract',
    'idle-out': 'attract',
  },
  'card-wait': {
    'card-found': 'card-reading',
    'card-done': 'card-read',
    'card-failed': 'card-trouble',
    'go-without-card': 'confirm-ticket + stop-reading',
    back: 'confirm-ticket + stop-reading',
    leave: 'goodbye + stop-reading',
    'idle-out': 'goodbye + stop-reading',
  },
  'card-reading': {
    'card-done': 'card-read',
    'card-failed': 'card-trouble',
    'go-without-card': 'confirm-ticket + stop-reading',
    back: 'confirm-ticket + stop-reading',
    leave: 'goodbye + stop-reading',
    'idle-out': 'goodbye + stop-reading',
  },
  'card-trouble': {
    'try-card-again': 'card-wait + read-card',
    'go-without-card': 'confirm-ticket',
    back: 'confirm-ticket',
    leave: 'goodbye',
    'idle-out': 'goodbye',
  },
  'card-read': { 'take-ticket': 'issuing + issue', back: 'confirm-ticket', leave: 'goodbye', 'idle-out': 'goodbye' },
  issuing: { 'ticket-issued': 'ticket', 'ticket-refused': 'sorry' },
  ticket: { 'slip-told': 'ticket', leave: 'goodbye', 'idle-out': 'goodbye' },
  sorry: { back: 'home', leave: 'goodbye', 'idle-out': 'goodbye' },
  goodbye: { wake: 'attract', leave: 'attract', 'idle-out': 'attract' },
};

const open: VisitContext = { hallOpen: true, knowsMatter: (id) => id === matterId };
const told = (state: VisitState, event: VisitEvent, context = open): string | undefined => {
  const step = nextVisit(state, event, context);
  return step && [step.state.kind, ...step.effects.map((effect) => effect.kind)].join(' + ');
};

describe("the visit's table", () => {
  const cells = (Object.keys(STATES) as VisitState['kind'][]).flatMap((state) =>
    (Object.keys(EVENTS) as VisitEvent['kind'][]).map((event) => [state, event] as const),
  );

  it('has a cell for each state and event', () => {
    expect(cells.length).toBe(14 * 19);
    for (const [state, event] of cells) expect(VISIT_TABLE[state]).toHaveProperty(event);
  });

  it.each(cells)('%s meets %s', (state, event) => {
    expect(told(STATES[state], EVENTS[event])).toBe(EXPECTED[state][event]);
  });

  it('goes to the closed page, not the inviting one, when the hall has closed meanwhile', () => {
    const shut: VisitContext = { ...open, hallOpen: false };
    expect(told(STATES.home, EVENTS.leave, shut)).toBe('closed');
    expect(told(STATES.goodbye, EVENTS['idle-out'], shut)).toBe('closed');
    expect(told(STATES.attract, EVENTS['hall-closed'], shut)).toBe('closed');
  });

  it('offers the card reader three times, then a window helps on', () => {
    expect(told({ ...STATES['card-trouble'], attempt: CARD_ATTEMPTS_MAX }, EVENTS['try-card-again'])).toBe('card-trouble');
    expect(nextVisit(STATES['card-trouble'], EVENTS['try-card-again'], open)?.state).toMatchObject({ attempt: 2 });
  });

  it('takes no matter that the catalogue does not know', () => {
    expect(told(STATES['choose-need'], { kind: 'choose-matter', matterId: 'XX-9' as MatterId })).toBe('choose-need');
    expect(told(STATES['choose-need'], { kind: 'choose-matter', matterId: null })).toBe('confirm-ticket');
  });

  it('does not ask for the priority twice: it is kept through the card pages and back', () => {
    const notice = nextVisit(STATES['confirm-ticket'], EVENTS['use-card'], open)!.state;
    expect(notice).toMatchObject({ kind: 'card-notice', chosen: { matterId, priority: true } });
    const waiting = nextVisit(notice, EVENTS['agree-to-read'], open)!.state;
    const read = nextVisit(waiting, EVENTS['card-done'], open)!.state;
    expect(read).toMatchObject({ kind: 'card-read', chosen: { priority: true } });
    expect(nextVisit(read, EVENTS.back, open)!.state).toMatchObject({ kind: 'confirm-ticket', chosen: { priority: true } });
  });

  it('gives the age as the reason only to those who are 80, and never by itself', () => {
    const effects = (ageYears: number, priority: boolean) =>
      nextVisit({ ...STATES['card-read'], holder: { ...holder, ageYears } }, { kind: 'take-ticket', priority }, open)?.effects;
    expect(effects(93, false)).toMatchObject([{ priority: 'none' }]);
    expect(effects(93, true)).toMatchObject([{ priority: 'age' }]);
    expect(effects(40, true)).toMatchObject([{ priority: 'declared' }]);
  });

  it('reminds of the card only those who put one on, and of the slip only those who got one', () => {
    expect(
      nextVisit({ ...STATES.ticket, cardRead: true, slip: { kind: 'not-printed', trouble: 'out-of-paper' } }, EVENTS.leave, open)?.state,
    ).toEqual({ kind: 'goodbye', takeCard: true, takeSlip: false });
    expect(nextVisit({ ...STATES.ticket, slip: { kind: 'uncertain', trouble: 'not-answering' } }, EVENTS.leave, open)?.state).toEqual({
      kind: 'goodbye',
      takeCard: false,
      takeSlip: true,
    });
  });
});
