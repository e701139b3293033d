import type { Cancel, Clock, Instant } from '../basics/clock.ts';
import { ok } from '../basics/result.ts';
import type { DeviceName, DeviceState } from '../devices/device-state.ts';
import type { IdCardReader } from '../devices/id-card-reader.ts';
import type { Printer } from '../devices/printer.ts';
import type { PrintJob } from '../domain/batch.ts';
import type { Log } from '../domain/log-events.ts';
import type { HallDesk, HallSnapshot } from './hall-desk.ts';
import type { HelpDesk } from './help-desk.ts';
import type { Keeper } from './keeper.ts';
import { printSlip } from './slip-desk.ts';

export type HallDeskParts = {
  readonly keeper: Keeper;
  readonly helpDesk: HelpDesk;
  readonly reader: IdCardReader;
  readonly printer: Printer;
  readonly clock: Clock;
  readonly log: Log;
  readonly centerState: () => HallSnapshot['center'];
  readonly watchCenter: (listener: () => void) => Cancel;
};

/** The hall as counters and displays see it: the keeper's queue, this terminal's devices, its help calls, its center. */
export function createHallDesk(parts: HallDeskParts): HallDesk {
  const { keeper, helpDesk, reader, printer, clock, log } = parts;
  const since = new Map<DeviceName, { kind: string; at: Instant }>();

  const device = (name: DeviceName, state: DeviceState) => {
    const kind = state.kind === 'troubled' ? state.trouble : state.kind;
    const known = since.get(name);
    const at = known?.kind === kind ? known.at : clock.now();
    since.set(name, { kind, at });
    return { name, state, since: at };
  };

  /** Staff asked for it and stand by: the slip is taken to the printer now; the row says what became of it. */
  const printNow = (job: PrintJob): void => {
    void printSlip(job, keeper, printer, log);
  };

  return {
    hall: keeper.hall,
    catalogue: keeper.catalogue,
    now: () => clock.now(),
    snapshot: () => ({
      epoch: keeper.queue().epoch,
      day: keeper.queue().day,
      tickets: keeper.queue().tickets,
      normalsSincePriority: keeper.queue().normalsSincePriority,
      helpCalls: helpDesk.calls(),
      devices: [device('id-card-reader', reader.state()), device('ticket-printer', printer.state())],
      center: parts.centerState(),
    }),
    watch: (listener) => {
      const stops = [
        keeper.watch(listener),
        helpDesk.watch(listener),
        reader.onState(listener),
        printer.onState(listener),
        parts.watchCenter(listener),
      ];
      return () => stops.forEach((stop) => stop());
    },
    callNext: (command) => keeper.callNext(command),
    recall: (command) => keeper.recall(command),
    markMissed: (command) => keeper.markMissed(command),
    bringBack: (command) => keeper.bringBack(command),
    finish: (command) => keeper.finish(command),
    async issue(command) {
      const issued = await keeper.issue({
        requestId: command.requestId,
        matterId: command.matterId,
        priority: command.priority ? 'declared' : 'none',
        holder: null,
        by: command.by,
      });
      if (!issued.ok) return issued;
      printNow(issued.value.job);
      return ok(issued.value.ticket);
    },
    async reprint(command) {
      const planned = await keeper.reprint(command);
      if (!planned.ok) return planned;
      printNow(planned.value.job);
      return ok(planned.value.ticket);
    },
    answerHelp(helpId, by) {
      if (!helpDesk.answer(helpId, by)) return;
      log('help.heard', { help: helpId });
      keeper.audit({ action: 'help-heard', by, subject: helpId }).catch(() => log('store.refused', { reason: 'audit' }));
    },
    audit: (entry) => keeper.audit(entry),
    setWindowsOpen: (count) => keeper.setWindowsOpen(count),
  };
}
