import { describe, expect, it } from 'vitest';
import { SESSION_IDLE_MS_MAX } from '../../../src/web/sessions.ts';
import { HallClient } from '../../support/hall-client.ts';
import { hallRig } from '../../support/hall-rig.ts';

const rig = hallRig();

describe('signing in at a counter', () => {
  it('takes the right password, and gives a cookie that no script reads and no other site sends', async () => {
    const client = new HallClient(rig.server.url);
    expect((await client.call('me')).body).toBeNull();
    const answer = await client.call('signIn', { account: ' li ', password: 'li-password' });
    expect(answer.body).toEqual({ kind: 'signed-in', name: '李敏' });
    expect(answer.headers['set-cookie']![0]).toMatch(/^yichuang-counter-\d+=[\w-]{43}; Path=\/counter; HttpOnly; SameSite=Strict$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await client.call('me')).body).toEqual({ id: 'li', name: '李敏', window: null });
    expect(rig.hall.store.audit.at(-1)).toEqual({ action: 'signed-in', by: 'li', subject: null });
    expect(rig.logged).toContain('counter.signed-in li');
  });

  it('says no more about an unknown account than about a wrong password, and writes down nothing that was typed', async () => {
    const client = new HallClient(rig.server.url);
    const unknown = await client.call('signIn', { account: 'my-secret-typed-in-the-wrong-field', password: 'x' });
    const wrong = await client.call('signIn', { account: 'li', password: 'x' });
    expect(unknown.body).toEqual({ kind: 'refused' });
    expect(wrong.body).toEqual({ kind: 'refused' });
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(rig.hall.store.audit.slice(-2)).toEqual([
      { action: 'sign-in-refused', by: 'unknown', subject: null },
      { action: 'sign-in-refused', by: 'li', subject: null },
    ]);
    expect(rig.logged.join() + JSON.stringify(rig.hall.store.audit)).not.toContain('my-secret');
  });

  it('locks after five failures for 15 s, then 30, even for the right password', async () => {
    const client = new HallClient(rig.server.url);
    const wrong = async () => (await client.call('signIn', { account: 'li', password: 'guess' })).body;
    for (let i = 0; i < 4; i++) expect(await wrong()).toEqual({ kind: 'refused' });
    expect(await wrong()).toEqual({ kind: 'locked', seconds: 15 });
    expect((await client.call('signIn', { account: 'li', password: 'li-password' })).body).toEqual({ kind: 'locked', seconds: 15 });
    expect((await client.call('signIn', { account: 'wang', password: 'wang-password' })).body).toMatchObject({ kind: 'signed-in' });
    await rig.clock.turn(15_000);
    expect(await wrong()).toEqual({ kind: 'locked', seconds: 30 });
    await rig.clock.turn(30_000);
    expect((await client.call('signIn', { account: 'li', password: 'li-password' })).body).toMatchObject({ kind: 'signed-in' });
  });

  it('counts guesses that are sent side by side one by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => new HallClient(rig.server.url).call('signIn', { account: 'li', password: 'guess' })),
    );
    expect(answers.filter((answer) => (answer.body as { kind: string }).kind === 'refused')).toHaveLength(4);
  });

  it('writes one line a minute of refusals in the log, however many there are', async () => {
    const refusals = () => rig.logged.filter((line) => line.startsWith('counter.refused'));
    const client = new HallClient(rig.server.url);
    for (let i = 0; i < 12; i++) await client.call('signIn', { account: 'li', password: 'guess' });
    expect(refusals()).toEqual(['counter.refused wrong-password 1', 'counter.refused locked 1']);
    await rig.clock.turn(60_000);
    expect(refusals().slice(2)).toEqual(['counter.refused wrong-password 4', 'counter.refused locked 6']);
    await rig.clock.turn(120_000);
    expect(refusals()).toHaveLength(4);
  });

  it('lets colleagues in while somebody at another address guesses as fast as possible', async () => {
    const client = new HallClient(rig.server.url);
    const guesser = new HallClient(rig.server.url, undefined, '127.0.0.2');
    for (let i = 0; i < 60; i++) await guesser.call('signIn', { account: i % 2 ? 'li' : `made-up-${i}`, password: 'guess' });
    expect((await guesser.call('signIn', { account: 'wang', password: 'wang-password' })).body).toMatchObject({ kind: 'locked' });
    expect((await client.call('signIn', { account: 'li', password: 'li-password' })).body).toMatchObject({ kind: 'signed-in' });
    expect((await client.call('signIn', { account: 'wang', password: 'wang-password' })).body).toMatchObject({ kind: 'signed-in' });
  });

  it('gives a new token at each sign-in, and the old one opens nothing any more', async () => {
    const client = new HallClient(rig.server.url);
    await client.call('signIn', { account: 'li', password: 'li-password' });
    const old = client.cookie;
    await client.call('signIn', { account: 'li', password: 'li-password' });
    expect(client.cookie).not.toBe(old);
    client.cookie = old;
    expect((await client.call('me')).body).toBeNull();
  });

  it('refuses everything but signing in to somebody who is not signed in', async () => {
    const client = new HallClient(rig.server.url);
    for (const command of ['callNext', 'recall', 'markMissed', 'bringBack', 'finish', 'issue', 'reprint'])
      expect(
        (await client.command(command, { ticketId: '00000000-0000-7000-8000-000000000000', matterId: null, priority: false })).status,
      ).toBe(401);
    for (const question of ['catalogue', 'watch']) expect((await client.call(question)).status).toBe(401);
    expect((await client.call('answerHelp', { helpId: '00000000-0000-7000-8000-000000000000' })).status).toBe(401);
    expect((await client.call('chooseWindow', { window: 1 })).status).toBe(401);
  });

  it('says that it cannot, and signs nobody in, while the terminal cannot save', async () => {
    rig.hall.store.refuses = true;
    const client = new HallClient(rig.server.url);
    expect((await client.call('signIn', { account: 'li', password: 'li-password' })).status).toBe(500);
    expect(client.cookie).toBeNull();
    expect(rig.logged).toContain('counter.failed command');
  });
});

