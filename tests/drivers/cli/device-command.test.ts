import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openSerial } from '../../../drivers/link/serial.ts';
import { RARE, WANG_GUILAN } from '../../support/cards.ts';
import { listenDevices, SLIP } from '../../support/device-process.ts';
import { BASE_TEXTS } from '../../support/idcard-vectors.ts';
import { realPorts } from '../../support/host-ports.ts';
import { plugSimulator } from '../../support/sam-bench.ts';
import { createSamSimulator, type SamSimulator } from '../../../drivers/id-card/sam/simulator.ts';
import { startPortPair, type PortPair } from '../../support/socat.ts';
import { until } from '../../support/until.ts';

/** The maintainer's command, as a program of its own over a real serial port: what it prints, and how it exits. */
const ENTRY = fileURLToPath(new URL('../../../drivers/cli/device.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'yichuang-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
const start = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return { child, ended: new Promise<Ended>((resolve) => void child.once('close', (code) => resolve({ code, stdout, stderr }))) };
};
const run = (...args: readonly string[]): Promise<Ended> => start(...args).ended;
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** Nothing on stdout, one sentence on stderr that says what to do, and no stack trace. */
const expectSentence = (ended: Ended, code: number, words: RegExp): void => {
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toMatch(words);
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/\bat .*:\d+:\d+|Error:/);
};

const atPort = async (
  go: (at: { readonly ports: PortPair; readonly sam: SamSimulator; readonly link: string }) => Promise<void>,
): Promise<void> => {
  const ports = await startPortPair();
  const sam = createSamSimulator(realPorts());
  const unplug = await plugSimulator(sam, ports.far);
  try {
    await go({ ports, sam, link: `serial:${ports.near}@115200` });
  } finally {
    await unplug();
    await ports.remove();
  }
};

describe('read-card over a serial port', () => {
  it('waits for a card and prints one JSON object of it, without the photo', () =>
    atPort(async ({ sam, link }) => {
      const { ended } = start('read-card', '--link', link, '--model', 'sam');
      await until('a card is looked for', () => sam.heard().filter((command) => command === 'find').length >= 2);
      sam.put(RARE, new Uint8Array(1_024).fill(0x5a));
      const { code, stdout, stderr } = await ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.trim().split('\n')).toHaveLength(1);
      expect(JSON.parse(stdout)).toEqual(RARE);
    }));

  it('no card in the time given', () =>
    atPort(async ({ link }) => {
      expectSentence(await run('read-card', '--link', link, '--wait', '1'), 4, /within 1 s; put a card on it/);
    }));

  it('the card is pulled out', () =>
    atPort(async ({ sam, link }) => {
      sam.put(WANG_GUILAN);
      sam.misbehave({ kind: 'pulled-out', afterBytes: 600 });
      expectSentence(await run('read-card', '--link', link), 5, /moved before it was read; lift it/);
    }));

  it('the card is of another kind', () =>
    atPort(async ({ sam, link }) => {
      sam.put(BASE_TEXTS.hmt_permit_J!);
      expectSentence(await run('read-card', '--link', link), 5, /Hong Kong, Macao and Taiwan.*use a resident ID card/);
    }));

  it('the check digit is wrong, and the number is not shown', () =>
    atPort(async ({ sam, link }) => {
      sam.put(WANG_GUILAN);
      sam.misbehave({ kind: 'wrong-check-digit' });
      const ended = await run('read-card', '--link', link);
      expectSentence(ended, 5, /number \(its check digit\) cannot be right/);
      expect(ended.stderr).not.toContain('3708');
    }));

  it('the reader is silent', () =>
    atPort(async ({ sam, link }) => {
      sam.misbehave({ kind: 'silent' });
      expectSentence(await run('read-card', '--link', link), 6, /does not answer; check its power and cable/);
    }));

  it('the line is noise', () =>
    atPort(async ({ sam, link }) => {
      sam.misbehave({ kind: 'garbage-instead', bytes: Uint8Array.of(1, 2, 3) });
      expectSentence(await run('read-card', '--link', link), 6, /not the language of this reader; check the rate/);
    }));

  it('the reader is out of order', () =>
    atPort(async ({ sam, link }) => {
      sam.misbehave({ kind: 'status-word', code: 0x60 });
      expectSentence(await run('read-card', '--link', link), 6, /out of order \(status 60\)/);
    }));

  it('the cable is pulled out', () =>
    atPort(async ({ ports, sam, link }) => {
      const { ended } = start('read-card', '--link', link);
      await until('a card is looked for', () => sam.heard().includes('find'));
      await ports.cut();
      expectSentence(await ended, 6, /does not answer; check its power and cable/);
    }));

  it('another program has the port', () =>
    atPort(async ({ ports, link }) => {
      const other = await openSerial({ path: ports.near, baud: 115_200 })();
      expectSentence(await run('read-card', '--link', link), 3, /Another program has .* open; stop it/);
      if (other.ok) await other.value.close();
    }));

  it('the port is not there', async () => {
    expectSentence(await run('read-card', '--link', 'serial:/dev/ttyNOWHERE@115200'), 3, /There is no port at serial:\/dev\/ttyNOWHERE/);
  });

  it('is stopped with Ctrl-C', () =>
    atPort(async ({ sam, link }) => {
      const { child, ended } = start('read-card', '--link', link);
      await until('a card is looked for', () => sam.heard().includes('find'));
      child.kill('SIGINT');
      expectSentence(await ended, 130, /Stopped before a card was read/);
    }));
});

