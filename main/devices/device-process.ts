import '../version-guard.ts';
import { openPrinter, openReader, printerModelSchema, readerModelSchema } from '../../drivers/catalogue.ts';
import type { OpenLink } from '../../drivers/link/link.ts';
import { parseLink } from '../../drivers/link/parse-link.ts';
import { assert, err, never } from '../../src/basics/result.ts';
import type { CardReading } from '../../src/devices/id-card-reader.ts';
import type { DeviceName } from '../../src/devices/device-state.ts';
import type { PaperDocument } from '../../src/devices/paper.ts';
import { createHostClock, createHostRandom } from '../host-ports.ts';
import { toDevicesSchema, type DeviceConfiguration, type FromDevices } from './messages.ts';

/**
 * The device process: the drivers of one terminal, apart from the screen and the store, so that a native fault or a
 * stuck port here takes neither. It keeps nothing: what was asked of it and not answered is told as lost by its
 * parent. It never outlives its parent.
 */
type Running = {
  readonly reader: ReturnType<typeof openReader> | null;
  readonly printer: ReturnType<typeof openPrinter> | null;
};

const ports = { clock: createHostClock(), random: createHostRandom() };
const readings = new Map<number, CardReading>();
const permissions = new Map<number, { give(): void; refuse(): void }>();
let running: Running | undefined;

/** The parent may be gone, or so busy that its end of the pipe is full; neither is this process's to mend. */
const tell = (message: FromDevices): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

/** A link that the configuration got wrong is a port that is not there; the configuration's own check names the fault. */
const linkOf = (text: string): OpenLink => {
  const link = parseLink(text);
  return link.ok ? link.value : async () => err({ kind: 'no-such-port' });
};

function start({ idCardReader, ticketPrinter }: DeviceConfiguration): Running {
  const reader = idCardReader && openReader(readerModelSchema.parse(idCardReader.model), linkOf(idCardReader.link), ports);
  const printer = ticketPrinter && openPrinter(printerModelSchema.parse(ticketPrinter.model), linkOf(ticketPrinter.link), ports);
  const report = (device: DeviceName, driver: Running['reader'] | Running['printer']): void => {
    if (!driver) return;
    tell({ kind: 'state', device, state: driver.state() });
    driver.onState((state) => tell({ kind: 'state', device, state }));
  };
  report('id-card-reader', reader);
  report('ticket-printer', printer);
  return { reader, printer };
}

function readCard(call: number, waitMsMax: number): void {
  assert(running?.reader, 'a reading is asked only of a configured reader');
  const reading = running.reader.readCard({ waitMsMax, onFound: () => tell({ kind: 'card-found', call }) });
  readings.set(call, reading);
  void reading.done.then((result) => {
    readings.delete(call);
    tell(result.ok ? { kind: 'card-read', call, card: result.value } : { kind: 'card-not-read', call, trouble: result.error });
  });
}

async function print(call: number, document: PaperDocument): Promise<void> {
  assert(running?.printer, 'a slip is asked only of a configured printer');
  let refused = false;
  const mayGo = (): Promise<void> =>
    new Promise((resolve, reject) => {
      permissions.set(call, {
        give: resolve,
        refuse: () => {
          refused = true;
          reject(new Error('the record could not be written'));
        },
      });
      tell({ kind: 'print-sending', call });
    });
  try {
    tell({ kind: 'print-ended', call, outcome: await running.printer.print(document, mayGo) });
  } catch (fault) {
    // Refused by the parent, which has told its caller already. Anything else is a broken driver, and ends the process.
    if (!refused) throw fault;
  } finally {
    permissions.delete(call);
  }
}

async function stop(): Promise<void> {
  await Promise.allSettled([running?.reader?.close(), running?.printer?.stop()]);
  process.exit(0);
}

process.on('message', (raw) => {
  const message = toDevicesSchema.parse(raw);
  switch (message.kind) {
    case 'start':
      running = start(message.configuration);
      return tell({ kind: 'started' });
    case 'ping':
      return tell({ kind: 'pong' });
    case 'read-card':
      return readCard(message.call, message.waitMsMax);
    case 'cancel-reading':
      return readings.get(message.call)?.cancel();
    case 'print':
      return void print(message.call, message.document);
    case 'print-may-go':
      return permissions.get(message.call)?.give();
    case 'print-must-not-go':
      return permissions.get(message.call)?.refuse();
    case 'stop':
      return void stop();
    default:
      return never(message);
  }
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of a terminal at once; the parent stops this one in its order.
process.on('SIGINT', () => undefined);
