import { createSamSimulator, type SamSimulator } from '../../drivers/id-card/sam/simulator.ts';
import { listenTcp } from '../../drivers/link/listen-tcp.ts';
import { PRINTER_MODELS } from '../../drivers/ticket-printer/escpos/models.ts';
import { PrinterSimulator } from '../../drivers/ticket-printer/escpos/simulator.ts';
import { startDevices, type Devices } from '../../main/devices/devices.ts';
import type { DeviceName } from '../../src/devices/device-state.ts';
import type { PaperDocument } from '../../src/devices/paper.ts';
import type { LogEventName } from '../../src/domain/log-events.ts';
import { realClock, realPorts } from './host-ports.ts';
import { until } from './until.ts';

/** A terminal's devices in a real device process, with simulated devices behind real TCP links. */
export type DeviceBench = {
  readonly devices: Devices;
  readonly sam: SamSimulator;
  readonly paper: PrinterSimulator;
  /** Events in order, with their fields as text. */
  readonly log: readonly string[];
  readonly links: { readonly reader: string; readonly printer: string };
  ready(): Promise<void>;
  close(): Promise<void>;
};

export async function listenDevices(): Promise<Pick<DeviceBench, 'sam' | 'paper' | 'links'> & { close(): Promise<void> }> {
  const sam = createSamSimulator(realPorts());
  const paper = new PrinterSimulator({ model: PRINTER_MODELS['escpos-80'] });
  const listeners = await Promise.all([
    listenTcp({ port: 0, onLink: (link) => void sam.attach(link) }),
    listenTcp({ port: 0, onLink: (link) => paper.attach(link) }),
  ]);
  const [reader, printer] = listeners.map((listener) => (listener.ok ? listener.value.port : 0));
  return {
    sam,
    paper,
    links: { reader: `tcp:127.0.0.1:${reader}`, printer: `tcp:127.0.0.1:${printer}` },
    close: async () => {
      for (const listener of listeners) if (listener.ok) await listener.value.close();
    },
  };
}

export async function deviceBench(): Promise<DeviceBench> {
  const there = await listenDevices();
  const log: string[] = [];
  const devices = startDevices({
    idCardReader: { model: 'sam', link: there.links.reader },
    ticketPrinter: { model: 'escpos-80', link: there.links.printer },
    clock: realClock,
    log: (event: LogEventName, fields: object) => void log.push([event, ...Object.values(fields)].join(' ')),
  });
  const isReady = (device: DeviceName): boolean =>
    (device === 'id-card-reader' ? devices.reader : devices.printer).state().kind === 'ready';
  return {
    ...there,
    devices,
    log,
    ready: async () => void (await until('both devices are ready', () => isReady('id-card-reader') && isReady('ticket-printer'), 30_000)),
    close: async () => {
      await devices.stop();
      await there.close();
    },
  };
}

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export const SLIP: PaperDocument = {
  title: '取号凭条（演示）',
  blocks: [
    { kind: 'text', text: '取号凭条（演示）', size: 2, bold: true, align: 'center' },
    { kind: 'number', text: 'A012' },
  ],
};
