import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PORT_GIVEN, PORT_WANTED } from '../../../main/electron/ipc.ts';
import { SCREEN_PORT, SCREEN_PORT_WANTED } from '../../../renderer/kiosk/screen-line.ts';
import { root, textOf } from '../../layers/source-files.ts';
import { PageDouble } from './electron-double.ts';

/** The preload is the one piece that is both in the page's process and close to Electron: it gives away nothing but a port. */
describe('the preload', () => {
  test('puts nothing on the window, and asks only when the page itself asks', async () => {
    const asked: string[] = [];
    const page = new PageDouble((channel) => void asked.push(channel));
    const before = Object.keys(page.window).toSorted();
    expect(before).toEqual(['addEventListener', 'location', 'postMessage']);
    page.events.emit('message', { source: {}, data: { kind: SCREEN_PORT_WANTED }, ports: [] });
    page.events.emit('message', { source: page.window, data: 'screen-port-wanted', ports: [] });
    page.events.emit('message', { source: page.window, data: null, ports: [] });
    expect(asked).toEqual([]);
    page.events.emit('message', { source: page.window, data: { kind: SCREEN_PORT_WANTED }, ports: [] });
    expect(asked).toEqual([PORT_WANTED]);
    expect(Object.keys(page.window).toSorted()).toEqual(before);
  });

  test('speaks the same words as the page and the kiosk process', () => {
    expect([PORT_WANTED, PORT_GIVEN]).toEqual([SCREEN_PORT_WANTED, SCREEN_PORT]);
    expect(textOf('main/electron/preload.cjs')).toContain(`'${PORT_WANTED}'`);
    expect(textOf('main/electron/preload.cjs')).toContain(`'${PORT_GIVEN}'`);
  });

  test("uses Electron as Electron's own types say", () => {
    const args = [
      '--ignoreConfig',
      '--noEmit',
      '--allowJs',
      '--checkJs',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2023',
      '--module',
      'commonjs',
      '--types',
      'node',
      '--lib',
      'es2023,dom',
      'main/electron/preload.cjs',
    ];
    expect(execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], { cwd: root, encoding: 'utf8' })).toBe(
      '',
    );
  });
});
