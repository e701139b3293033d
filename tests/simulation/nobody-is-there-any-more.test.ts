import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardOf, closeSmallHall, openSmallHall, type SmallHall } from '../support/small-hall.ts';

let hall: SmallHall;
beforeEach(async () => {
  hall = await openSmallHall();
});
afterEach(() => closeSmallHall(hall));

describe('when nobody touches the screen', () => {
  it('it warns for thirty seconds in sight, and then forgets', async () => {
    hall.tap({ kind: 'wake' });
    await hall.clock.turn(29_000);
    expect(hall.view().idle).toBeNull();
    await hall.clock.turn(1_000);
    expect(hall.view().idle).toEqual({ secondsLeft: 30 });
    await hall.clock.turn(12_000);
    expect(hall.view().idle).toEqual({ secondsLeft: 18 });
    const { visitId } = hall.view();
    await hall.clock.turn(18_000);
    expect(hall.view()).toMatchObject({ screen: { kind: 'attract' }, idle: null });
    expect(hall.view().visitId).not.toBe(visitId);
  });

  it('继续使用 extends it, as often as one likes, and typing keeps it awake', async () => {
    hall.tap({ kind: 'wake' });
    hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
    for (let i = 0; i < 12; i++) {
      await hall.clock.turn(65_000);
      expect(hall.view().idle).not.toBeNull();
      expect(hall.tap({ kind: i % 2 ? 'stay' : 'touch' })).toBe('taken');
      expect(hall.view().idle).toBeNull();
    }
    expect(hall.view().screen.kind).toBe('choose-need');
  });

  it('a name on the screen goes with the visit', async () => {
    hall.tap({ kind: 'wake' });
    hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
    hall.tap({ kind: 'choose-matter', matterId: null });
    hall.tap({ kind: 'use-card', priority: false });
    hall.tap({ kind: 'agree-to-read' });
    hall.reader.put(cardOf());
    await hall.screen('card-read');
    await hall.clock.turn(90_000);
    expect(await hall.screen('goodbye')).toMatchObject({ takeCard: true });
    await hall.clock.turn(8_000);
    expect(hall.view().screen).toEqual({ kind: 'attract' });
    expect(JSON.stringify(hall.view())).not.toContain('王桂兰');
  });

  it('leaves no timer behind from one visit to the next', async () => {
    const visit = async (): Promise<number> => {
      hall.tap({ kind: 'wake' });
      hall.tap({ kind: 'open-tile', tile: 'take-ticket' });
      hall.tap({ kind: 'leave' });
      await hall.screen('attract');
      await hall.clock.turn(5_000);
      return hall.clock.timers();
    };
    const first = await visit();
    for (let i = 0; i < 50; i++) await visit();
    expect(await visit()).toBe(first);
  });
});

describe('help', () => {
  it('rings until somebody hears it, and the screen says that it was heard', async () => {
    hall.tap({ kind: 'wake' });
    expect(hall.tap({ kind: 'help' })).toBe('taken');
    hall.tap({ kind: 'help' });
    expect(hall.view().chrome.help).toBe('ringing');
    const calls = hall.helpDesk.calls();
    expect(calls).toHaveLength(1);
    hall.helpDesk.answer(calls[0]!.id, '李娜');
    expect(hall.view().chrome.help).toBe('heard');
    hall.tap({ kind: 'leave' });
    expect(hall.helpDesk.calls()).toEqual([]);
    expect(hall.view().chrome.help).toBe('quiet');
  });

  it('does not hurry away whoever waits for it', async () => {
    hall.tap({ kind: 'wake' });
    hall.tap({ kind: 'help' });
    await hall.clock.turn(4 * 60_000);
    expect(hall.view()).toMatchObject({ screen: { kind: 'home' }, idle: null, chrome: { help: 'ringing' } });
  });

  it('goes on ringing, and saying so, when the resident walked off, until somebody has looked', async () => {
    hall.tap({ kind: 'wake' });
    hall.tap({ kind: 'help' });
    hall.tap({ kind: 'leave' });
    expect(hall.view()).toMatchObject({ screen: { kind: 'attract' }, chrome: { help: 'ringing' } });
    hall.helpDesk.answer(hall.helpDesk.calls()[0]!.id, '李娜');
    expect(hall.view().chrome.help).toBe('heard');
    await hall.clock.turn(61_000);
    expect(hall.view().chrome.help).toBe('quiet');
    expect(hall.helpDesk.calls()).toEqual([]);
  });

  it('pressed on the invitation does not keep the next one from calling', async () => {
    hall.tap({ kind: 'help' });
    hall.helpDesk.answer(hall.helpDesk.calls()[0]!.id, '李娜');
    hall.tap({ kind: 'wake' });
    expect(hall.tap({ kind: 'help' })).toBe('taken');
    expect(hall.view().chrome.help).toBe('ringing');
    expect(hall.helpDesk.calls()).toMatchObject([{ heardBy: null }]);
  });

  it('that nobody brings in ten minutes rings no longer', async () => {
    hall.tap({ kind: 'help' });
    await hall.clock.turn(10 * 60_000);
    expect(hall.helpDesk.calls()).toEqual([]);
    expect(hall.view().chrome.help).toBe('quiet');
  });

  it('can be called off', () => {
    hall.tap({ kind: 'help' });
    hall.tap({ kind: 'cancel-help' });
    expect(hall.helpDesk.calls()).toEqual([]);
    expect(hall.view().chrome.help).toBe('quiet');
  });
});
