import type { Clock } from '../../../src/basics/clock.ts';
import type { PrinterTrouble, PrintOutcome } from '../../../src/devices/printer.ts';
import { CLEAR_BUFFER, recoveryBytes } from './bytes.ts';
import type { Conversation, StatusAnswer } from './conversation.ts';
import type { PrinterModel } from './models.ts';

/**
 * One slip, from the question "can you print" to the answer "it is paper":
 *
 * 1. Real-time status. Any trouble: not printed, and not a byte has left.
 * 2. After a job whose end nobody knows, or on a new connection: bring the printer's parser to a known place, and wait
 *    until every answer that may still be owed is in, so that an old one cannot confirm the new slip.
 * 3. `onSend`, awaited: the record says "sent" before paper can exist.
 * 4. The bytes, ended by GS r 1, which the printer answers in the order of its buffer and not at all while it stands
 *    still for paper (manuals of TM-T85, PPU-700, BT-532C), then the real-time status once more. Both good: confirmed.
 * 5. Anything else: unknown, with the trouble found, and the printer is asked to forget the rest of the slip. A person
 *    is told to look, so a rest that comes out later, when the roll was changed, would be a second slip.
 */
const CONFIRM_WAIT_MS_MAX = 15_000;
/** Waiting for the confirmation, the status is asked this often: an empty roll is told at once, not at the deadline. */
const CONFIRM_LOOK_MS = 700;
const RECOVERY_WAIT_MS_MAX = 8_000;
/** No further answer within this time: that was the last. */
const RECOVERY_QUIET_MS = 300;
const OWED_MAX = 32;
/** Who answers more often than this was not asked: noise. */
const RECOVERY_ANSWERS_MAX = 100;
const CLEAR_WAIT_MS_MAX = 500;

export interface JobRunner {
  run(talk: Conversation, bytes: Uint8Array, onSend: () => Promise<void>): Promise<PrintOutcome>;
  newConnection(): void;
  /**
   * The first answer of a connection. A printer that stands still when we come to it may hold the rest of a slip from
   * before we were killed: it is asked to forget it, or it would come out by itself when the roll is changed. One that
   * works is left to finish what it does.
   */
  met(talk: Conversation, standsStill: boolean): Promise<void>;
}

interface JobContext {
  readonly model: PrinterModel;
  readonly clock: Clock;
  /** Tells the state, and gives the trouble that keeps the printer from printing. */
  readonly heed: (answer: StatusAnswer) => PrinterTrouble | undefined;
}

export function createJobRunner({ model, clock, heed }: JobContext): JobRunner {
  /** What the printer may still hold. 'scrap': half a slip may hang in the slot. */
  let leftover: 'none' | 'unsure' | 'scrap' = 'unsure';
  /** Questions in turn whose answers may still come, however late. */
  let owed = 0;
  /** The present connection has not answered yet. */
  let unmet = true;

  const linkLost: PrinterTrouble = { kind: 'link-lost' };
  const notAnswering = (): PrinterTrouble => heed({ kind: 'silent' })!;
  const unknown = (trouble: PrinterTrouble): PrintOutcome => ({ kind: 'unknown', trouble });

  /** @returns the trouble that makes it pointless to go on. */
  async function recover(talk: Conversation): Promise<PrinterTrouble | undefined> {
    if (leftover === 'none') return undefined;
    talk.forget('paper');
    // The answers all look alike. One question more than are owed, in a row: when so many answers are in, at least one
    // of this row is, so all work before it is done, and what is missing of the row follows at once.
    const questions = owed + 1;
    owed = Math.min(OWED_MAX, owed + questions);
    const sent = await talk.send(recoveryBytes(model, leftover === 'scrap', questions));
    if (talk.lost()) return linkLost;
    if (!sent.ok) return heed(await talk.askStatus()) ?? notAnswering();
    for (let answers = 0; ; answers++) {
      const reply = await talk.await('paper', answers < questions ? RECOVERY_WAIT_MS_MAX : RECOVERY_QUIET_MS);
      if (reply === 'lost') return linkLost;
      if (reply !== 'late' && answers < RECOVERY_ANSWERS_MAX) continue;
      if (answers < questions || reply !== 'late') return heed(await talk.askStatus()) ?? notAnswering();
      owed = 0;
      leftover = 'none';
      return undefined;
    }
  }

  async function confirm(talk: Conversation): Promise<PrintOutcome> {
    let tooLate = false;
    let answeredInTurn = false;
    let low = false;
    const cancel = clock.after(CONFIRM_WAIT_MS_MAX, () => {
      tooLate = true;
    });
    try {
      for (;;) {
        if (!answeredInTurn) {
          const reply = await talk.await('paper', CONFIRM_LOOK_MS);
          if (reply === 'lost') return unknown(linkLost);
          if (reply !== 'late') {
            answeredInTurn = true;
            low = reply.nearEnd;
          }
        }
        const answer = await talk.askStatus();
        if (answer.kind === 'lost') return unknown(linkLost);
        const trouble = heed(answer);
        if (answer.kind === 'status') {
          if (trouble !== undefined) return unknown(trouble);
          if (answeredInTurn) return { kind: 'confirmed', paperLow: low || answer.status.paperLow };
        }
        if (tooLate) return unknown(trouble ?? notAnswering());
      }
    } finally {
      cancel();
    }
  }

  async function sendAndConfirm(talk: Conversation, bytes: Uint8Array): Promise<PrintOutcome> {
    const sent = await talk.send(bytes);
    if (sent.ok) return confirm(talk);
    if (talk.lost()) return unknown(linkLost);
    // The printer stopped taking bytes: mostly an empty roll behind a full buffer.
    const answer = await talk.askStatus();
    return unknown(heed(answer) ?? notAnswering());
  }

  async function clear(talk: Conversation): Promise<void> {
    if (!model.clearsBuffer || talk.lost()) return;
    await talk.send(Uint8Array.from(CLEAR_BUFFER));
    await talk.await('cleared', CLEAR_WAIT_MS_MAX);
  }

  return {
    newConnection() {
      unmet = true;
      if (leftover === 'none') leftover = 'unsure';
    },
    async met(talk, standsStill) {
      const first = unmet;
      unmet = false;
      if (!first || !standsStill) return;
      leftover = 'scrap';
      await clear(talk);
    },
    async run(talk, bytes, onSend) {
      const trouble = heed(await talk.askStatus()) ?? (await recover(talk));
      if (trouble !== undefined) return { kind: 'not-printed', trouble };
      await onSend();
      if (talk.lost()) return { kind: 'not-printed', trouble: linkLost };
      talk.forget('paper');
      leftover = 'scrap';
      owed = 1;
      const outcome = await sendAndConfirm(talk, bytes);
      if (outcome.kind === 'confirmed') {
        leftover = 'none';
        owed = 0;
      } else await clear(talk);
      return outcome;
    },
  };
}
