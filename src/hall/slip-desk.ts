import { assert } from '../basics/result.ts';
import type { PrintJob } from '../domain/batch.ts';
import type { Log } from '../domain/log-events.ts';
import type { PrintOutcome, Printer } from '../devices/printer.ts';
import type { Keeper } from './keeper.ts';

/**
 * Takes a planned slip to the printer and writes down what became of it: sent before the first byte leaves, then
 * confirmed, unknown or not printed. It prints what it is handed now, and nothing else, ever: no spool that could
 * put out somebody's paper later.
 */
export async function printSlip(job: PrintJob, keeper: Keeper, printer: Printer, log: Log): Promise<PrintOutcome> {
  assert(job.paper !== null, 'a planned slip has its paper');
  log('print.begun', { job: job.id });
  const outcome = await printer.print(job.paper, async () => {
    await keeper.recordPrint(job.ticketId, job.id, 'sent', null);
  });
  log('print.ended', { job: job.id, outcome: outcome.kind });
  await keeper.recordPrint(job.ticketId, job.id, outcome.kind, outcome.kind === 'confirmed' ? null : outcome.trouble.kind);
  return outcome;
}
