import type { Cancel, Clock } from '../../../src/basics/clock.ts';
import type { Random } from '../../../src/basics/random.ts';
import type { DeviceState, DeviceTrouble } from '../../../src/devices/device-state.ts';
import type { PaperDocument } from '../../../src/devices/paper.ts';
import type { Printer, PrinterTrouble, PrintOutcome } from '../../../src/devices/printer.ts';
import { createBackOff } from '../../link/back-off.ts';
import type { OpenLink } from '../../link/link.ts';
import { jobBytes } from './bytes.ts';
import { layOut } from './commands.ts';
import { converse, type Conversation, type StatusAnswer } from './conversation.ts';
import { loadPaperFont, type PaperFont } from './font.ts';
import { createJobRunner } from './job.ts';
import type { PrinterModel } from './models.ts';
import { troubleOf } from './status.ts';

/**
 * The driver of an ESC/POS ticket printer: keeps the link open, asks the printer how it is while idle, so that an empty
 * roll is known before somebody wants a ticket, and prints one slip at a time. How a slip is sent and confirmed is
 * in job.ts.
 */
const POLL_MS_DEFAULT = 3_000;
/** After so many questions without an answer the link is opened anew: a dead connection looks exactly like this. */
const SILENT_POLLS_MAX = 3;
const JOBS_WAITING_MAX = 50;

export interface TicketPrinter extends Printer {
  /** Closes the link. Jobs that wait end as not printed, one that is under way as unknown. */
  stop(): Promise<void>;
}

export interface PrinterOptions {
  readonly model: PrinterModel;
  readonly openLink: OpenLink;
  readonly clock: Clock;
  readonly random: Random;
  /** Handed in where several share it; read from the package otherwise. */
  readonly font?: PaperFont;
  /** How often an idle printer is asked how it is. */
  readonly pollMs?: number;
}

export function createPrinter(options: PrinterOptions): TicketPrinter {
  const { model, clock, openLink } = options;
  const font = options.font ?? loadPaperFont();
  const backOff = createBackOff(options.random);
  const listeners = new Set<(state: DeviceState) => void>();
  const jobs = createJobRunner({ model, clock, heed });
  let state: DeviceState = { kind: 'absent' };
  let conversation: Conversation | undefined;
  let cancelNext: Cancel = () => undefined;
  let stopped = false;
  let silentPolls = 0;
  let waiting = 0;
  /** Polls and jobs take turns: two at once on one line would read each other's answers. */
  let lastTurn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = lastTurn.then(run);
    lastTurn = turn.catch(() => undefined);
    return turn;
  };
  const next = (delayMs: number, run: () => void): void => {
    cancelNext();
    if (!stopped) cancelNext = clock.after(delayMs, run);
  };

  function become(to: DeviceState): void {
    const same = state.kind === to.kind && (to.kind !== 'ready' || (state.kind === 'ready' && state.paperLow === to.paperLow));
    if (same && to.kind !== 'troubled') return;
    state = to;
    for (const listener of [...listeners]) listener(state);
  }

  function becomeTroubled(trouble: DeviceTrouble): number {
    if (state.kind === 'troubled' && state.trouble === trouble) return state.sinceMs;
    const sinceMs = clock.now();
    become({ kind: 'troubled', trouble, sinceMs });
    return sinceMs;
  }

  /** What a status answer means for the state, and for a job that waits for it: undefined when it can print. */
  function heed(answer: StatusAnswer): PrinterTrouble | undefined {
    switch (answer.kind) {
      case 'status': {
        silentPolls = 0;
        backOff.reset();
        const trouble = troubleOf(answer.status);
        if (trouble === undefined) become({ kind: 'ready', paperLow: answer.status.paperLow });
        else becomeTroubled(trouble.device);
        return trouble?.printer;
      }
      case 'silent':
        return { kind: 'not-answering', sinceMs: becomeTroubled('not-answering') };
      case 'garbled':
        return { kind: 'not-answering', sinceMs: becomeTroubled('garbled') };
      case 'lost':
        return { kind: 'link-lost' };
    }
  }

  const openSoon = (): void => next(backOff.nextMs(), () => void open());

  async function open(): Promise<void> {
    if (state.kind === 'absent') become({ kind: 'opening' });
    const opened = await openLink();
    if (stopped) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) {
      becomeTroubled('link-lost');
      openSoon();
      return;
    }
    const talk = converse(opened.value, clock);
    conversation = talk;
    silentPolls = 0;
    jobs.newConnection();
    opened.value.onLost(() => lose(talk));
    poll();
  }

  function lose(talk: Conversation): void {
    if (conversation !== talk || stopped) return;
    conversation = undefined;
    void talk.end();
    becomeTroubled('link-lost');
    openSoon();
  }

  function poll(): void {
    void inTurn(async () => {
      const talk = conversation;
      if (talk === undefined || stopped) return;
      const answer = await talk.askStatus();
      if (conversation !== talk || stopped) return;
      if (answer.kind === 'lost') return lose(talk);
      const trouble = heed(answer);
      if (answer.kind === 'status') await jobs.met(talk, trouble !== undefined);
      if (answer.kind !== 'status' && ++silentPolls >= SILENT_POLLS_MAX) {
        conversation = undefined;
        await talk.end();
        return openSoon();
      }
      next(options.pollMs ?? POLL_MS_DEFAULT, poll);
    });
  }

  async function print(document: PaperDocument, onSend: () => Promise<void>): Promise<PrintOutcome> {
    if (waiting >= JOBS_WAITING_MAX) return { kind: 'not-printed', trouble: { kind: 'offline' } };
    const bytes = jobBytes(layOut(document, model, font), model);
    waiting++;
    return inTurn(async () => {
      waiting--;
      if (stopped) return { kind: 'not-printed', trouble: { kind: 'process-lost' } };
      const talk = conversation;
      if (talk === undefined) return { kind: 'not-printed', trouble: troubleWithoutLink() };
      const outcome = await jobs.run(talk, bytes, onSend);
      if (talk.lost()) lose(talk);
      return outcome;
    });
  }

  /** Not connected: either the cable is out, or a silent printer's link is being opened anew. */
  const troubleWithoutLink = (): PrinterTrouble =>
    state.kind === 'troubled' && (state.trouble === 'not-answering' || state.trouble === 'garbled')
      ? { kind: 'not-answering', sinceMs: state.sinceMs }
      : { kind: 'link-lost' };

  void open();
  return {
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    print,
    async stop() {
      stopped = true;
      cancelNext();
      const talk = conversation;
      conversation = undefined;
      await talk?.end();
      await lastTurn;
    },
  };
}
