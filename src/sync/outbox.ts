import type { Instant } from '../basics/clock.ts';
import type { NumberedMessage } from './wire.ts';

/** What the sync engine asks of the store. */
export interface OutboxStore {
  epoch(): Promise<string>;
  /** The oldest unacknowledged messages, in order of sequence. */
  pendingMessages(limit: number): Promise<readonly NumberedMessage[]>;
  /** Messages from a sequence on, acknowledged or not: a center that was restored from a backup asks for them again. */
  messagesFrom(sequence: number, limit: number): Promise<readonly NumberedMessage[]>;
  acknowledgedThrough(): Promise<number>;
  pendingCount(): Promise<{ readonly count: number; readonly oldestAt: Instant | null }>;
  /** Marks everything through `sequence` acknowledged; a lower number than before changes nothing. */
  acknowledge(sequence: number, at: Instant): Promise<void>;
}
