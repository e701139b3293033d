import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDevices } from '../../../main/devices/devices.ts';
import type { PrintOutcome } from '../../../src/devices/printer.ts';
import { WANG_GUILAN, ZHANG_MIN } from '../../support/cards.ts';
import { deviceBench, isRunning, listenDevices, SLIP, type DeviceBench } from '../../support/device-process.ts';
import { realClock } from '../../support/host-ports.ts';
import { until } from '../../support/until.ts';

const at = async (run: (bench: DeviceBench) => Promise<void>): Promise<void> => {
  const bench = await deviceBench();
  try {
    await run(bench);
  } finally {
    await bench.close();
  }
};
const read = ({ devices }: DeviceBench, onFound = (): void => undefined) => devices.reader.readCard({ waitMsMax: 10_000, onFound });
const LOST = { kind: 'troubled', trouble: 'process-lost' } as const;

describe('the device process', () => {
  it('reads a card and prints a slip, and the record is asked before the first byte leaves', () =>
    at(async (bench) => {
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      let found = 0;
      expect(await read(bench, () => found++).done).toEqual({ ok: true, value: WANG_GUILAN });
      expect(found).toBe(1);
      const before = bench.paper.receivedBytes();
      let atSend = 0;
      const outcome = await bench.devices.printer.print(SLIP, async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        atSend = bench.paper.receivedBytes() - before;
        expect(bench.paper.slips()).toHaveLength(0);
      });
      expect(outcome).toEqual({ kind: 'confirmed', paperLow: false });
      expect(bench.paper.slips()).toHaveLength(1);
      expect(bench.paper.receivedBytes() - before - atSend).toBeGreaterThan(100);
      expect(bench.devices.pid()).not.toBe(process.pid);
    }));

  it('is stopped with the kiosk: it ends, and a reading under way is cancelled', async () => {
    const bench = await deviceBench();
    await bench.ready();
    const pid = bench.devices.pid()!;
    const reading = read(bench);
    await bench.close();
    expect(await reading.done).toEqual({ ok: false, error: { kind: 'cancelled' } });
    expect(isRunning(pid)).toBe(false);
    expect(bench.log.filter((line) => line.startsWith('devices.process-lost'))).toEqual([]);
  });

  it('is not started at all without devices, which are absent and answer at once', async () => {
    const devices = startDevices({ idCardReader: null, ticketPrinter: null, clock: realClock, log: () => undefined });
    expect(devices.pid()).toBeUndefined();
    expect(devices.reader.state()).toEqual({ kind: 'absent' });
    expect(devices.printer.state()).toEqual({ kind: 'absent' });
    expect(await devices.reader.readCard({ waitMsMax: 1_000, onFound: () => undefined }).done).toMatchObject({
      ok: false,
      error: { kind: 'reader-not-answering' },
    });
    expect(await devices.printer.print(SLIP, async () => undefined)).toEqual({ kind: 'not-printed', trouble: { kind: 'link-lost' } });
    await devices.stop();
  });

  it('carries one device when the other is not configured', async () => {
    const there = await listenDevices();
    const devices = startDevices({
      idCardReader: { model: 'sam', link: there.links.reader },
      ticketPrinter: null,
      clock: realClock,
      log: () => undefined,
    });
    await until('the reader is ready', () => devices.reader.state().kind === 'ready', 30_000);
    expect(devices.printer.state()).toEqual({ kind: 'absent' });
    there.sam.put(ZHANG_MIN);
    expect((await devices.reader.readCard({ waitMsMax: 5_000, onFound: () => undefined }).done).ok).toBe(true);
    await devices.stop();
    await there.close();
  });
});

