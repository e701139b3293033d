import { describe, expect, test } from 'vitest';
import {
  LOAD_MS_MAX,
  nextRenderer,
  rendererAtStart,
  type RendererEvent,
  type RendererState,
} from '../../../main/electron/renderer-watch.ts';
import { ALIVE_SILENCE_MS_MAX } from '../../../src/api/screen.ts';

/** When a failing page is loaded again: the decision itself, without Electron and without time. */
const play = (state: RendererState, ...events: readonly (readonly [RendererEvent, number])[]) =>
  events.reduce<{ state: RendererState; said: string[] }>(
    ({ state: before, said }, [event, atMs]) => {
      const step = nextRenderer(before, event, atMs);
      return {
        state: step.state,
        said: [...said, ...(step.fault ? [`${atMs} fault ${step.fault}`] : []), ...(step.act ? [`${atMs} ${step.act}`] : [])],
      };
    },
    { state, said: [] },
  );

describe('a page is loaded again', () => {
  test('when it never paints its first frame', () => {
    const { said } = play(
      rendererAtStart(0),
      ['tick', LOAD_MS_MAX - 1],
      ['tick', LOAD_MS_MAX],
      ['gone', LOAD_MS_MAX + 1],
      ['tick', LOAD_MS_MAX + 1_000],
    );
    expect(said).toEqual([`${LOAD_MS_MAX} fault silent`, `${LOAD_MS_MAX} end-renderer`, `${LOAD_MS_MAX + 1_000} reload`]);
  });

  test('when it falls silent after having painted', () => {
    const { said } = play(
      rendererAtStart(0),
      ['alive', 5_000],
      ['tick', 5_000 + ALIVE_SILENCE_MS_MAX - 1],
      ['tick', 5_000 + ALIVE_SILENCE_MS_MAX],
    );
    expect(said).toEqual([`${5_000 + ALIVE_SILENCE_MS_MAX} fault silent`, `${5_000 + ALIVE_SILENCE_MS_MAX} end-renderer`]);
  });

  test('when Electron says that it hangs, once, however often that is said', () => {
    const { said } = play(
      rendererAtStart(0),
      ['unresponsive', 1_000],
      ['unresponsive', 1_200],
      ['gone', 1_300],
      ['alive', 1_400],
      ['tick', 2_000],
      ['tick', 3_000],
    );
    expect(said).toEqual(['1000 fault unresponsive', '1000 end-renderer', '2000 reload']);
  });

  test('ever more slowly when it dies at every start, and never given up', () => {
    let state = rendererAtStart(0);
    let atMs = 0;
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const died = atMs;
      state = nextRenderer(state, 'gone', atMs).state;
      for (;;) {
        const step = nextRenderer(state, 'tick', atMs);
        state = step.state;
        if (step.act === 'reload') break;
        atMs += 1_000;
      }
      waits.push(atMs - died);
    }
    expect(waits).toEqual([0, 0, 1_000, 5_000, 15_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test('at once again when the last time is long ago', () => {
    let state: RendererState = { ...rendererAtStart(0), reloadsMs: [0, 1_000, 2_000, 3_000, 4_000, 5_000] };
    state = nextRenderer(state, 'alive', 400_000).state;
    state = nextRenderer(state, 'gone', 400_100).state;
    expect(state.reloadAtMs).toBe(400_100);
  });
});
