import { MINUTE_MS, type Cancel, type Clock } from '../basics/clock.ts';
import { uuidV7, type Random } from '../basics/random.ts';
import type { CardReading, CardTrouble, IdCard, IdCardReader } from '../devices/id-card-reader.ts';
import type { PrintOutcome, Printer } from '../devices/printer.ts';
import { hallDayOf, yearsBetween } from '../domain/hall-day.ts';
import { openingOf } from '../domain/hall.ts';
import { isValidOn } from '../domain/id-card-check.ts';
import type { Log } from '../domain/log-events.ts';
import type { Catalogue } from '../domain/matter.ts';
import type { Holder } from '../domain/ticket.ts';
import type { HelpDesk } from '../hall/help-desk.ts';
import type { Keeper } from '../hall/keeper.ts';
import { printSlip } from '../hall/slip-desk.ts';
import { IdleWatch } from './idle-watch.ts';
import type { KioskDesk } from './kiosk-desk.ts';
import { drawView } from './draw-view.ts';
import { idleState, type VisitContext, type VisitEffect, type VisitEvent, type VisitState } from './visit.ts';
import { nextVisit } from './visit-table.ts';
import type { CardTroubleKind, IntentAnswer, IntentRequest, Slip, View } from './view.ts';

export type KioskPorts = {
  readonly keeper: Keeper;
  readonly helpDesk: HelpDesk;
  readonly reader: IdCardReader;
  readonly printer: Printer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly pxPerMm: number | null;
};

const CARD_WAIT_MS_MAX = 60_000;
/** A disk that has not answered by then helps nobody who stands and waits; a window does. */
const ISSUE_MS_MAX = 15_000;
/** Whoever waits for help is not hurried away, and help that nobody brought in this time rings no longer. */
const QUIET_WHILE_RINGING_MS = 5 * MINUTE_MS;
const HELP_RINGS_MS_MAX = 10 * MINUTE_MS;
/** "Somebody is coming" stays so long; then they are there. */
const HELP_HEARD_SHOWN_MS = MINUTE_MS;
const QUIET_MS: Readonly<Record<VisitState['kind'], number | null>> = {
  attract: null,
  closed: null,
  issuing: null,
  home: 60_000,
  'choose-need': 90_000,
  'confirm-ticket': 90_000,
  'card-notice': 90_000,
  'card-wait': 90_000,
  'card-reading': 90_000,
  'card-trouble': 90_000,
  'card-read': 90_000,
  ticket: 75_000,
  sorry: 60_000,
  goodbye: 8_000,
};

/**
 * The kiosk: holds the visit, runs its effects through the ports, and tells the screen what to draw. It renders
 * nothing, and forgets the visit's person the moment the visit ends.
 */
export class Kiosk implements KioskDesk {
  readonly catalogue: Catalogue;
  readonly pxPerMm: number | null;
  readonly #ports: KioskPorts;
  readonly #idle: IdleWatch;
  readonly #listeners = new Set<(view: View) => void>();
  readonly #stops: Cancel[] = [];
  #state: VisitState;
  #visitId: string;
  #revision = 0;
  /** The revision at which the present screen appeared: older intents come from a screen that is gone. */
  #screenSince = 0;
  #view: View;
  /** The terminal's call for help. It is nobody's in particular, so it outlives the visit until it is heard. */
  #helpId: string | null = null;
  #cancelHelpTimer: Cancel = () => undefined;
  #reading: CardReading | null = null;
  #cancelMinute: Cancel = () => undefined;

