import { describe, expect, it } from 'vitest';
import { instant } from '../../src/basics/clock.ts';
import type { HallDay } from '../../src/domain/hall-day.ts';
import { terminalIdSchema } from '../../src/domain/hall.ts';
import { labelOf, type Priority, type TicketId } from '../../src/domain/ticket.ts';
import * as rules from '../../src/hall/queue.ts';
import { SeededRandom } from '../support/clock-by-hand.ts';
import { K01, hallFor } from '../support/people-and-halls.ts';

const DAY = '2026-11-23' as HallDay;
const RULES = rules.DEFAULT_RULES;
const hall = hallFor();
let made = 0;
const take = (queue: rules.Queue, priority: Priority = 'none', terminal = K01, now = ++made): rules.Decision => {
  const decision = rules.issue(
    queue,
    {
      id: `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}` as TicketId,
      hall: hall.code,
      terminal,
      matterId: null,
      matterName: '不清楚',
      priority,
      holder: null,
      issuedBy: 'resident',
      now: instant(now),
    },
    RULES,
  );
  if (!decision.ok) throw new Error(decision.error.kind);
  return decision.value;
};
const filled = (...priorities: Priority[]): rules.Queue =>
  priorities.reduce((queue, priority) => take(queue, priority).queue, rules.emptyQueue(DAY, 1));
const call = (queue: rules.Queue, window = 1, now = 1_000_000): rules.Decision => {
  const decision = rules.callNext(queue, window, instant(now), RULES);
  if (!decision.ok) throw new Error(decision.error.kind);
  return decision.value;
};

describe('the queue', () => {
  it('gives numbers in order, a class letter before three digits', () => {
    expect(filled('none', 'declared', 'none').tickets.map(labelOf)).toEqual(['A001', 'C001', 'A002']);
  });

  it('never gives two terminals the same number, because each has blocks of its own', () => {
    const K02 = terminalIdSchema.parse('K02');
    let queue = rules.emptyQueue(DAY, 1);
    const random = new SeededRandom(7);
    for (let i = 0; i < 400; i++) queue = take(queue, random.next() < 0.2 ? 'age' : 'none', random.next() < 0.5 ? K01 : K02).queue;
    expect(new Set(queue.tickets.map(labelOf)).size).toBe(400);
  });

  it('says so when the numbers of the day are used up, and gives none twice', () => {
    let queue = rules.emptyQueue(DAY, 1);
    for (let i = 0; i < 999; i++) queue = take(queue).queue;
    const last = queue.tickets.at(-1)!;
    expect(labelOf(last)).toBe('A999');
    expect(rules.issue(queue, { ...last, matterId: null, now: instant(1) }, RULES)).toEqual({
      ok: false,
      error: { kind: 'numbers-used-up' },
    });
  });

  it('lets two normal tickets pass before the next priority one, so that nobody is starved', () => {
    let queue = filled('none', 'none', 'none', 'none', 'none', 'declared', 'age', 'declared');
    const order: string[] = [];
    for (let i = 0; i < 8; i++) {
      const decision = call(queue, i + 1, 1_000 + i);
      order.push(labelOf(decision.ticket));
      queue = decision.queue;
    }
    expect(order).toEqual(['A001', 'A002', 'C001', 'A003', 'A004', 'C002', 'A005', 'C003']);
  });

  it('tells a newcomer exactly how many will be called first (random halls, seed 20261123)', () => {
    const random = new SeededRandom(20261123);
    let told = 0;
    for (let round = 0; round < 200; round++) {
      let queue = rules.emptyQueue(DAY, 1);
      for (let i = random.below(12); i > 0; i--) queue = take(queue, random.next() < 0.4 ? 'declared' : 'none').queue;
      for (let i = random.below(5); i > 0 && queue.tickets.some((ticket) => ticket.state === 'waiting'); i--)
        queue = call(queue, 100 + i).queue;
      const priority: Priority = random.next() < 0.5 ? 'age' : 'none';
      const ahead = rules.aheadOf(queue, priority === 'none' ? 'A' : 'C', RULES);
      const mine = take(queue, priority);
      expect(rules.aheadOf(mine.queue, mine.ticket.class, RULES, mine.ticket.id)).toBe(ahead);
      queue = mine.queue;
      for (let called = 0; ; called++) {
        const next = call(queue, 200 + called);
        queue = next.queue;
        if (next.ticket.id === mine.ticket.id) {
          expect(called).toBe(ahead);
          told++;
          break;
        }
      }
    }
    expect(told).toBe(200);
  });

  it('refuses 下一位 while the window still has somebody, and says whom', () => {
    const { queue } = call(filled('none', 'none'));
    expect(rules.callNext(queue, 1, instant(2_000_000), RULES)).toEqual({ ok: false, error: { kind: 'window-busy', label: 'A001' } });
    expect(rules.callNext(filled(), 1, instant(1), RULES)).toEqual({ ok: false, error: { kind: 'nobody-waiting' } });
  });

  it('needs two calls and some time before 过号, and says what is missing', () => {
    const called = call(filled('none'), 1, 1_000);
    const id = called.ticket.id;
    expect(rules.markMissed(called.queue, id, 1, instant(4_000), RULES)).toEqual({
      ok: false,
      error: { kind: 'too-early', callsLeft: 1, waitSeconds: 7 },
    });
    const again = rules.recall(called.queue, id, 1, instant(20_000));
    if (!again.ok) throw new Error('recall');
    expect(rules.markMissed(again.value.queue, id, 1, instant(21_000), RULES)).toEqual({
      ok: false,
      error: { kind: 'too-early', callsLeft: 0, waitSeconds: 9 },
    });
    expect(rules.markMissed(again.value.queue, id, 1, instant(30_000), RULES)).toMatchObject({
      ok: true,
      value: { ticket: { state: 'missed' } },
    });
  });

  it('brings back whoever was missed with the old place, not at the end', () => {
    const first = call(filled('none', 'none', 'none'), 1, 1_000);
    const again = rules.recall(first.queue, first.ticket.id, 1, instant(2_000));
    const missed = again.ok ? rules.markMissed(again.value.queue, first.ticket.id, 1, instant(60_000), RULES) : again;
    const back = missed.ok ? rules.bringBack(missed.value.queue, first.ticket.id) : missed;
    if (!back.ok) throw new Error(back.error.kind);
    expect(labelOf(call(back.value.queue, 2).ticket)).toBe('A001');
  });

  it('keeps no name on a ticket that is done', () => {
    const one = take(rules.emptyQueue(DAY, 1));
    const named = { ...one.queue, tickets: [{ ...one.ticket, holder: { name: '王桂兰', sex: 'female' as const, ageYears: 77 } }] };
    const called = call(named);
    expect(called.ticket.holder?.name).toBe('王桂兰');
    expect(rules.finish(called.queue, called.ticket.id, 1, instant(3_000_000))).toMatchObject({
      ok: true,
      value: { ticket: { state: 'done', holder: null } },
    });
  });

  it("does nothing to another window's ticket", () => {
    const called = call(filled('none'), 1);
    for (const answer of [
      rules.recall(called.queue, called.ticket.id, 2, instant(1)),
      rules.finish(called.queue, called.ticket.id, 2, instant(1)),
      rules.bringBack(called.queue, called.ticket.id),
    ])
      expect(answer).toEqual({ ok: false, error: { kind: 'already-changed' } });
  });
});
