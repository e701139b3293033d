import { step } from '../basics/machine.ts';
import type { MatterId } from '../domain/matter.ts';
import type { Holder } from '../domain/ticket.ts';
import type { CardTroubleKind } from './view.ts';
import {
  CARD_ATTEMPTS_MAX,
  OFFER_PRIORITY_FROM_YEARS,
  idleState,
  type StateOf,
  type VisitContext,
  type VisitEffect,
  type VisitEvent,
  type VisitState,
  type VisitStep,
  type VisitTable,
} from './visit.ts';

const to = (state: VisitState, ...effects: VisitEffect[]): VisitStep => ({ state, effects });
const toIdle = (_state: VisitState, _event: VisitEvent, context: VisitContext): VisitStep => to(idleState(context));
/** Leaving a visit in which a card was asked for says "take your card", whether or not it was read. */
const leaving = (takeCard: boolean, takeSlip: boolean) => (): VisitStep => to({ kind: 'goodbye', takeCard, takeSlip });
const leavingReader = (): VisitStep => to({ kind: 'goodbye', takeCard: true, takeSlip: false }, { kind: 'stop-reading' });

const ignoreAll = {
  wake: 'ignored',
  'open-tile': 'ignored',
  'choose-matter': 'ignored',
  'use-card': 'ignored',
  'agree-to-read': 'ignored',
  'try-card-again': 'ignored',
  'go-without-card': 'ignored',
  'take-ticket': 'ignored',
  back: 'ignored',
  leave: 'ignored',
  'card-found': 'ignored',
  'card-done': 'ignored',
  'card-failed': 'ignored',
  'ticket-issued': 'ignored',
  'ticket-refused': 'ignored',
  'slip-told': 'ignored',
  'idle-out': 'ignored',
  'hall-opened': 'ignored',
  'hall-closed': 'ignored',
} as const satisfies Record<VisitEvent['kind'], 'ignored'>;

const issuing = (matterId: MatterId | null, priority: 'none' | 'declared' | 'age', holder: Holder | null): VisitStep =>
  to({ kind: 'issuing', holder }, { kind: 'issue', matterId, priority, holder });

type AtReader = StateOf<'card-wait'> | StateOf<'card-reading'>;
const atReader = {
  ...ignoreAll,
  'card-done': (state: AtReader, event: { readonly holder: Holder }) =>
    to({ kind: 'card-read', chosen: state.chosen, holder: event.holder }),
  'card-failed': (state: AtReader, event: { readonly trouble: CardTroubleKind }) =>
    to({ kind: 'card-trouble', chosen: state.chosen, attempt: state.attempt, trouble: event.trouble }),
  'go-without-card': (state: AtReader) => to({ kind: 'confirm-ticket', chosen: state.chosen }, { kind: 'stop-reading' }),
  back: (state: AtReader) => to({ kind: 'confirm-ticket', chosen: state.chosen }, { kind: 'stop-reading' }),
  leave: leavingReader,
  'idle-out': leavingReader,
};

/** Every state meets every event. A closing hall does not throw out whoever is in the middle: the keeper refuses the ticket. */
export const VISIT_TABLE: VisitTable = {
  attract: { ...ignoreAll, wake: () => to({ kind: 'home' }), 'hall-closed': toIdle },
  closed: { ...ignoreAll, 'hall-opened': toIdle },
  home: { ...ignoreAll, 'open-tile': () => to({ kind: 'choose-need' }), back: toIdle, leave: toIdle, 'idle-out': toIdle },
  'choose-need': {
    ...ignoreAll,
    'choose-matter': (state, event, context) =>
      event.matterId === null || context.knowsMatter(event.matterId)
        ? to({ kind: 'confirm-ticket', chosen: { matterId: event.matterId, priority: false } })
        : to(state),
    back: () => to({ kind: 'home' }),
    leave: toIdle,
    'idle-out': toIdle,
  },
  'confirm-ticket': {
    ...ignoreAll,
    'take-ticket': (state, event) => issuing(state.chosen.matterId, event.priority ? 'declared' : 'none', null),
    'use-card': (state, event) => to({ kind: 'card-notice', chosen: { ...state.chosen, priority: event.priority } }),
    back: () => to({ kind: 'choose-need' }),
    leave: toIdle,
    'idle-out': toIdle,
  },
  'card-notice': {
    ...ignoreAll,
    'agree-to-read': (state) => to({ kind: 'card-wait', chosen: state.chosen, attempt: 1 }, { kind: 'read-card' }),
    'go-without-card': (state) => to({ kind: 'confirm-ticket', chosen: state.chosen }),
    back: (state) => to({ kind: 'confirm-ticket', chosen: state.chosen }),
    leave: toIdle,
    'idle-out': toIdle,
  },
  'card-wait': { ...atReader, 'card-found': (state) => to({ ...state, kind: 'card-reading' }) },
  'card-reading': atReader,
  'card-trouble': {
    ...ignoreAll,
    'try-card-again': (state) =>
      state.attempt < CARD_ATTEMPTS_MAX
        ? to({ kind: 'card-wait', chosen: state.chosen, attempt: state.attempt + 1 }, { kind: 'read-card' })
        : to(state),
    'go-without-card': (state) => to({ kind: 'confirm-ticket', chosen: state.chosen }),
    back: (state) => to({ kind: 'confirm-ticket', chosen: state.chosen }),
    leave: leaving(true, false),
    'idle-out': leaving(true, false),
  },
  'card-read': {
    ...ignoreAll,
    'take-ticket': (state, event) =>
      issuing(
        state.chosen.matterId,
        event.priority ? (state.holder.ageYears >= OFFER_PRIORITY_FROM_YEARS ? 'age' : 'declared') : 'none',
        state.holder,
      ),
    back: (state) => to({ kind: 'confirm-ticket', chosen: state.chosen }),
    leave: leaving(true, false),
    'idle-out': leaving(true, false),
  },
  issuing: {
    ...ignoreAll,
    'ticket-issued': (state, event) =>
      to({ kind: 'ticket', ticket: event.ticket, wait: event.wait, slip: { kind: 'printing' }, cardRead: state.holder !== null }),
    'ticket-refused': (state, event) => to({ kind: 'sorry', reason: event.reason, cardRead: state.holder !== null }),
  },
  ticket: {
    ...ignoreAll,
    'slip-told': (state, event) => to({ ...state, slip: event.slip }),
    leave: (state) => to({ kind: 'goodbye', takeCard: state.cardRead, takeSlip: state.slip.kind !== 'not-printed' }),
    'idle-out': (state) => to({ kind: 'goodbye', takeCard: state.cardRead, takeSlip: state.slip.kind !== 'not-printed' }),
  },
  sorry: {
    ...ignoreAll,
    back: () => to({ kind: 'home' }),
    leave: (state) => to({ kind: 'goodbye', takeCard: state.cardRead, takeSlip: false }),
    'idle-out': (state) => to({ kind: 'goodbye', takeCard: state.cardRead, takeSlip: false }),
  },
  goodbye: { ...ignoreAll, wake: toIdle, leave: toIdle, 'idle-out': toIdle },
};

/** `undefined`: this event means nothing here. */
export const nextVisit = (state: VisitState, event: VisitEvent, context: VisitContext): VisitStep | undefined =>
  step(VISIT_TABLE, state, event, context);