  constructor(ports: KioskPorts) {
    this.#ports = ports;
    this.catalogue = ports.keeper.catalogue;
    this.pxPerMm = ports.pxPerMm;
    this.#state = idleState(this.#context());
    this.#visitId = this.#mint();
    this.#idle = new IdleWatch(
      ports.clock,
      () => this.#draw(),
      () => this.#happen({ kind: 'idle-out' }),
    );
    this.#view = this.#snapshot();
    this.#stops.push(
      ports.keeper.watch(() => this.#draw()),
      ports.helpDesk.watch(() => this.#helpChanged()),
      ports.reader.onState(() => this.#draw()),
      ports.printer.onState(() => this.#draw()),
    );
    this.#planMinute();
  }

  view(): View {
    return this.#view;
  }

  watch(listener: (view: View) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#cancelMinute();
    this.#cancelHelpTimer();
    this.#idle.stop();
    this.#reading?.cancel();
  }

  intent(request: IntentRequest): IntentAnswer {
    if (request.visitId !== this.#visitId) return 'stale';
    const { intent } = request;
    if (intent.kind === 'touch') {
      this.#idle.touch();
      return 'taken';
    }
    if (request.revision < this.#screenSince) return 'stale';
    this.#idle.touch();
    switch (intent.kind) {
      case 'stay':
        return 'taken';
      case 'help':
        return this.#ringHelp();
      case 'cancel-help':
        return this.#cancelHelp();
      default:
        return this.#happen(intent) ? 'taken' : 'not-here';
    }
  }

  /** A broken invariant ends the visit politely: the next one starts fresh, and what was saved stays saved. */
  #happen(event: VisitEvent): boolean {
    try {
      const step = nextVisit(this.#state, event, this.#context());
      if (!step) return false;
      this.#enter(step.state);
      for (const effect of step.effects) this.#run(effect);
      return true;
    } catch {
      this.#ports.log('kiosk.broken', { where: event.kind });
      this.#reading?.cancel();
      this.#enter(idleState(this.#context()));
      return true;
    }
  }

  #enter(state: VisitState): void {
    const before = this.#state;
    this.#state = state;
    const resting = (kind: VisitState['kind']): boolean => kind === 'attract' || kind === 'closed';
    if (resting(before.kind) && !resting(state.kind)) this.#ports.log('visit.begun', { visit: this.#visitId });
    if (!resting(before.kind) && resting(state.kind)) this.#wipe(before.kind);
    if (before.kind !== state.kind) {
      this.#screenSince = this.#revision + 1;
      this.#idle.start(this.#quietMs());
    }
    this.#draw();
  }

  /** Nothing stays behind: a new visit id makes the renderer drop everything it holds. */
  #wipe(from: VisitState['kind']): void {
    this.#ports.log('visit.ended', { visit: this.#visitId, by: from });
    this.#reading?.cancel();
    this.#reading = null;
    if (this.#help() === 'heard') this.#endHelp();
    this.#visitId = this.#mint();
  }

  #run(effect: VisitEffect): void {
    switch (effect.kind) {
      case 'read-card':
        void this.#readCard();
        break;
      case 'stop-reading':
        this.#reading?.cancel();
        this.#reading = null;
        break;
      case 'issue':
        void this.#issue(effect);
        break;
    }
  }

  async #readCard(): Promise<void> {
    const { reader, log } = this.#ports;
    this.#reading?.cancel();
    const visit = this.#visitId;
    log('card.asked', { visit });
    const reading = reader.readCard({
      waitMsMax: CARD_WAIT_MS_MAX,
      onFound: () => {
        if (this.#reading === reading) this.#happen({ kind: 'card-found' });
      },
    });
    this.#reading = reading;
    const result = await reading.done;
    // A reading that was called off, or belongs to a visit that is over, has nothing to say any more.
    if (this.#reading !== reading) return;
    this.#reading = null;
    const event = result.ok ? this.#cardEvent(result.value) : failed(result.error);
    log('card.ended', { visit, outcome: event.kind === 'card-failed' ? event.trouble : 'read' });
    this.#happen(event);
  }

  #cardEvent(card: IdCard): VisitEvent {
    const today = hallDayOf(this.#ports.clock.now());
    if (!isValidOn(card, today)) return { kind: 'card-failed', trouble: 'card-expired' };
    const holder: Holder = { name: card.name, sex: card.sex, ageYears: Math.max(0, yearsBetween(card.birth, today)) };
    return { kind: 'card-done', holder };
  }

  async #issue({ matterId, priority, holder }: Extract<VisitEffect, { kind: 'issue' }>): Promise<void> {
    const { keeper, printer, clock, log } = this.#ports;
    const visit = this.#visitId;
    const refuse = (reason: 'cannot-save' | 'numbers-used-up' | 'hall-closed', logged: string): void => {
      log('ticket.refused', { reason: logged });
      if (this.#visitId === visit) this.#happen({ kind: 'ticket-refused', reason });
    };
    let tooLate = false;
    const cancel = clock.after(ISSUE_MS_MAX, () => {
      tooLate = true;
      refuse('cannot-save', 'no-answer');
    });
    try {
      const answer = await keeper.issue({ requestId: this.#mint(), matterId, priority, holder, by: 'resident' });
      cancel();
      if (!answer.ok) {
        if (tooLate) return;
        const { kind } = answer.error;
        return refuse(kind === 'numbers-used-up' || kind === 'hall-closed' ? kind : 'cannot-save', kind);
      }
      const { ticket, job, ahead, minutes } = answer.value;
      log('ticket.issued', { ticket: ticket.id });
      // Saved after all, but nobody stands there to take a slip: the counter sees it as not printed.
      if (tooLate) return void (await keeper.recordPrint(ticket.id, job.id, 'not-printed', 'too-late'));
      this.#happen({ kind: 'ticket-issued', ticket, wait: { ahead, minutes } });
      const slip = slipOf(await printSlip(job, keeper, printer, log));
      if (this.#visitId === visit) this.#happen({ kind: 'slip-told', slip });
    } catch {
      cancel();
      // The store did not say whether it saved: no new number is offered, a window helps on.
      if (!tooLate) refuse('cannot-save', 'unknown');
    }
  }

  #quietMs(): number | null {
    const quietMs = QUIET_MS[this.#state.kind];
    const waits = this.#help() === 'ringing' && this.#state.kind !== 'goodbye';
    return quietMs !== null && waits ? Math.max(quietMs, QUIET_WHILE_RINGING_MS) : quietMs;
  }

  #help(): View['chrome']['help'] {
    const call = this.#ports.helpDesk.calls().find((one) => one.id === this.#helpId);
    return !call ? 'quiet' : call.heardBy === null ? 'ringing' : 'heard';
  }

  #helpChanged(): void {
    const help = this.#help();
    if (help === 'quiet') this.#helpId = null;
    if (help === 'heard') this.#endHelpAfter(HELP_HEARD_SHOWN_MS);
    this.#idle.start(this.#quietMs());
    this.#draw();
  }

  #ringHelp(): IntentAnswer {
    if (this.#help() === 'ringing') return 'taken';
    const { helpDesk, keeper, log } = this.#ports;
    // Who asks again after somebody had heard it still stands there alone.
    this.#endHelp();
    const call = helpDesk.ring(keeper.terminal);
    this.#helpId = call.id;
    log('help.rung', { help: call.id });
    keeper.audit({ action: 'help-rung', by: 'resident', subject: call.id }).catch(() => log('store.refused', { reason: 'audit' }));
    this.#endHelpAfter(HELP_RINGS_MS_MAX);
    this.#helpChanged();
    return 'taken';
  }

  #cancelHelp(): IntentAnswer {
    if (this.#helpId === null) return 'not-here';
    this.#endHelp();
    return 'taken';
  }

  #endHelpAfter(ms: number): void {
    this.#cancelHelpTimer();
    this.#cancelHelpTimer = this.#ports.clock.after(ms, () => this.#endHelp());
  }

  #endHelp(): void {
    this.#cancelHelpTimer();
    const id = this.#helpId;
    this.#helpId = null;
    if (id !== null) this.#ports.helpDesk.remove(id);
  }

  #context(): VisitContext {
    const { keeper, clock } = this.#ports;
    return {
      hallOpen: openingOf(keeper.hall, clock.now()).open,
      knowsMatter: (id) => keeper.catalogue.matters.some((matter) => matter.id === id),
    };
  }

  #draw(): void {
    this.#revision++;
    this.#view = this.#snapshot();
    for (const listener of this.#listeners) listener(this.#view);
  }

  #snapshot(): View {
    const { keeper, reader, printer, clock } = this.#ports;
    return drawView({
      visitId: this.#visitId,
      revision: this.#revision,
      state: this.#state,
      now: clock.now(),
      keeper,
      help: this.#help(),
      reader: reader.state(),
      printer: printer.state(),
      idleSecondsLeft: this.#idle?.secondsLeft() ?? null,
    });
  }