describe('the device process is killed', () => {
  it('while a card is awaited: the person is told at once, it starts again, and the card is read', () =>
    at(async (bench) => {
      await bench.ready();
      const pid = bench.devices.pid()!;
      const reading = read(bench);
      await until('a card is looked for', () => bench.sam.heard().includes('find'));
      process.kill(pid, 'SIGKILL');
      expect(await reading.done).toMatchObject({ ok: false, error: { kind: 'reader-not-answering' } });
      expect(bench.devices.reader.state()).toMatchObject(LOST);
      expect(bench.devices.printer.state()).toMatchObject(LOST);
      await bench.ready();
      expect(bench.devices.pid()).not.toBe(pid);
      bench.sam.put(ZHANG_MIN);
      expect(await read(bench).done).toEqual({ ok: true, value: ZHANG_MIN });
      expect(bench.log).toContain('devices.process-lost 1');
      expect(bench.log).toContain('device.state id-card-reader troubled process-lost');
      expect(bench.log.at(-1)).toMatch(/ready none$/);
    }));

  it('again and again: it comes back each time', () =>
    at(async (bench) => {
      for (let round = 1; round <= 3; round++) {
        await bench.ready();
        process.kill(bench.devices.pid()!, 'SIGKILL');
        await until('it is lost', () => bench.log.includes(`devices.process-lost ${round}`));
      }
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      expect((await read(bench).done).ok).toBe(true);
    }));

  it('while nobody has asked for anything more: somebody who asks meanwhile is answered at once', () =>
    at(async (bench) => {
      await bench.ready();
      process.kill(bench.devices.pid()!, 'SIGKILL');
      await until('it is lost', () => bench.devices.pid() === undefined);
      expect(await read(bench).done).toMatchObject({ ok: false, error: { kind: 'reader-not-answering' } });
      let asked = false;
      expect(await bench.devices.printer.print(SLIP, async () => void (asked = true))).toEqual({
        kind: 'not-printed',
        trouble: { kind: 'process-lost' },
      });
      expect(asked).toBe(false);
    }));

  it('while the record is being written: not printed, and no byte ever leaves', () =>
    at(async (bench) => {
      await bench.ready();
      let written = (): void => undefined;
      let asked = false;
      const printing = bench.devices.printer.print(SLIP, () => {
        asked = true;
        return new Promise((resolve) => (written = resolve));
      });
      await until('the record is asked', () => asked);
      process.kill(bench.devices.pid()!, 'SIGKILL');
      expect(await printing).toEqual({ kind: 'not-printed', trouble: { kind: 'process-lost' } });
      written();
      await bench.ready();
      expect(bench.paper.slips()).toEqual([]);
      expect(bench.paper.hanging()).toBeUndefined();
    }));

  it('after the bytes had left: nobody knows, and it is not printed by itself later', () =>
    at(async (bench) => {
      await bench.ready();
      const printing = bench.devices.printer.print(SLIP, async () => bench.paper.fallSilent());
      await until('the slip is out', () => bench.paper.slips().length === 1);
      process.kill(bench.devices.pid()!, 'SIGKILL');
      const outcome: PrintOutcome = await printing;
      expect(outcome).toEqual({ kind: 'unknown', trouble: { kind: 'process-lost' } });
      bench.paper.speakAgain();
      await bench.ready();
      expect(bench.paper.slips()).toHaveLength(1);
      expect(await bench.devices.printer.print(SLIP, async () => undefined)).toMatchObject({ kind: 'confirmed' });
    }));
});

describe('the record cannot be written', () => {
  it('and so nothing is printed; the next slip is', () =>
    at(async (bench) => {
      await bench.ready();
      const fault = new Error('the disk is full');
      await expect(bench.devices.printer.print(SLIP, () => Promise.reject(fault))).rejects.toBe(fault);
      expect(bench.paper.slips()).toEqual([]);
      expect(await bench.devices.printer.print(SLIP, async () => undefined)).toMatchObject({ kind: 'confirmed' });
      expect(bench.paper.slips()).toHaveLength(1);
      expect(bench.log.filter((line) => line.startsWith('devices.process-lost'))).toEqual([]);
    }));
});

describe('the device process hangs', () => {
  it('it is ended and started again within ten seconds, and the person who waits is told', () =>
    at(async (bench) => {
      await bench.ready();
      const pid = bench.devices.pid()!;
      process.kill(pid, 'SIGSTOP');
      // A stopped process ends by nothing else, should this test fail.
      onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));
      const reading = read(bench);
      const begun = performance.now();
      expect(await reading.done).toMatchObject({ ok: false, error: { kind: 'reader-not-answering' } });
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(isRunning(pid)).toBe(false);
      await bench.ready();
      bench.sam.put(WANG_GUILAN);
      expect((await read(bench).done).ok).toBe(true);
    }));
});

describe('the kiosk process is killed', () => {
  it('its device process ends by itself', async () => {
    const there = await listenDevices();
    const program = `import { startDevices } from ${JSON.stringify(new URL('../../../main/devices/devices.ts', import.meta.url).href)};
      import { createHostClock } from ${JSON.stringify(new URL('../../../main/host-ports.ts', import.meta.url).href)};
      const devices = startDevices({ idCardReader: { model: 'sam', link: ${JSON.stringify(there.links.reader)} }, ticketPrinter: null, clock: createHostClock(), log: () => undefined });
      devices.reader.onState((state) => state.kind === 'ready' && console.log(devices.pid()));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until('it has ended', () => !isRunning(pid), 5_000);
    await there.close();
  });
});
