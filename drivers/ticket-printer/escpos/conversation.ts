import type { Clock } from '../../../src/basics/clock.ts';
import type { Result } from '../../../src/basics/result.ts';
import type { Link, LinkTrouble } from '../../link/link.ts';
import { askStatus } from './bytes.ts';
import { createReplyReader, type Reply } from './replies.ts';
import { type PrinterStatus, readStatus } from './status.ts';

/**
 * One connection to one printer: questions and the answers that belong to them, one question at a time, each with a
 * deadline. A new connection is a new conversation, so that no answer crosses over from the last one.
 */
const STATUS_WAIT_MS_MAX = 800;
/** Answers that nobody asked for are kept up to this many; then the oldest go. */
const REPLIES_KEPT_MAX = 64;

export type StatusAnswer = { readonly kind: 'status'; readonly status: PrinterStatus } | { readonly kind: 'silent' | 'garbled' | 'lost' };

export interface Conversation {
  readonly link: Link;
  lost(): boolean;
  /** Nothing more will be said or heard; whoever waits is told 'lost'. */
  end(): Promise<void>;
  send(bytes: Uint8Array): Promise<Result<void, LinkTrouble>>;
  /** All four status bytes, or why there are none. */
  askStatus(): Promise<StatusAnswer>;
  /** The next reply of this kind that comes, or came since `forget`. */
  await<K extends Reply['kind']>(kind: K, waitMsMax: number): Promise<Extract<Reply, { kind: K }> | 'late' | 'lost'>;
  forget(kind: Reply['kind']): void;
}

export function converse(link: Link, clock: Clock): Conversation {
  const reader = createReplyReader();
  let replies: Reply[] = [];
  let waiting: (() => void) | undefined;
  let lost = false;
  let heard = 0;
  const wake = (): void => waiting?.();
  link.onLost(() => {
    lost = true;
    wake();
  });
  link.onBytes((bytes) => {
    for (const reply of reader.read(bytes)) {
      heard++;
      if (reply.kind !== 'garbage') replies.push(reply);
    }
    replies = replies.slice(-REPLIES_KEPT_MAX);
    wake();
  });

  const self: Conversation = {
    link,
    lost: () => lost,
    async end() {
      lost = true;
      wake();
      await link.close();
    },
    async send(bytes) {
      const result = await link.write(bytes);
      if (!result.ok && result.error.kind === 'lost') lost = true;
      return result;
    },
    forget(kind) {
      replies = replies.filter((reply) => reply.kind !== kind);
    },
    await<K extends Reply['kind']>(kind: K, waitMsMax: number) {
      return new Promise<Extract<Reply, { kind: K }> | 'late' | 'lost'>((resolve) => {
        const finish = (result: Extract<Reply, { kind: K }> | 'late' | 'lost'): void => {
          waiting = undefined;
          cancel();
          resolve(result);
        };
        const look = (): void => {
          const at = replies.findIndex((reply) => reply.kind === kind);
          if (at >= 0) finish(replies.splice(at, 1)[0] as Extract<Reply, { kind: K }>);
          else if (lost) finish('lost');
        };
        const cancel = clock.after(waitMsMax, () => finish('late'));
        waiting = look;
        look();
      });
    },
    async askStatus() {
      const bytes: number[] = [];
      reader.reset();
      for (const what of [1, 2, 3, 4] as const) {
        heard = 0;
        self.forget('status');
        const sent = await self.send(Uint8Array.from(askStatus(what)));
        if (lost) return { kind: 'lost' };
        if (!sent.ok) return { kind: 'silent' };
        const reply = await self.await('status', STATUS_WAIT_MS_MAX);
        if (reply === 'lost') return { kind: 'lost' };
        if (reply === 'late') return { kind: heard > 0 ? 'garbled' : 'silent' };
        bytes.push(reply.byte);
      }
      const [printer, offlineCause, errorCause, roll] = bytes;
      return { kind: 'status', status: readStatus([printer!, offlineCause!, errorCause!, roll!]) };
    },
  };
  return self;
}