  /**
   * Opening, closing and midnight happen at their minute, touched or not. Looked up each minute, not planned ahead, so
   * that a corrected wall clock is followed within a minute.
   */
  #planMinute(): void {
    const { keeper, clock, log } = this.#ports;
    this.#cancelMinute = clock.after(MINUTE_MS - (clock.now() % MINUTE_MS), () => {
      this.#planMinute();
      keeper.turnDay().catch(() => log('store.refused', { reason: 'turn-of-day' }));
      if (!this.#happen({ kind: openingOf(keeper.hall, clock.now()).open ? 'hall-opened' : 'hall-closed' })) this.#draw();
    });
  }

  #mint(): string {
    return uuidV7(this.#ports.clock.now(), this.#ports.random);
  }
}

function failed(trouble: CardTrouble): VisitEvent {
  const kind: CardTroubleKind = trouble.kind === 'cancelled' ? 'no-card' : trouble.kind;
  return { kind: 'card-failed', trouble: kind };
}

export function slipOf(outcome: PrintOutcome): Slip {
  switch (outcome.kind) {
    case 'confirmed':
      return { kind: 'printed' };
    case 'not-printed':
      return { kind: 'not-printed', trouble: outcome.trouble.kind };
    case 'unknown':
      return { kind: 'uncertain', trouble: outcome.trouble.kind };
  }
}