describe('over TCP', () => {
  it('a card is read and a document is printed', async () => {
    const there = await listenDevices();
    there.sam.put(WANG_GUILAN);
    const [card, slip] = await Promise.all([
      run('read-card', '--link', there.links.reader),
      run('print', '--link', there.links.printer, file('slip.json', JSON.stringify(SLIP))),
    ]);
    expect({ ...card, stdout: JSON.parse(card.stdout) }).toEqual({ code: 0, stdout: WANG_GUILAN, stderr: '' });
    expect({ ...slip, stdout: JSON.parse(slip.stdout) }).toEqual({ code: 0, stdout: { kind: 'confirmed', paperLow: false }, stderr: '' });
    expect(there.paper.slips()).toHaveLength(1);
    await there.close();
  });

  it('the printer is out of paper', async () => {
    const there = await listenDevices();
    there.paper.emptyPaper();
    expectSentence(
      await run('print', '--link', there.links.printer, file('slip.json', JSON.stringify(SLIP))),
      7,
      /Not printed: the printer is out of paper; put in a new roll/,
    );
    await there.close();
  });

  it('nobody is there', async () => {
    const there = await listenDevices();
    await there.close();
    expectSentence(
      await run('print', '--link', there.links.printer, file('slip.json', JSON.stringify(SLIP))),
      3,
      /Nothing answers at tcp:/,
    );
    expectSentence(await run('read-card', '--link', there.links.reader), 3, /Nothing answers at tcp:/);
  });
});

describe('what is asked wrongly', () => {
  const LINK = ['--link', 'tcp:127.0.0.1:9'] as const;
  it.each([
    [[], /Say what to do: read-card or print/],
    [['dance'], /There is no "dance"/],
    [['read-card'], /Say where the device is: --link serial:/],
    [['read-card', '--link', '/dev/ttyUSB0'], /is not a link; write it as serial:/],
    [['read-card', '--link', 'serial:/dev/ttyUSB0@1'], /rate .* use one of/],
    [['read-card', ...LINK, '--model', 'cvr'], /no reader model "cvr"; known: sam/],
    [['read-card', ...LINK, '--wait', 'long'], /--wait takes a number/],
    [['read-card', ...LINK, '--loud'], /arguments are not understood/],
    [['print', ...LINK], /print takes one FILE.json/],
    [['print', ...LINK, '/nowhere.json'], /nowhere.json cannot be read/],
    [['print', ...LINK, '--model', 'laser', 'x.json'], /no printer model "laser"; known: escpos-80, escpos-58/],
  ])('%j is answered with what is expected', async (args, words) => {
    expectSentence(await run(...args), 2, words);
  });

  it('a file that is no document is answered with the path of the fault', async () => {
    expectSentence(await run('print', ...LINK, file('a.json', '{')), 2, /a\.json is not JSON/);
    const wrong = { title: 'x', blocks: [{ kind: 'rule' }, { kind: 'text', text: 'x', size: 9 }] };
    expectSentence(
      await run('print', ...LINK, file('b.json', JSON.stringify(wrong))),
      2,
      /b\.json is not a paper document: at blocks\[1\]\.size: /,
    );
    expectSentence(await run('print', ...LINK, file('c.json', '[]')), 2, /at the top: /);
  });

  it('--help says all of it', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['read-card', 'print', '--link', '--model', '--wait', 'Exit codes']) expect(stdout).toContain(word);
  });
});
