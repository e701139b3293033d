import { describe, expect, test } from 'vitest';
import { defaultConfigFile, parseElectronFlags } from '../../../main/electron/electron-flags.ts';

/** What an installed kiosk can be told on its command line is little, and no flag of Chromium gets in. */
describe('the command line of the Electron kiosk', () => {
  test('names the configuration, or takes the one of the machine', () => {
    expect(parseElectronFlags(['--config', 'k.json'], true, 'usual.json')).toEqual({ config: 'k.json', windowed: false, dockUrl: null });
    expect(parseElectronFlags([], true, 'usual.json')).toEqual({ config: 'usual.json', windowed: false, dockUrl: null });
    expect(defaultConfigFile('linux', {})).toBe('/etc/yichuang/kiosk.json');
    expect(defaultConfigFile('win32', { ProgramData: 'D:\\Data' })).toContain('Yichuang');
  });

  test('of the demo opens a window with the dock beside it', () => {
    expect(parseElectronFlags(['--config', 'k.json', '--windowed', '--dock', 'http://127.0.0.1:4000/dock/'], false, 'u')).toEqual({
      config: 'k.json',
      windowed: true,
      dockUrl: 'http://127.0.0.1:4000/dock/',
    });
  });

  test.for([
    ['--windowed'],
    ['--dock', 'http://127.0.0.1:4000/'],
    ['--no-sandbox'],
    ['--remote-debugging-port=9222'],
    ['--inspect'],
    ['file.html'],
    ['--config'],
  ])('of an installed kiosk refuses %s', (args) => {
    expect(parseElectronFlags(args, true, 'u')).toEqual(expect.any(String));
  });

  test.for(['https://example.org/', 'http://192.168.1.4/', 'file:///etc/passwd', 'nonsense'])('shows no dock from elsewhere: %s', (url) => {
    expect(parseElectronFlags(['--windowed', '--dock', url], false, 'u')).toBe(`--dock: http://127.0.0.1:PORT/… is expected, not ${url}.`);
  });
});
