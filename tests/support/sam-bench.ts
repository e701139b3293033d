import { createSamReader, type OpenedIdCardReader } from '../../drivers/id-card/sam/driver.ts';
import { createSamSimulator, type SamSimulator } from '../../drivers/id-card/sam/simulator.ts';
import type { OpenLink } from '../../drivers/link/link.ts';
import { listenTcp } from '../../drivers/link/listen-tcp.ts';
import { openSerial } from '../../drivers/link/serial.ts';
import { openTcp } from '../../drivers/link/tcp.ts';
import type { Result } from '../../src/basics/result.ts';
import type { DeviceState } from '../../src/devices/device-state.ts';
import type { CardTrouble, IdCard } from '../../src/devices/id-card-reader.ts';
import { realPorts } from './host-ports.ts';
import { startPortPair, type PortPair } from './socat.ts';
import { until } from './until.ts';

/** A reader driver and a simulated module, joined by a real line. */
export type SamBench = {
  readonly reader: OpenedIdCardReader;
  readonly sam: SamSimulator;
  /** How the link is written in a configuration. */
  readonly link: string;
  /** Every state that the reader came to, in order. */
  readonly states: readonly DeviceState[];
  /** How often "please don't move the card" was said. */
  found(): number;
  /** Asks for a card and answers with how it ended. */
  read(waitMsMax?: number): Promise<Result<IdCard, CardTrouble>>;
  ready(): Promise<void>;
  close(): Promise<void>;
};

const benchOver = (link: string, openLink: OpenLink, sam: SamSimulator, cleanUp: () => Promise<void>): SamBench => {
  const reader = createSamReader(openLink, realPorts());
  const states: DeviceState[] = [reader.state()];
  reader.onState((state) => states.push(state));
  let found = 0;
  return {
    reader,
    sam,
    link,
    states,
    found: () => found,
    read: (waitMsMax = 5_000) => reader.readCard({ waitMsMax, onFound: () => found++ }).done,
    ready: async () => void (await until('the reader is ready', () => reader.state().kind === 'ready')),
    close: async () => {
      await reader.close();
      await cleanUp();
    },
  };
};

/** The far end of a serial line, kept open across cuts by whoever calls `plug` again. */
export const plugSimulator = async (sam: SamSimulator, path: string): Promise<() => Promise<void>> => {
  const far = await openSerial({ path, baud: 115_200 })();
  if (!far.ok) throw new Error(`the simulator's port did not open: ${far.error.kind}`);
  sam.attach(far.value);
  return () => far.value.close();
};

export async function serialBench(): Promise<SamBench & { readonly ports: PortPair }> {
  const ports = await startPortPair();
  const sam = createSamSimulator(realPorts());
  const unplug = await plugSimulator(sam, ports.far);
  const bench = benchOver(`serial:${ports.near}@115200`, openSerial({ path: ports.near, baud: 115_200 }), sam, async () => {
    await unplug();
    await ports.remove();
  });
  return { ...bench, ports };
}

export async function tcpBench(): Promise<SamBench> {
  const sam = createSamSimulator(realPorts());
  const listener = await listenTcp({ port: 0, onLink: (link) => void sam.attach(link) });
  if (!listener.ok) throw new Error(listener.error.kind);
  const { port } = listener.value;
  return benchOver(`tcp:127.0.0.1:${port}`, openTcp({ host: '127.0.0.1', port }), sam, () => listener.value.close());
}

/** Runs a test at a bench of its own, so that several can wait for their time-outs side by side. */
export async function atBench<B extends SamBench>(build: () => Promise<B>, run: (bench: B) => Promise<void>): Promise<void> {
  const bench = await build();
  try {
    await run(bench);
  } finally {
    await bench.close();
  }
}
