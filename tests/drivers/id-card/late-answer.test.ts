import { expect, it } from 'vitest';
import { FIND, READ, SELECT } from '../../../drivers/id-card/sam/commands.ts';
import { createExchange, type Answer } from '../../../drivers/id-card/sam/exchange.ts';
import { memoryPair } from '../../../drivers/link/memory.ts';
import { ClockByHand } from '../../support/clock-by-hand.ts';
import { hexOf, READ_REPLIES, REQUESTS, STATUS_REPLIES } from '../../support/idcard-vectors.ts';

/** One request at a time, with the clock turned by hand: when the next one leaves, and what is taken for its answer. */
function bench() {
  const clock = new ClockByHand('2025-03-03T09:00:00Z');
  const pair = memoryPair();
  const [near, far] = pair;
  const heard: string[] = [];
  far.onBytes((bytes) => heard.push(hexOf(bytes)));
  let lost = 0;
  const exchange = createExchange(near, clock, () => lost++);
  const ask = (...args: Parameters<typeof exchange.ask>): { answer: Answer | undefined } => {
    const asked: { answer: Answer | undefined } = { answer: undefined };
    void exchange.ask(...args).then((answer) => (asked.answer = answer));
    return asked;
  };
  return { clock, pair, far, heard, exchange, ask, lost: () => lost };
}

it('after a silence the line must be quiet for 200 ms before the next question leaves, so that a late answer is not taken for its own', async () => {
  const { clock, far, heard, ask } = bench();
  const first = ask(FIND);
  await clock.turn(999);
  expect(first.answer).toBeUndefined();
  await clock.turn(1);
  expect(first.answer).toEqual({ kind: 'silent' });
  const second = ask(SELECT);
  await clock.turn(150);
  await far.write(STATUS_REPLIES.noCard80!);
  await clock.turn(150);
  expect(heard).toEqual([hexOf(REQUESTS.find!)]);
  await clock.turn(50);
  expect(heard).toEqual([hexOf(REQUESTS.find!), hexOf(REQUESTS.select!)]);
  expect(second.answer).toBeUndefined();
  await far.write(STATUS_REPLIES.selected_sn0!);
  await clock.turn(0);
  expect(second.answer).toMatchObject({ kind: 'reply', word: 'done' });
  expect(clock.timers()).toBe(0);
});

it('a line that is never quiet is given up on after 2 s, and the question leaves all the same', async () => {
  const { clock, far, heard, ask } = bench();
  ask(FIND);
  await clock.turn(1_000);
  ask(FIND);
  for (let i = 0; i < 25; i++) {
    await far.write(Uint8Array.of(0x55));
    await clock.turn(100);
  }
  expect(heard).toHaveLength(2);
});

it('an answer at 9600 baud takes its second and a half, byte by byte, and is waited for', async () => {
  const { clock, far, ask } = bench();
  const reading = ask(READ);
  await clock.turn(3_900);
  const frame = READ_REPLIES.resident_han_f_dated!;
  for (let at = 0; at < frame.length; at += 20) {
    await far.write(frame.subarray(at, at + 20));
    await clock.turn(21);
  }
  expect(reading.answer).toMatchObject({ kind: 'reply', word: 'done' });
  expect(clock.timers()).toBe(0);
});

it('an answer that stops is cut short half a second later, not after the whole wait', async () => {
  const { clock, far, ask } = bench();
  const reading = ask(READ);
  await clock.turn(100);
  await far.write(READ_REPLIES.resident_han_f_dated!.subarray(0, 700));
  await clock.turn(499);
  expect(reading.answer).toBeUndefined();
  await clock.turn(1);
  expect(reading.answer).toEqual({ kind: 'cut-short' });
});

it('a babbler that goes on beginning frames is given up on in the end', async () => {
  const { clock, far, ask } = bench();
  const reading = ask(FIND);
  for (let i = 0; i < 80 && reading.answer === undefined; i++) {
    await far.write(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x0f, 0xff));
    await clock.turn(100);
  }
  expect(reading.answer).toEqual({ kind: 'cut-short' });
  expect(clock.timers()).toBe(0);
});

it('a cut ends the question under way, once, and every later one', async () => {
  const { clock, pair, ask, lost } = bench();
  const reading = ask(READ);
  await clock.turn(100);
  pair.cut();
  await clock.turn(0);
  expect(reading.answer).toEqual({ kind: 'lost' });
  const later = ask(FIND);
  await clock.turn(0);
  expect(later.answer).toEqual({ kind: 'lost' });
  expect(lost()).toBe(1);
  expect(clock.timers()).toBe(0);
});
