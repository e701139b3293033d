import type { BatchReply, BatchRequest, WireRefusal } from './wire.ts';

/** What became of one batch. A refusal is an answer; only `not-reached` means that nobody knows. */
export type HandInResult =
  | { readonly kind: 'taken'; readonly reply: BatchReply }
  | { readonly kind: 'refused'; readonly reason: WireRefusal; readonly expected: number | null }
  /** `reason`: a word for the log. The center may have taken the batch all the same: the same one is offered again. */
  | { readonly kind: 'not-reached'; readonly reason: string; readonly retryAfterMs: number | null };

/** Hands one batch to the center, within a time-out of its own. main/center-link does it over HTTP. */
export type HandIn = (request: BatchRequest) => Promise<HandInResult>;