describe('a window', () => {
  it('belongs to one person at a time, and is free again after signing out or half an hour of nothing', async () => {
    const li = await rig.atWindow('li', 3);
    const wang = new HallClient(rig.server.url);
    await wang.call('signIn', { account: 'wang', password: 'wang-password' });
    expect((await wang.call('chooseWindow', { window: 3 })).body).toEqual({ kind: 'taken', by: '李敏' });
    expect((await wang.call('chooseWindow', { window: 9 })).body).toEqual({ kind: 'unknown' });
    await li.call('signOut');
    expect((await li.call('me')).body).toBeNull();
    expect((await wang.call('chooseWindow', { window: 3 })).body).toEqual({ kind: 'yours' });
    await rig.clock.turn(SESSION_IDLE_MS_MAX);
    expect((await wang.call('me')).body).toBeNull();
    await rig.atWindow('zhao', 3);
  });

  it('goes along when the same person signs in somewhere else', async () => {
    const closed = await rig.atWindow('li', 2);
    await rig.atWindow('li', 2);
    expect((await closed.command('callNext')).body).toEqual({ ok: false, error: { kind: 'no-window' } });
  });

  it('that is open counts for the wait; before the first one of a day nothing is known', async () => {
    expect(rig.hall.keeper.windowsOpen()).toBeNull();
    const li = await rig.atWindow('li', 1);
    await rig.atWindow('wang', 2);
    expect(rig.hall.keeper.windowsOpen()).toBe(2);
    await li.call('signOut');
    expect(rig.hall.keeper.windowsOpen()).toBe(1);
    await rig.clock.turn(SESSION_IDLE_MS_MAX);
    expect(rig.hall.keeper.windowsOpen()).toBe(0);
    await rig.clock.turn(15 * 3_600_000);
    expect(rig.hall.keeper.windowsOpen()).toBeNull();
  });

  it('can do nothing before it is chosen', async () => {
    const client = new HallClient(rig.server.url);
    await client.call('signIn', { account: 'li', password: 'li-password' });
    expect((await client.command('callNext')).body).toEqual({ ok: false, error: { kind: 'no-window' } });
  });
});
