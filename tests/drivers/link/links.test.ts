import { spawnSync } from 'node:child_process';
import { chmodSync, realpathSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createBackOff } from '../../../drivers/link/back-off.ts';
import type { Link, LinkTrouble } from '../../../drivers/link/link.ts';
import { listenTcp } from '../../../drivers/link/listen-tcp.ts';
import { memoryPair } from '../../../drivers/link/memory.ts';
import { parseLink } from '../../../drivers/link/parse-link.ts';
import { openSerial } from '../../../drivers/link/serial.ts';
import { openTcp } from '../../../drivers/link/tcp.ts';
import { SeededRandom } from '../../support/clock-by-hand.ts';
import { startPortPair } from '../../support/socat.ts';
import { until } from '../../support/until.ts';

const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const opened = async (link: ReturnType<ReturnType<typeof openTcp>>): Promise<Link> => {
  const result = await link;
  if (!result.ok) throw new Error(`the link did not open: ${result.error.kind}`);
  cleanUps.push(() => result.value.close());
  return result.value;
};

type Cable = { readonly near: Link; readonly far: Link; cut(): void | Promise<void> };
const cables: Record<string, () => Promise<Cable>> = {
  memory: async () => {
    const pair = memoryPair();
    return { near: pair[0], far: pair[1], cut: pair.cut };
  },
  TCP: async () => {
    let far: Link | undefined;
    const listener = await listenTcp({ port: 0, onLink: (link) => (far = link) });
    if (!listener.ok) throw new Error(listener.error.kind);
    cleanUps.push(() => listener.value.close());
    const near = await opened(openTcp({ host: '127.0.0.1', port: listener.value.port })());
    return { near, far: await until('the far end is there', () => far), cut: () => listener.value.cut() };
  },
  'a serial port': async () => {
    const ports = await startPortPair();
    cleanUps.push(() => ports.remove());
    return {
      near: await opened(openSerial({ path: ports.near, baud: 115_200 })()),
      far: await opened(openSerial({ path: ports.far, baud: 115_200 })()),
      cut: ports.cut,
    };
  },
};

describe.each(Object.entries(cables))('over %s', (_name, lay) => {
  it('bytes of every value arrive whole and in order, both ways', async () => {
    const { near, far } = await lay();
    const sent = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const heard: number[] = [];
      const stop = to.onBytes((bytes) => heard.push(...bytes));
      expect(await from.write(sent.subarray(0, 2_000))).toEqual({ ok: true, value: undefined });
      expect(await from.write(sent.subarray(2_000))).toEqual({ ok: true, value: undefined });
      await until('all bytes are there', () => heard.length >= sent.length);
      expect(heard).toEqual([...sent]);
      stop();
    }
  });

  it('a cut is told once, also to whoever comes late, and nothing can be written after it', async () => {
    const { near, cut } = await lay();
    const told: LinkTrouble[] = [];
    near.onBytes(() => undefined);
    near.onLost((trouble) => told.push(trouble));
    await cut();
    await until('the loss is told', () => told.length > 0);
    expect(await near.write(Uint8Array.of(1))).toEqual({ ok: false, error: { kind: 'lost' } });
    let late: LinkTrouble | undefined;
    near.onLost((trouble) => (late = trouble));
    await until('whoever comes late is told', () => late);
    expect(told).toEqual([{ kind: 'lost' }]);
  });

  it('a link that we close tells nobody that it was lost', async () => {
    const { near, far } = await lay();
    let told = 0;
    near.onLost(() => told++);
    await near.close();
    expect(await near.write(Uint8Array.of(1))).toEqual({ ok: false, error: { kind: 'lost' } });
    await far.close();
    await near.close();
    expect(told).toBe(0);
  });
});

describe('a serial port that cannot be opened', () => {
  it('is not there', async () => {
    expect(await openSerial({ path: '/dev/ttyNOWHERE', baud: 115_200 })()).toEqual({ ok: false, error: { kind: 'no-such-port' } });
  });

  it('is in use by another', async () => {
    const ports = await startPortPair();
    cleanUps.push(() => ports.remove());
    await opened(openSerial({ path: ports.near, baud: 115_200 })());
    expect(await openSerial({ path: ports.near, baud: 115_200 })()).toEqual({ ok: false, error: { kind: 'in-use' } });
  });

  it('is free again once it was closed', async () => {
    const ports = await startPortPair();
    cleanUps.push(() => ports.remove());
    for (let round = 0; round < 3; round++) await (await opened(openSerial({ path: ports.near, baud: 115_200 })())).close();
  });

  it('is not ours to open', async () => {
    const ports = await startPortPair();
    cleanUps.push(() => ports.remove());
    const path = realpathSync(ports.near);
    chmodSync(path, 0o000);
    // Root may open everything, so somebody else tries.
    const program = `import { openSerial } from ${JSON.stringify(new URL('../../../drivers/link/serial.ts', import.meta.url).href)};
      console.log(JSON.stringify(await openSerial({ path: ${JSON.stringify(path)}, baud: 115200 })())); process.exit(0);`;
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      ...nobody,
      encoding: 'utf8',
      cwd: '/',
    });
    expect(stdout.trim(), stderr).toBe('{"ok":false,"error":{"kind":"no-permission"}}');
  });

  it('is no serial port at all', async () => {
    expect(await openSerial({ path: '/etc/hostname', baud: 115_200 })()).toMatchObject({ ok: false });
  });
});

