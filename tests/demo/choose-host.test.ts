import { describe, expect, test } from 'vitest';
import { chooseHost, type HostSearch } from '../../main/demo/choose-host.ts';
import { layOut } from '../../main/demo/demo-windows.ts';

/** What shows the terminal's screen: the best that a machine has, unless something was asked for. */
const machine = (has: { display?: boolean; electron?: boolean; chromium?: boolean }): HostSearch & { insisted: boolean[] } => {
  const insisted: boolean[] = [];
  return {
    platform: 'linux',
    env: has.display ? { DISPLAY: ':0' } : {},
    findChromium: () => (has.chromium ? '/usr/bin/chromium' : null),
    findElectron: async (insist) => (insisted.push(insist), has.electron ? '/electron' : null),
    say: () => {},
    insisted,
  };
};

describe('when nothing is asked for', () => {
  test.each([
    [{ display: true, electron: true, chromium: true }, 'electron'],
    [{ display: true, chromium: true }, 'browser'],
    [{ display: true }, 'none'],
    [{ electron: true, chromium: true }, 'none'],
  ] as const)('a machine with %j shows it in: %s', async (has, kind) => {
    expect((await chooseHost(null, machine(has))).kind).toBe(kind);
  });

  test('Windows and macOS always have a display', async () => {
    expect((await chooseHost(null, { ...machine({ chromium: true }), platform: 'win32' })).kind).toBe('browser');
  });
});

describe('when something is asked for', () => {
  test('none is none, and nothing is looked for', async () => {
    const search = machine({ display: true, electron: true });
    expect(await chooseHost('none', search)).toEqual({ kind: 'none' });
    expect(search.insisted).toEqual([]);
  });

  test('Electron that failed before is tried again', async () => {
    const search = machine({ display: true, electron: true });
    expect((await chooseHost('electron', search)).kind).toBe('electron');
    expect(search.insisted).toEqual([true]);
  });

  test('what can’t be had is a sentence that says what to do', async () => {
    await expect(chooseHost('electron', machine({ display: true, chromium: true }))).rejects.toThrow(/try --host browser/);
    await expect(chooseHost('browser', machine({ display: true }))).rejects.toThrow(/install one.*--host none/);
    await expect(chooseHost('browser', machine({ chromium: true }))).rejects.toThrow(/no display.*--host none/);
  });
});

test.each([
  [1920, 1080],
  [1366, 768],
  [1280, 720],
  [3840, 2160],
  [1080, 1920],
])('on a display of %i × %i the terminal and the dock stand side by side, whole', (width, height) => {
  const { terminal, dock } = layOut({ width, height });
  expect(terminal.leftPx).toBeGreaterThanOrEqual(0);
  expect(dock.leftPx).toBe(terminal.leftPx + terminal.widthPx);
  expect(dock.leftPx + dock.widthPx).toBeLessThanOrEqual(width);
  expect(terminal.topPx + terminal.heightPx).toBeLessThanOrEqual(height);
  expect(terminal.widthPx / terminal.heightPx).toBeGreaterThan(0.45);
  expect(terminal.widthPx / terminal.heightPx).toBeLessThan(0.6);
});
