import { z } from 'zod';
import type { Clock, Instant } from '../basics/clock.ts';
import type { OutgoingMessage } from '../domain/batch.ts';
import type { Log } from '../domain/log-events.ts';
import { outgoingMessageSchema, WIRE_VERSION, type BatchEnvelope, type BatchReply, type WireRefusal } from '../sync/wire.ts';
import { contentHash } from './content-hash.ts';
import { withinHall, type CenterDb, type CenterTransaction } from './database.ts';

/**
 * Takes a batch from a terminal: in one transaction its row is locked, the messages are applied without a gap, and
 * what each number said is remembered. The answer is given after COMMIT, and is a function of the batch, so that a
 * repeat gets the same one. The invariants are in src/sync/SPEC.md.
 */
export type HandInAnswer =
  | { readonly kind: 'taken'; readonly reply: BatchReply }
  | { readonly kind: 'refused'; readonly reason: WireRefusal; readonly expected: number | null };

/** Why a message lies apart; the console words each. */
export const PARKED_REASONS = ['not-understood', 'unreadable-at-terminal', 'other-hall', 'id-forked', 'sequence-forked'] as const;
export type ParkedReason = (typeof PARKED_REASONS)[number];

type Envelope = BatchEnvelope['messages'][number];
type Judged = Envelope & { readonly hash: Buffer } & (
    | { readonly verdict: 'apply'; readonly content: Extract<OutgoingMessage, { kind: 'ticket' }> }
    /** Told before under another number (a terminal that offers again after its store was made anew). */
    | { readonly verdict: 'known' }
    | { readonly verdict: 'park'; readonly reason: ParkedReason }
  );
type Device = { readonly city: string; readonly hall: string; readonly terminal: string };
type OfEpoch = Device & { readonly epoch: string };

const refused = (reason: WireRefusal, expected: number | null = null): HandInAnswer => ({ kind: 'refused', reason, expected });
const sequenceSchema = z.coerce.number().int();

export function createHandIn({
  db,
  city,
  clock,
  log,
}: {
  readonly db: CenterDb;
  readonly city: string;
  readonly clock: Clock;
  readonly log: Log;
}): (envelope: BatchEnvelope) => Promise<HandInAnswer> {
  return async (envelope) => {
    if (envelope.wire !== WIRE_VERSION) return refused('unknown-wire-version');
    const device: Device = { city, hall: envelope.hall, terminal: envelope.terminal };
    const answer = await withinHall(db, city, envelope.hall, (tx) => take(tx, device, envelope, clock.now()));
    if (answer.kind === 'refused') log('center.batch-refused', { terminal: envelope.terminal, reason: answer.reason });
    else if (envelope.messages.length > 0)
      log('center.batch', { terminal: envelope.terminal, messages: envelope.messages.length, through: answer.reply.acknowledgedThrough });
    return answer;
  };
}

async function take(tx: CenterTransaction, device: Device, { epoch, messages }: BatchEnvelope, now: Instant): Promise<HandInAnswer> {
  const of: OfEpoch = { ...device, epoch };
  // The lock: batches of one terminal stand in line, whichever process of the center they reach.
  const row = await tx
    .selectFrom('terminal')
    .select('epoch')
    .where((e) => e.and(device))
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return refused('unknown-terminal');
  const known = await tx
    .selectFrom('terminal_epoch')
    .select('acknowledged_through')
    .where((e) => e.and(of))
    .executeTakeFirst();
  const through = known === undefined ? 0 : sequenceSchema.parse(known.acknowledged_through);
  // A store that was made anew begins anew; what its earlier epochs said stays.
  if (known === undefined)
    await tx
      .insertInto('terminal_epoch')
      .values({ ...of, acknowledged_through: 0, first_heard_at: now, last_heard_at: now })
      .execute();
  else
    await tx
      .updateTable('terminal_epoch')
      .set({ last_heard_at: now })
      .where((e) => e.and(of))
      .execute();
  await tx
    .updateTable('terminal')
    .set({ epoch, last_heard_at: now })
    .where((e) => e.and(device))
    .execute();

  const first = messages[0];
  const last = messages.at(-1);
  if (first === undefined || last === undefined) return { kind: 'taken', reply: { acknowledgedThrough: through, parked: [] } };
  if (first.sequence > through + 1 || messages.some((message, at) => message.sequence !== first.sequence + at))
    return refused('sequence-gap', through + 1);

  const hashed = messages.map((message) => ({ ...message, hash: contentHash(message) }));
  const repeats = hashed.filter((message) => message.sequence <= through);
  const fresh = hashed.filter((message) => message.sequence > through);
  if (repeats.length > 0) {
    const forks = await forked(tx, of, repeats);
    if (forks.length > 0) {
      await park(
        tx,
        of,
        forks.map((message) => ({ ...message, reason: 'sequence-forked' as const })),
        now,
      );
      return refused('sequence-forked', through + 1);
    }
  }
  if (fresh.length > 0) await apply(tx, of, await judge(tx, of, fresh), last.sequence, now);
  const parked = await tx
    .selectFrom('parked_message')
    .select(['sequence', 'reason'])
    .where((e) => e.and(of))
    .where('sequence', '>=', first.sequence)
    .where('sequence', '<=', last.sequence)
    .where('reason', '<>', 'sequence-forked')
    .orderBy('sequence')
    .execute();
  return {
    kind: 'taken',
    reply: {
      acknowledgedThrough: last.sequence,
      parked: parked.map((message) => ({ sequence: sequenceSchema.parse(message.sequence), reason: message.reason })),
    },
  };
}

