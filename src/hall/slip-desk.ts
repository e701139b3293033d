import { assert } from '../basics/result.ts';
import type { PrintJob } from '../domain/batch.ts';
import type { Log } from '../domain/log-events.ts';
import type { PrintOutcome, Printer } from '../devices/printer.ts';
import type { Keeper } from './keeper.ts';

/**
 * Takes a planned slip to the printer and writes down what became of it: sent before the first byte leaves, then
 * confirmed, unknown or not printed. It prints what it is handed now, and nothing else, ever: no spool that could
 * put out somebody's paper later. It never throws: when the record can't be written, the person is still told what is
 * known of the paper, and the keeper remembers it for the counter.
 */
export async function printSlip(job: PrintJob, keeper: Keeper, printer: Printer, log: Log): Promise<PrintOutcome> {
  const { paper } = job;
  assert(paper !== null, 'a planned slip has its paper');
  log('print.begun', { job: job.id });
  let sent = false;
  let outcome: PrintOutcome;
  try {
    outcome = await printer.print(paper, async () => {
      await keeper.recordPrint(job.ticketId, job.id, 'sent', null);
      sent = true;
    });
  } catch {
    outcome = { kind: sent ? 'unknown' : 'not-printed', trouble: { kind: 'process-lost' } };
  }
  log('print.ended', { job: job.id, outcome: outcome.kind });
  await keeper
    .recordPrint(job.ticketId, job.id, outcome.kind, outcome.kind === 'confirmed' ? null : outcome.trouble.kind)
    .catch(() => log('store.refused', { reason: 'print-record' }));
  return outcome;
}
