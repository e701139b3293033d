import type { Instant } from '../basics/clock.ts';
import type { DeviceState } from '../devices/device-state.ts';
import { openingOf } from '../domain/hall.ts';
import type { MatterId } from '../domain/matter.ts';
import { labelOf } from '../domain/ticket.ts';
import type { Keeper } from '../hall/keeper.ts';
import { CARD_ATTEMPTS_MAX, OFFER_PRIORITY_FROM_YEARS, type Chosen, type VisitState } from './visit.ts';
import type { Screen, View } from './view.ts';

export type ToDraw = {
  readonly visitId: string;
  readonly revision: number;
  readonly state: VisitState;
  readonly now: Instant;
  readonly keeper: Keeper;
  readonly help: View['chrome']['help'];
  readonly reader: DeviceState;
  readonly printer: DeviceState;
  readonly idleSecondsLeft: number | null;
};

/** From the visit's state to what the screen shows. */
export function drawView(drawn: ToDraw): View {
  const { state, keeper, now } = drawn;
  return {
    visitId: drawn.visitId,
    revision: drawn.revision,
    screen: screenOf(state, keeper, now),
    chrome: {
      hallName: keeper.hall.name,
      terminal: keeper.terminal,
      hotline: keeper.hall.hotline,
      zone: keeper.hall.zone,
      demo: keeper.catalogue.demo,
      now,
      waiting: keeper.queue().tickets.filter((ticket) => ticket.state === 'waiting').length,
      windowsOpen: keeper.windowsOpen(),
      canGoBack: CAN_GO_BACK.has(state.kind),
      canLeave: state.kind !== 'attract' && state.kind !== 'closed' && state.kind !== 'issuing',
      help: drawn.help,
      missing: missingOf(drawn.reader, drawn.printer),
    },
    idle: drawn.idleSecondsLeft === null ? null : { secondsLeft: drawn.idleSecondsLeft },
  };
}

const CAN_GO_BACK: ReadonlySet<VisitState['kind']> = new Set([
  'home',
  'choose-need',
  'confirm-ticket',
  'card-notice',
  'card-wait',
  'card-reading',
  'card-trouble',
  'card-read',
  'sorry',
]);

/** Told only when something is missing; a device that is just being opened is not missing yet. */
function missingOf(reader: DeviceState, printer: DeviceState): View['chrome']['missing'] {
  const missing: View['chrome']['missing'] = [];
  if (printer.kind === 'troubled') missing.push(printer.trouble === 'out-of-paper' ? 'slip-paper' : 'slip-printer');
  if (printer.kind === 'absent') missing.push('slip-printer');
  if (reader.kind === 'troubled' || reader.kind === 'absent') missing.push('card-reader');
  return missing;
}

function screenOf(state: VisitState, keeper: Keeper, now: Instant): Screen {
  switch (state.kind) {
    case 'attract':
      return { kind: 'attract' };
    case 'closed': {
      const opening = openingOf(keeper.hall, now);
      return { kind: 'closed', opens: opening.open ? null : opening.opens };
    }
    case 'home':
      return { kind: 'home', tiles: ['take-ticket'] };
    case 'choose-need':
    case 'card-notice':
    case 'card-wait':
    case 'card-reading':
    case 'issuing':
      return { kind: state.kind };
    case 'confirm-ticket':
      return { kind: 'confirm-ticket', ...choice(state.chosen, keeper) };
    case 'card-trouble':
      return { kind: 'card-trouble', trouble: state.trouble, attemptsLeft: CARD_ATTEMPTS_MAX - state.attempt };
    case 'card-read': {
      const { name, sex, ageYears } = state.holder;
      return {
        kind: 'card-read',
        name,
        sex,
        ageYears,
        offerPriority: ageYears >= OFFER_PRIORITY_FROM_YEARS,
        ...choice(state.chosen, keeper),
      };
    }
    case 'ticket': {
      const { ticket } = state;
      return {
        kind: 'ticket',
        ticketId: ticket.id,
        label: labelOf(ticket),
        day: ticket.day,
        matter: matterOf(ticket.matterId, keeper),
        priority: ticket.priority,
        name: ticket.holder?.name ?? null,
        wait: state.wait,
        slip: state.slip,
        issuedAt: ticket.issuedAt,
      };
    }
    case 'sorry':
      return { kind: 'sorry', reason: state.reason };
    case 'goodbye':
      return { kind: 'goodbye', takeCard: state.takeCard, takeSlip: state.takeSlip };
  }
}

const matterOf = (matterId: MatterId | null, keeper: Keeper) => ({
  id: matterId,
  name: keeper.matterName(matterId),
  bring: keeper.catalogue.matters.find((matter) => matter.id === matterId)?.bring ?? [],
});

const choice = ({ matterId, priority }: Chosen, keeper: Keeper) => ({
  matter: matterOf(matterId, keeper),
  priority,
  wait: keeper.wait(false),
  priorityWait: keeper.wait(true),
});
