import { assert } from '../../../src/basics/result.ts';
import type { Clock } from '../../../src/basics/clock.ts';
import type { Link } from '../../link/link.ts';
import { frameOf, replyTo, type Command, type Reply } from './commands.ts';
import { createFrameParser } from './frame.ts';

/**
 * One request and its reply over a link, one at a time. The reply is known by its frame's length, never by waiting a
 * while; time only says when there is none.
 */
export type Answer =
  | Reply
  /** Not a byte. */
  | { readonly kind: 'silent' }
  /** A frame began and stopped. */
  | { readonly kind: 'cut-short' }
  /** Bytes, and no reply to what was asked among them. */
  | { readonly kind: 'garbled' }
  | { readonly kind: 'lost' };

export type Exchange = {
  ask(command: Command): Promise<Answer>;
  lost(): boolean;
  /** Gives up what is under way; from now on everything is `lost`. Tells nobody. */
  end(): void;
};

/** Between two bytes of one frame; a USB adapter holds bytes back for 16 ms at most. */
const GAP_MS_MAX = 500;
/** The longest frame takes 2.4 s at 9600 baud. */
const FRAME_MS_MAX = 5_000;
/** After a failed exchange the line must have been quiet this long before the next request, or a late reply is taken for its answer. */
const QUIET_MS = 200;
const DRAIN_MS_MAX = 2_000;

/** `onLost` is called once, when the link has ended by itself. */
export function createExchange(link: Link, clock: Clock, onLost: () => void): Exchange {
  let lost = false;
  let mustDrain = false;
  let busy = false;
  let hear: ((bytes: Uint8Array) => void) | undefined;
  let giveUp: (() => void) | undefined;

  link.onBytes((bytes) => hear?.(bytes));
  link.onLost(() => {
    lost = true;
    giveUp?.();
    onLost();
  });

  const drain = (): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        cancelQuiet();
        cancelMax();
        hear = undefined;
        giveUp = undefined;
        resolve();
      };
      let cancelQuiet = clock.after(QUIET_MS, finish);
      const cancelMax = clock.after(DRAIN_MS_MAX, finish);
      hear = () => {
        cancelQuiet();
        cancelQuiet = clock.after(QUIET_MS, finish);
      };
      giveUp = finish;
    });

  const exchange = (command: Command): Promise<Answer> =>
    new Promise((resolve) => {
      const parser = createFrameParser();
      let heard = false;
      let cancelGap = (): void => undefined;
      const finish = (answer: Answer): void => {
        cancelReply();
        cancelGap();
        cancelFrame();
        hear = undefined;
        giveUp = undefined;
        resolve(answer);
      };
      const accept = (bodies: readonly Uint8Array[]): boolean => {
        for (const body of bodies) {
          const reply = replyTo(command, body);
          if (reply === undefined) continue;
          finish(reply);
          return true;
        }
        return false;
      };
      const stop = (): void => {
        const begun = parser.begun();
        if (!accept(parser.flush())) finish({ kind: begun ? 'cut-short' : heard ? 'garbled' : 'silent' });
      };
      let cancelReply = clock.after(command.waitMs, stop);
      const cancelFrame = clock.after(command.waitMs + FRAME_MS_MAX, stop);
      hear = (bytes) => {
        heard = true;
        if (accept(parser.push(bytes))) return;
        cancelGap();
        if (parser.begun()) {
          // The reply has begun: from here on only a gap ends it, however slow the line.
          cancelReply();
          cancelReply = () => undefined;
          cancelGap = clock.after(GAP_MS_MAX, stop);
        } else if (parser.damagedFrames() > 0) cancelGap = clock.after(GAP_MS_MAX, stop);
      };
      giveUp = () => finish({ kind: 'lost' });
      void link.write(frameOf(command)).then((written) => {
        // A module that takes no bytes is as silent as one that gives none: the time-out above says so.
        if (!written.ok && written.error.kind === 'lost') giveUp?.();
      });
    });

  return {
    ask: async (command) => {
      assert(!busy, 'one request at a time');
      if (lost) return { kind: 'lost' };
      busy = true;
      try {
        if (mustDrain) await drain();
        if (lost) return { kind: 'lost' };
        const answer = await exchange(command);
        mustDrain = answer.kind !== 'reply';
        return answer;
      } finally {
        busy = false;
      }
    },
    lost: () => lost,
    end: () => {
      lost = true;
      giveUp?.();
    },
  };
}
