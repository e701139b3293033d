import type { OfKind, TotalTable } from '../basics/machine.ts';
import type { MatterId } from '../domain/matter.ts';
import type { Holder, Ticket } from '../domain/ticket.ts';
import type { CardTroubleKind, Intent, Slip, Wait } from './view.ts';

/**
 * One visit at the terminal, as a machine: attract → home → flow → finish. `next` (in visit-table) is pure: it says
 * the new state and what is to be done about it; the kiosk does it and reports back as events.
 */
/** What was said so far, kept through the pages about the card and back: nothing is asked twice. */
export type Chosen = { readonly matterId: MatterId | null; readonly priority: boolean };

export type VisitState =
  | { readonly kind: 'attract' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'home' }
  | { readonly kind: 'choose-need' }
  | { readonly kind: 'confirm-ticket'; readonly chosen: Chosen }
  | { readonly kind: 'card-notice'; readonly chosen: Chosen }
  | { readonly kind: 'card-wait'; readonly chosen: Chosen; readonly attempt: number }
  | { readonly kind: 'card-reading'; readonly chosen: Chosen; readonly attempt: number }
  | { readonly kind: 'card-trouble'; readonly chosen: Chosen; readonly attempt: number; readonly trouble: CardTroubleKind }
  | { readonly kind: 'card-read'; readonly chosen: Chosen; readonly holder: Holder }
  /** From here on the ticket may exist: no way back, no idling, until the keeper has answered. */
  | { readonly kind: 'issuing'; readonly holder: Holder | null }
  | { readonly kind: 'ticket'; readonly ticket: Ticket; readonly wait: Wait; readonly slip: Slip; readonly cardRead: boolean }
  | { readonly kind: 'sorry'; readonly reason: 'cannot-save' | 'numbers-used-up' | 'hall-closed'; readonly cardRead: boolean }
  | { readonly kind: 'goodbye'; readonly takeCard: boolean; readonly takeSlip: boolean };

type FlowIntent = Exclude<Intent, { kind: 'help' | 'cancel-help' | 'stay' | 'touch' }>;

export type VisitEvent =
  | FlowIntent
  | { readonly kind: 'card-found' }
  | { readonly kind: 'card-done'; readonly holder: Holder }
  | { readonly kind: 'card-failed'; readonly trouble: CardTroubleKind }
  | { readonly kind: 'ticket-issued'; readonly ticket: Ticket; readonly wait: Wait }
  | { readonly kind: 'ticket-refused'; readonly reason: 'cannot-save' | 'numbers-used-up' | 'hall-closed' }
  | { readonly kind: 'slip-told'; readonly slip: Slip }
  | { readonly kind: 'idle-out' }
  | { readonly kind: 'hall-opened' }
  | { readonly kind: 'hall-closed' };

export type VisitEffect =
  | { readonly kind: 'read-card' }
  | { readonly kind: 'stop-reading' }
  | {
      readonly kind: 'issue';
      readonly matterId: MatterId | null;
      readonly priority: 'none' | 'declared' | 'age';
      readonly holder: Holder | null;
    };

export type VisitContext = { readonly hallOpen: boolean; readonly knowsMatter: (id: MatterId) => boolean };
export type VisitStep = { readonly state: VisitState; readonly effects: readonly VisitEffect[] };
export type VisitTable = TotalTable<VisitState, VisitEvent, VisitContext, VisitStep>;
export type VisitRow<K extends VisitState['kind']> = VisitTable[K];
export type StateOf<K extends VisitState['kind']> = OfKind<VisitState, K>;

/** Presentations of the card before a window helps on. */
export const CARD_ATTEMPTS_MAX = 3;
/** 优先: from this age on a priority ticket is offered (Shandong's rules for the care of the old: 80). */
export const OFFER_PRIORITY_FROM_YEARS = 80;

export const idleState = (context: VisitContext): VisitState => (context.hallOpen ? { kind: 'attract' } : { kind: 'closed' });