/** Those whose number said something else before. */
async function forked<M extends Envelope & { readonly hash: Buffer }>(
  tx: CenterTransaction,
  of: OfEpoch,
  repeats: readonly M[],
): Promise<M[]> {
  const before = await tx
    .selectFrom('message')
    .select(['sequence', 'content_hash'])
    .where((e) => e.and(of))
    .where('sequence', '>=', repeats[0]!.sequence)
    .where('sequence', '<=', repeats.at(-1)!.sequence)
    .execute();
  const hashes = new Map(before.map((message) => [sequenceSchema.parse(message.sequence), message.content_hash]));
  return repeats.filter((message) => {
    const hash = hashes.get(message.sequence);
    return hash === undefined || !message.hash.equals(hash);
  });
}

async function judge(tx: CenterTransaction, of: OfEpoch, fresh: readonly (Envelope & { readonly hash: Buffer })[]): Promise<Judged[]> {
  const { epoch: _, ...device } = of;
  const before = await tx
    .selectFrom('message')
    .select(['id', 'content_hash'])
    .where((e) => e.and(device))
    .where(
      'id',
      'in',
      fresh.map((message) => message.id),
    )
    .execute();
  const known = new Map<string, Uint8Array>(before.map((message) => [message.id, message.content_hash]));
  return fresh.map((message): Judged => {
    const told = known.get(message.id.toLowerCase());
    known.set(message.id.toLowerCase(), message.hash);
    if (told !== undefined)
      return message.hash.equals(told) ? { ...message, verdict: 'known' } : { ...message, verdict: 'park', reason: 'id-forked' };
    const content = outgoingMessageSchema.safeParse(message.message);
    if (!content.success) return { ...message, verdict: 'park', reason: 'not-understood' };
    if (content.data.kind === 'unreadable') return { ...message, verdict: 'park', reason: 'unreadable-at-terminal' };
    if (content.data.ticket.hall !== of.hall) return { ...message, verdict: 'park', reason: 'other-hall' };
    return { ...message, verdict: 'apply', content: content.data };
  });
}

async function apply(tx: CenterTransaction, of: OfEpoch, judged: readonly Judged[], last: number, now: Instant): Promise<void> {
  await tx
    .insertInto('message')
    .values(judged.map(({ sequence, id, hash }) => ({ ...of, sequence, id, content_hash: hash, arrived_at: now })))
    .execute();
  await park(
    tx,
    of,
    judged.flatMap((message) => (message.verdict === 'park' ? [message] : [])),
    now,
  );
  const applied = judged.flatMap((message) => (message.verdict === 'apply' ? [message] : []));
  if (applied.length > 0) {
    await writeTickets(
      tx,
      of,
      applied.map((message) => message.content.ticket),
      now,
    );
    await tx
      .insertInto('ticket_action')
      .values(
        applied.map(({ sequence, at, content }) => ({
          ...of,
          sequence,
          ticket_id: content.ticket.id,
          action: content.action,
          at,
          arrived_at: now,
        })),
      )
      .execute();
  }
  await tx
    .updateTable('terminal_epoch')
    .set({ acknowledged_through: last })
    .where((e) => e.and(of))
    .execute();
}

/** The newest state of each ticket; an older one that comes late changes nothing. */
async function writeTickets(
  tx: CenterTransaction,
  of: OfEpoch,
  tickets: readonly OutgoingMessage['ticket'][],
  now: Instant,
): Promise<void> {
  const newest = new Map<string, OutgoingMessage['ticket']>();
  for (const ticket of tickets) if ((newest.get(ticket.id)?.revision ?? 0) < ticket.revision) newest.set(ticket.id, ticket);
  await tx
    .insertInto('ticket')
    .values(
      [...newest.values()].map((ticket) => ({
        city: of.city,
        hall: of.hall,
        id: ticket.id,
        terminal: ticket.terminal,
        day: ticket.day,
        class: ticket.class,
        number: ticket.number,
        matter_id: ticket.matterId,
        matter_name: ticket.matterName,
        priority: ticket.priority,
        issued_by: ticket.issuedBy,
        issued_at: ticket.issuedAt,
        state: ticket.state,
        calls: ticket.calls,
        last_called_at: ticket.lastCalledAt,
        window: ticket.window,
        called_epoch: ticket.calledEpoch,
        closed_at: ticket.closedAt,
        print: ticket.print,
        revision: ticket.revision,
        arrived_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['city', 'hall', 'id'])
        .doUpdateSet((e) => ({
          terminal: e.ref('excluded.terminal'),
          day: e.ref('excluded.day'),
          class: e.ref('excluded.class'),
          number: e.ref('excluded.number'),
          matter_id: e.ref('excluded.matter_id'),
          matter_name: e.ref('excluded.matter_name'),
          priority: e.ref('excluded.priority'),
          issued_by: e.ref('excluded.issued_by'),
          issued_at: e.ref('excluded.issued_at'),
          state: e.ref('excluded.state'),
          calls: e.ref('excluded.calls'),
          last_called_at: e.ref('excluded.last_called_at'),
          window: e.ref('excluded.window'),
          called_epoch: e.ref('excluded.called_epoch'),
          closed_at: e.ref('excluded.closed_at'),
          print: e.ref('excluded.print'),
          revision: e.ref('excluded.revision'),
        }))
        .whereRef('ticket.revision', '<', 'excluded.revision'),
    )
    .execute();
}

async function park(
  tx: CenterTransaction,
  of: OfEpoch,
  messages: readonly (Envelope & { readonly hash: Buffer; readonly reason: ParkedReason })[],
  now: Instant,
): Promise<void> {
  if (messages.length === 0) return;
  await tx
    .insertInto('parked_message')
    .values(
      messages.map(({ sequence, hash, id, reason, at, message }) => ({
        ...of,
        sequence,
        content_hash: hash,
        id,
        reason,
        at,
        arrived_at: now,
        body: JSON.stringify(message ?? null),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
