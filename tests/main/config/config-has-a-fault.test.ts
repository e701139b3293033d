import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whereJsonBreaks } from '../../../main/config/where-json-breaks.ts';
import {
  ConfigFault,
  readAccounts,
  readCatalogue,
  readDeviceToken,
  readKioskConfig,
  readKioskSettings,
} from '../../../main/config/read-config.ts';

/** Whoever writes a terminal's configuration is told where it is wrong and what is expected there. */
const demoData = fileURLToPath(new URL('../../../main/demo/data/', import.meta.url));
let folder: string;
const token = 'a'.repeat(40);
const hall = {
  code: '370811012901',
  name: '草桥口社区（演示）',
  city: '370800',
  hotline: '0537-0000000',
  windows: [{ number: 1, name: '综合1号窗' }],
  hours: [{ weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }],
};
const good = {
  terminal: 'K01',
  hall,
  data: 'data',
  catalogue: 'catalogue.json',
  accounts: 'counter-accounts.json',
  center: { url: 'http://127.0.0.1:9000/', tokenFile: 'token' },
};
const write = (config: unknown): string => {
  const file = join(folder, 'kiosk.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return file;
};
const faultsOf = (run: () => unknown): ConfigFault => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigFault) return error;
    throw error;
  }
  throw new Error('no fault was found');
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-config-'));
  for (const file of ['catalogue.json', 'counter-accounts.json']) cpSync(join(demoData, file), join(folder, file));
  writeFileSync(join(folder, 'token'), `${token}\n`, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a good file is read, with what was left out filled in and every path made absolute', () => {
  const { config } = readKioskConfig(write(good));
  expect(config).toMatchObject({
    terminal: 'K01',
    data: join(folder, 'data'),
    catalogue: join(folder, 'catalogue.json'),
    screen: { port: 0, pxPerMm: null },
    hallServer: { listen: { host: '127.0.0.1', port: 8443 } },
  });
  const settings = readKioskSettings(write(good));
  expect(settings.centerToken).toBe(token);
  expect(settings.catalogue.matters.length).toBeGreaterThanOrEqual(14);
  expect(settings.accounts.map(({ id }) => id)).toContain('li-na');
});

test('a terminal without a center, and a file from Windows with a byte-order mark, are fine', () => {
  expect(readKioskSettings(write(`\uFEFF${JSON.stringify({ ...good, center: null })}`)).centerToken).toBeNull();
});

test.each<[string, unknown, string, RegExp]>([
  ['something is missing', { ...good, terminal: undefined }, 'terminal', /missing/],
  ['the terminal’s name is wrong', { ...good, terminal: 'Kiosk 1' }, 'terminal', /for example K01 \(found "Kiosk 1"\)/],
  [
    'a time is no time',
    { ...good, hall: { ...hall, hours: [{ weekdays: [1], from: '8:30', to: '17:30' }] } },
    'hall.hours.0.from',
    /HH:MM/,
  ],
  [
    'a link is of no kind',
    { ...good, devices: { ticketPrinter: { model: 'escpos-80', link: '/dev/usb/lp0' } } },
    'devices.ticketPrinter.link',
    /serial:|tcp:/,
  ],
  [
    'a model is unknown',
    { ...good, devices: { ticketPrinter: { model: 'escpos-90', link: 'tcp:10.0.0.9:9100' } } },
    'devices.ticketPrinter.model',
    /escpos-80/,
  ],
  ['a port is out of range', { ...good, screen: { port: 99_999 } }, 'screen.port', /65535/],
  ['a name is mistyped', { ...good, hal: hall }, 'hal', /no such setting; known here are .*hall/],
  [
    'a name deeper down is mistyped',
    { ...good, screen: { pxPerMM: 4 } },
    'screen.pxPerMM',
    /no such setting; known here are port, pxPerMm/,
  ],
  [
    'the hall’s server would be open to the network without TLS',
    { ...good, hallServer: { listen: { host: '0.0.0.0', port: 8443 } } },
    'hallServer.tls',
    /certificate/,
  ],
  ['a file it names is not there', { ...good, catalogue: 'matters.json' }, 'catalogue', /matters\.json/],
  ['it is a list', [good], '(the whole file)', /object/],
])('when %s, the fault names the place and the expected form', (_what, config, path, expected) => {
  const fault = faultsOf(() => readKioskConfig(write(config)));
  expect(fault.faults.map((one) => one.path)).toContain(path);
  expect(fault.faults.find((one) => one.path === path)!.expected).toMatch(expected);
  expect(fault.message).toContain(join(folder, 'kiosk.json'));
});

