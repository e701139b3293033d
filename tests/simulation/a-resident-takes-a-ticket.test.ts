import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MatterId } from '../../src/domain/matter.ts';
import { cardOf, closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';

const ALLOWANCE = 'M06' as MatterId;
let hall: SmallHall;
beforeEach(async () => {
  hall = await openSmallHall();
});
afterEach(() => closeSmallHall(hall));

async function toConfirm(): Promise<void> {
  hall.tap({ kind: 'wake' });
  hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
  hall.tap({ kind: 'choose-matter', matterId: ALLOWANCE });
  await hall.screen('confirm-ticket');
}
const printState = async (): Promise<string | undefined> => (await hall.store.ticketsOf(hall.keeper.queue().day)).at(-1)?.print;

describe('a resident without a card', () => {
  it('has a number and a slip after three taps from home', async () => {
    hall.tap({ kind: 'wake' });
    const taps = [
      { kind: 'open-tile', tile: 'take-ticket' },
      { kind: 'choose-matter', matterId: ALLOWANCE },
      { kind: 'take-ticket', priority: false },
    ] as const;
    for (const tap of taps) expect(hall.tap(tap)).toBe('taken');
    expect(await hall.screen('ticket')).toMatchObject({
      label: 'A001',
      name: null,
      matter: { name: '高龄津贴', bring: ['身份证', '户口簿', '银行卡'] },
    });
    await hall.until('the slip is printed', () => JSON.stringify(hall.view().screen).includes('"printed"'));
    expect(hall.printer.papers).toHaveLength(1);
    expect(await printState()).toBe('confirmed');
  });

  it('gets one number and one slip from a double tap', async () => {
    await toConfirm();
    const { visitId, revision } = hall.view();
    const tap = { visitId, revision, intent: { kind: 'take-ticket', priority: false } } as const;
    expect(hall.kiosk.intent(tap)).toBe('taken');
    expect(hall.kiosk.intent(tap)).toBe('stale');
    await hall.screen('ticket');
    await hall.until('the slip is out', () => hall.printer.papers.length > 0);
    expect(await hall.store.ticketsOf(hall.keeper.queue().day)).toHaveLength(1);
    expect(hall.printer.papers).toHaveLength(1);
  });

  it('is not refused because the clock or the queue moved on the screen meanwhile', async () => {
    await toConfirm();
    const { visitId, revision } = hall.view();
    await hall.clock.turn(45_000);
    hall.kiosk.intent({ visitId, revision, intent: { kind: 'touch' } });
    hall.keeper.setWindowsOpen(3);
    expect(hall.view().revision).toBeGreaterThan(revision);
    expect(hall.kiosk.intent({ visitId, revision, intent: { kind: 'take-ticket', priority: false } })).toBe('taken');
  });

  it('leaves nothing for the next one: a new visit, and a tap from the old one does nothing', async () => {
    await toConfirm();
    const old = hall.view();
    hall.tap({ kind: 'leave' });
    await hall.screen('attract');
    expect(hall.view().visitId).not.toBe(old.visitId);
    expect(hall.kiosk.intent({ visitId: old.visitId, revision: old.revision + 50, intent: { kind: 'take-ticket', priority: false } })).toBe(
      'stale',
    );
  });
});

describe('a resident with a card', () => {
  it('is greeted by name, and at 93 offered a priority ticket that is not imposed', async () => {
    await toConfirm();
    hall.tap({ kind: 'use-card', priority: false });
    await hall.screen('card-notice');
    expect(hall.reader.heard()).not.toContain('find');
    hall.tap({ kind: 'agree-to-read' });
    hall.reader.put(cardOf({ name: '颜氏', birth: '1933-01-01', idNumber: '370899193301010062' }));
    expect(await hall.screen('card-read')).toMatchObject({ name: '颜氏', ageYears: 93, offerPriority: true });
    hall.tap({ kind: 'take-ticket', priority: true });
    expect(await hall.screen('ticket')).toMatchObject({ label: 'C001', priority: 'age', name: '颜氏' });
    hall.tap({ kind: 'leave' });
    expect(await hall.screen('goodbye')).toEqual({ kind: 'goodbye', takeCard: true, takeSlip: true });
  });

  it.each([
    ['王䶮𬸪', '370899194903070024', '1949-03-07'],
    ['阿卜杜拉·买买提', '370899199009091050', '1990-09-09'],
  ])('named %s reads the same on screen, in the store and on paper', async (name, idNumber, birth) => {
    await toConfirm();
    hall.tap({ kind: 'use-card', priority: false });
    hall.tap({ kind: 'agree-to-read' });
    hall.reader.put(cardOf({ name, idNumber, birth }));
    expect(await hall.screen('card-read')).toMatchObject({ name });
    hall.tap({ kind: 'take-ticket', priority: false });
    await hall.screen('ticket');
    await hall.until('the slip is out', () => hall.printer.papers.length > 0);
    expect((await hall.store.ticketsOf(hall.keeper.queue().day))[0]?.holder?.name).toBe(name);
    expect(JSON.stringify(hall.printer.papers[0])).toContain(name);
  });

  it('whose card has expired is told so, and can go on without it', async () => {
    await toConfirm();
    hall.tap({ kind: 'use-card', priority: false });
    hall.tap({ kind: 'agree-to-read' });
    hall.reader.put(cardOf({ validFrom: '2006-01-01', validTo: '2026-11-22' }));
    expect(await hall.screen('card-trouble')).toMatchObject({ trouble: 'card-expired', attemptsLeft: 2 });
    hall.tap({ kind: 'go-without-card' });
    await hall.screen('confirm-ticket');
  });

  it.each([
    ['is a foreigner’s', { kind: 'marker', marker: 'Y' }, 'unsupported-card'],
    ['has a wrong check digit', { kind: 'wrong-check-digit' }, 'card-unreadable'],
    ['is pulled out half-way', { kind: 'pulled-out', afterBytes: 700 }, 'card-moved'],
    ['can not be told from noise', { kind: 'garbage-instead', bytes: new Uint8Array(64).fill(0x55), on: 'find' }, 'reader-garbled'],
  ] as const)('that %s is told what to do, with the other way beside it', async (_what, wrong, trouble) => {
    await toConfirm();
    hall.tap({ kind: 'use-card', priority: false });
    hall.reader.misbehave(wrong);
    hall.tap({ kind: 'agree-to-read' });
    hall.reader.put(cardOf());
    expect(await hall.screen('card-trouble')).toMatchObject({ trouble });
    hall.tap({ kind: 'go-without-card' });
    hall.tap({ kind: 'take-ticket', priority: false });
    expect(await hall.screen('ticket')).toMatchObject({ label: 'A001', name: null });
  });

  it('who leaves while the card is awaited is not read afterwards', async () => {
    await toConfirm();
    hall.tap({ kind: 'use-card', priority: false });
    hall.tap({ kind: 'agree-to-read' });
    await hall.screen('card-wait');
    hall.tap({ kind: 'leave' });
    await hall.screen('goodbye');
    hall.reader.put(cardOf());
    await hall.clock.turn(20_000);
    expect(hall.view().screen.kind).toBe('attract');
    expect(hall.reader.heard()).not.toContain('read');
    expect(JSON.stringify(hall.view())).not.toContain('王桂兰');
  });
});
