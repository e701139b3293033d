import type { Refusal, TicketRow } from '../../src/api/counter.ts';

/**
 * One press, one command: a press gets a request id of its own and keeps it through every repeat on a bad line, so the
 * keeper does it once; until it is answered no other press counts. When the keeper was started anew meanwhile, the
 * press waits for the new state and is made once more under it.
 */
export type CommandName = 'callNext' | 'recall' | 'markMissed' | 'bringBack' | 'finish' | 'issue' | 'reprint';
export type CommandAnswer = { readonly ok: true; readonly value: TicketRow } | { readonly ok: false; readonly error: Refusal };

export type PressEnd =
  | { readonly kind: 'done'; readonly row: TicketRow }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nobody answered: it may have been done or not. */
  | { readonly kind: 'not-reached' }
  /** The hall answered that something is wrong with it. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'signed-out' };

export type PressOptions = {
  readonly send: (head: { readonly requestId: string; readonly epoch: number }, signal: AbortSignal) => Promise<CommandAnswer>;
  readonly newId: () => string;
  readonly epoch: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** What a thrown cause means. */
  readonly meaning: (cause: unknown) => 'signed-out' | 'failed' | 'not-reached';
};

export const ANSWER_MS_MAX = 8_000;
export const TRIES_MAX = 4;
export const RETRY_PAUSE_MS = 700;
const EPOCH_WAIT_MS_MAX = 5_000;
const EPOCH_LOOK_MS = 100;

export async function press(options: PressOptions): Promise<PressEnd> {
  const { epoch, pause } = options;
  const asked = epoch();
  const first = await pressUnder(asked, options);
  if (first.kind !== 'refused' || first.refusal.kind !== 'stale-epoch') return first;
  for (let waited = 0; epoch() === asked && waited < EPOCH_WAIT_MS_MAX; waited += EPOCH_LOOK_MS) await pause(EPOCH_LOOK_MS);
  return epoch() === asked ? first : pressUnder(epoch(), options);
}

async function pressUnder(epoch: number, { send, newId, pause, meaning }: PressOptions): Promise<PressEnd> {
  const head = { requestId: newId(), epoch };
  for (let tries = 1; ; tries++) {
    try {
      const answer = await send(head, AbortSignal.timeout(ANSWER_MS_MAX));
      return answer.ok ? { kind: 'done', row: answer.value } : { kind: 'refused', refusal: answer.error };
    } catch (cause) {
      const meant = meaning(cause);
      if (meant !== 'not-reached' || tries >= TRIES_MAX) return { kind: meant };
      await pause(RETRY_PAUSE_MS);
    }
  }
}
