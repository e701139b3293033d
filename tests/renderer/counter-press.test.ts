import { describe, expect, it } from 'vitest';
import { holdLine } from '../../renderer/counter/hall-line.ts';
import { press, TRIES_MAX, type CommandAnswer, type PressOptions } from '../../renderer/counter/press.ts';
import { until } from '../support/until.ts';

const DONE = { ok: true, value: { label: 'A001' } } as unknown as CommandAnswer;

function pressing(send: (head: { requestId: string; epoch: number }) => Promise<CommandAnswer>, more: Partial<PressOptions> = {}) {
  let ids = 0;
  const sent: { requestId: string; epoch: number }[] = [];
  const end = press({
    send: (head) => {
      sent.push(head);
      return send(head);
    },
    newId: () => `press-${++ids}`,
    epoch: () => 1,
    pause: async () => undefined,
    meaning: (cause) => (cause as { meaning: 'signed-out' | 'failed' | 'not-reached' }).meaning,
    ...more,
  });
  return { end, sent };
}
const thrown = (meaning: string) => Promise.reject({ meaning });

describe('a press at the counter', () => {
  it('keeps its id through every repeat on a bad line, so that the keeper does it once', async () => {
    let tries = 0;
    const { end, sent } = pressing(() => (++tries < 3 ? thrown('not-reached') : Promise.resolve(DONE)));
    expect((await end).kind).toBe('done');
    expect(sent.map((head) => head.requestId)).toEqual(['press-1', 'press-1', 'press-1']);
  });

  it('says after a few tries that it does not know', async () => {
    const { end, sent } = pressing(() => thrown('not-reached'));
    expect(await end).toEqual({ kind: 'not-reached' });
    expect(sent).toHaveLength(TRIES_MAX);
  });

  it('is not repeated when the hall answered, with a refusal or with a fault', async () => {
    const refused = pressing(() => Promise.resolve({ ok: false, error: { kind: 'nobody-waiting' } }));
    expect(await refused.end).toEqual({ kind: 'refused', refusal: { kind: 'nobody-waiting' } });
    expect(refused.sent).toHaveLength(1);
    const failed = pressing(() => thrown('failed'));
    expect(await failed.end).toEqual({ kind: 'failed' });
    expect(failed.sent).toHaveLength(1);
    expect(await pressing(() => thrown('signed-out')).end).toEqual({ kind: 'signed-out' });
  });

  it('is made once more, as a new one, when another keeper has taken over and the page has seen it', async () => {
    let epoch = 1;
    const { end, sent } = pressing((head) => Promise.resolve(head.epoch === 2 ? DONE : { ok: false, error: { kind: 'stale-epoch' } }), {
      epoch: () => epoch,
      pause: async () => void (epoch = 2),
    });
    expect((await end).kind).toBe('done');
    expect(sent).toEqual([
      { requestId: 'press-1', epoch: 1 },
      { requestId: 'press-2', epoch: 2 },
    ]);
  });

  it('is given up when the new state never comes', async () => {
    const { end, sent } = pressing(() => Promise.resolve({ ok: false, error: { kind: 'stale-epoch' } }));
    expect(await end).toEqual({ kind: 'refused', refusal: { kind: 'stale-epoch' } });
    expect(sent).toHaveLength(1);
  });
});

describe('the line to the hall', () => {
  it('is given up and opened anew when it says nothing for too long', async () => {
    const states: string[] = [];
    const views: number[] = [];
    let opened = 0;
    const line = holdLine<number>({
      open: async () => {
        const mine = ++opened;
        return (async function* () {
          yield mine;
          if (mine === 1) await new Promise(() => undefined);
        })();
      },
      onView: (view) => views.push(view),
      onState: (state) => states.push(state),
      silenceMsMax: 80,
    });
    await until('the second line', () => views.includes(2));
    line.stop();
    expect(states.slice(0, 4)).toEqual(['connecting', 'live', 'lost', 'live']);
  });

  it('tries at once when the network is said to be back, and never again after it was stopped', async () => {
    let opened = 0;
    const line = holdLine<number>({
      open: () => (opened++, Promise.reject(new Error('down'))),
      onView: () => undefined,
      onState: () => undefined,
    });
    await until('a first try', () => opened === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    line.hurry();
    await until('a second try', () => opened === 2, 200);
    line.stop();
    const before = opened;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(opened).toBe(before);
  });

  it('ends for good when the page is not signed in any more', async () => {
    let refused = 0;
    holdLine<number>({
      open: () => Promise.reject(new Error('401')),
      onView: () => undefined,
      onState: () => undefined,
      isRefusal: () => true,
      onRefused: () => refused++,
    });
    await until('the refusal', () => refused === 1);
  });
});