test('all faults are told at once, in one block', () => {
  const fault = faultsOf(() =>
    readKioskConfig(write({ ...good, terminal: 1, center: { url: 'center', tokenFile: '' }, hall: { ...hall, code: '3708' } })),
  );
  expect(fault.faults.map(({ path }) => path).toSorted()).toEqual(['center.tokenFile', 'center.url', 'hall.code', 'terminal']);
  expect(fault.message.split('\n').length).toBe(5);
});

test('text that is no JSON is placed by line and column, and a missing file is said to be missing', () => {
  expect(faultsOf(() => readKioskConfig(write('{\n  "terminal": "K01",\n  "hall": }'))).message).toMatch(/JSON.*line 3, column 11$/);
  expect(faultsOf(() => readKioskConfig(write(''))).message).toMatch(/JSON/);
  expect(faultsOf(() => readKioskConfig(join(folder, 'nothing.json'))).message).toMatch(/nothing\.json.*\n.*ENOENT/);
});

test.skipIf(process.platform === 'win32')('a token that others could read is refused, with the command that mends it', () => {
  chmodSync(join(folder, 'token'), 0o644);
  expect(faultsOf(() => readKioskConfig(write(good))).message).toContain(`chmod 600 ${join(folder, 'token')}`);
  expect(faultsOf(() => readDeviceToken(join(folder, 'token'))).message).toContain('chmod 600');
});

test('a token file with no token in it is refused, and never shown', () => {
  for (const text of ['', 'short', `${'s3cret'.repeat(10)} two`, 's3cret'.repeat(200)]) {
    writeFileSync(join(folder, 'token'), text);
    const fault = faultsOf(() => readKioskSettings(write(good)));
    expect(fault.message).toMatch(/device token/);
    expect(fault.message).not.toContain('s3cret');
  }
});

test('a matter or an account that is there twice is a fault', () => {
  const matter = { id: 'M1', name: '一', pinyin: 'yi', plain: '一', bring: [], words: [], common: true };
  writeFileSync(join(folder, 'catalogue.json'), JSON.stringify({ demo: true, version: '1', matters: [matter, matter] }));
  expect(faultsOf(() => readCatalogue(join(folder, 'catalogue.json'))).faults[0]).toMatchObject({ path: 'matters.1.id' });
  const [account] = readAccounts(join(folder, 'counter-accounts.json'));
  writeFileSync(join(folder, 'counter-accounts.json'), JSON.stringify([account, account]));
  expect(faultsOf(() => readAccounts(join(folder, 'counter-accounts.json'))).message).toMatch(/twice/);
});

test('an account with a password instead of its hash is refused', () => {
  writeFileSync(join(folder, 'counter-accounts.json'), JSON.stringify([{ id: 'li-na', name: '李娜', passwordHash: 'hunter2' }]));
  expect(faultsOf(() => readAccounts(join(folder, 'counter-accounts.json'))).faults[0]).toMatchObject({ path: '0.passwordHash' });
});

test.each([
  ['', 1, 1],
  ['{"a": 1,}', 1, 9],
  ['{"a" 1}', 1, 6],
  ["{'a': 1}", 1, 2],
  ['[1, 2', 1, 6],
  ['{"a": 01}', 1, 8],
  ['{"a": "b\n"}', 1, 7],
  ['{}\n{}', 2, 1],
  ['{"a": [true, tru]}', 1, 14],
])('%j goes wrong at line %i, column %i', (text, line, column) => {
  expect(() => JSON.parse(text) as unknown).toThrow();
  expect(whereJsonBreaks(text)).toEqual({ line, column });
});
