import type { Instant } from '../../src/basics/clock.ts';
import type { HandIn, HandInResult } from '../../src/sync/hand-in.ts';
import type { OutboxStore } from '../../src/sync/outbox.ts';
import type { BatchRequest, NumberedMessage } from '../../src/sync/wire.ts';
import { aMessage } from '../center/center-for-tests.ts';
import { anEpoch } from '../store/samples.ts';

/** An outbox without a disk, for the engine's own rules; what the real one does is tested on the real one. */
export class OutboxInMemory implements OutboxStore {
  readonly messages: NumberedMessage[] = [];
  through = 0;
  readonly #epoch = anEpoch();
  /** Set: the next question is not answered. */
  broken = false;

  save(count = 1): void {
    for (let i = 0; i < count; i++) this.messages.push(aMessage(this.messages.length + 1));
  }
  #answer<T>(value: T): Promise<T> {
    return this.broken ? Promise.reject(new Error('cannot save')) : Promise.resolve(value);
  }
  epoch(): Promise<string> {
    return this.#answer(this.#epoch);
  }
  pendingMessages(limit: number): Promise<NumberedMessage[]> {
    return this.messagesFrom(this.through + 1, limit);
  }
  messagesFrom(sequence: number, limit: number): Promise<NumberedMessage[]> {
    return this.#answer(this.messages.slice(sequence - 1, sequence - 1 + limit));
  }
  acknowledgedThrough(): Promise<number> {
    return this.#answer(this.through);
  }
  pendingCount(): Promise<{ count: number; oldestAt: Instant | null }> {
    return this.#answer({ count: this.messages.length - this.through, oldestAt: this.messages[this.through]?.at ?? null });
  }
  acknowledge(sequence: number): Promise<void> {
    if (sequence > this.messages.length) return Promise.reject(new Error('broken invariant'));
    this.through = Math.max(this.through, sequence);
    return this.#answer(undefined);
  }
}

/** A center that takes messages without a gap and remembers them; `line` decides what becomes of each exchange. */
export class CenterDouble {
  taken: NumberedMessage[] = [];
  readonly requests: BatchRequest[] = [];
  under = 0;
  underMax = 0;
  /** null: as it should be. 'lost': taken, but the answer does not arrive. Anything else: that is the answer. */
  line: (request: BatchRequest) => HandInResult | 'lost' | 'never' | null = () => null;

  readonly handIn: HandIn = async (request) => {
    this.requests.push(request);
    this.under++;
    this.underMax = Math.max(this.underMax, this.under);
    try {
      const fate = this.line(request);
      if (fate === 'never') return await new Promise<HandInResult>(() => {});
      if (fate !== null && fate !== 'lost') return fate;
      const answer = this.take(request);
      await Promise.resolve();
      return fate === 'lost' ? { kind: 'not-reached', reason: 'cut-off', retryAfterMs: null } : answer;
    } finally {
      this.under--;
    }
  };

  take({ messages }: BatchRequest): HandInResult {
    const first = messages[0];
    if (first === undefined) return { kind: 'taken', reply: { acknowledgedThrough: this.taken.length, parked: [] } };
    if (first.sequence > this.taken.length + 1) return { kind: 'refused', reason: 'sequence-gap', expected: this.taken.length + 1 };
    for (const message of messages) {
      const before = this.taken[message.sequence - 1];
      if (before === undefined) this.taken.push(message);
      else if (before.id !== message.id) return { kind: 'refused', reason: 'sequence-forked', expected: null };
    }
    return { kind: 'taken', reply: { acknowledgedThrough: messages.at(-1)!.sequence, parked: [] } };
  }
}