describe('a serial line on which nothing moves', () => {
  it('does not hold up whoever writes', async () => {
    const ports = await startPortPair();
    cleanUps.push(() => ports.remove());
    const link = await opened(openSerial({ path: ports.near, baud: 115_200 })());
    ports.freeze();
    const begun = performance.now();
    expect(await link.write(new Uint8Array(20_000))).toEqual({ ok: false, error: { kind: 'timed-out' } });
    expect(performance.now() - begun).toBeLessThan(8_000);
    ports.thaw();
  });
});

describe('a TCP connection that cannot be opened', () => {
  it('is refused', async () => {
    const listener = await listenTcp({ port: 0, onLink: () => undefined });
    if (!listener.ok) throw new Error(listener.error.kind);
    await listener.value.close();
    expect(await openTcp({ host: '127.0.0.1', port: listener.value.port })()).toEqual({ ok: false, error: { kind: 'refused' } });
  });

  it('has a host that nobody knows', async () => {
    expect(await openTcp({ host: 'no-such-host.invalid', port: 9_100 })()).toEqual({ ok: false, error: { kind: 'no-such-port' } });
  });

  it('is to a listener whose port another has', async () => {
    const listener = await listenTcp({ port: 0, onLink: () => undefined });
    if (!listener.ok) throw new Error(listener.error.kind);
    cleanUps.push(() => listener.value.close());
    expect(await listenTcp({ port: listener.value.port, onLink: () => undefined })).toEqual({ ok: false, error: { kind: 'in-use' } });
  });

  it('to somebody who accepts and never reads does not hold up whoever writes', async () => {
    const sockets: Socket[] = [];
    const server = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await until('the server listens', () => server.listening);
    cleanUps.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    const link = await opened(openTcp({ host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 })());
    expect(await link.write(new Uint8Array(20_000_000))).toEqual({ ok: false, error: { kind: 'timed-out' } });
  });
});

describe('a link in a configuration', () => {
  it.each([
    'serial:/dev/ttyUSB0@115200',
    'serial:/dev/serial/by-id/usb-1a86',
    'serial:COM3@9600',
    'tcp:10.0.0.9:9100',
    'tcp:printer.hall:9100',
    'tcp:[::1]:9100',
  ])('may be %s', (text) => {
    expect(parseLink(text).ok).toBe(true);
  });

  it.each([
    ['', 'not-a-link'],
    ['/dev/ttyUSB0', 'not-a-link'],
    ['serial:', 'not-a-link'],
    ['serial:/dev/ttyUSB0@fast', 'not-a-link'],
    ['serial:/dev/ttyUSB0@123', 'baud-not-supported'],
    ['tcp:host', 'not-a-link'],
    ['tcp:host:0', 'port-out-of-range'],
    ['tcp:host:65536', 'port-out-of-range'],
    ['usb:0400:c35a', 'not-a-link'],
  ])('is refused as %j: %s, with the expected form', (text, kind) => {
    const parsed = parseLink(text);
    expect(parsed).toMatchObject({ ok: false, error: { kind } });
    expect(!parsed.ok && parsed.error.expected.length).toBeGreaterThan(5);
  });
});

it('devices that failed together are tried again at different times, half a second apart at first and half a minute at most (seeds 1 to 50)', () => {
  const firstWaits = new Set<number>();
  for (let seed = 1; seed <= 50; seed++) {
    const backOff = createBackOff(new SeededRandom(seed));
    const waits = Array.from({ length: 12 }, () => backOff.nextMs());
    expect(waits[0]).toBe(500);
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** i));
    }
    expect(waits.at(-1)).toBeGreaterThanOrEqual(15_000);
    firstWaits.add(waits[3]!);
    backOff.reset();
    expect(backOff.nextMs()).toBe(500);
  }
  expect(firstWaits.size).toBeGreaterThan(40);
});
