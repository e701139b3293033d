import './version-guard.ts';
import { parseArgs } from 'node:util';
import { ConfigFault, readCenterConfig } from './config.ts';
import { DatabaseRefused } from './database.ts';
import { createLog } from './log.ts';
import { startCenter } from './start-center.ts';
import { systemClock, systemRandom } from './system-ports.ts';

/**
 * The center's process: `serve --config FILE`. Prints one line `ready {json}` when it answers, and runs until it is
 * asked to stop (SIGTERM, Ctrl-C) or the process that started it is gone. What keeps it from starting is one sentence
 * on stderr, and exit 1.
 */
const log = createLog((line) => void process.stderr.write(line));

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } }, strict: true });
  if (values.config === undefined) throw new Error('Say which configuration: --config FILE');
  const center = await startCenter({ config: readCenterConfig(values.config, process.env), clock: systemClock, random: systemRandom, log });
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= center.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  // Started by another process, it never outlives it.
  process.on('disconnect', stop);
  if (process.channel !== undefined && process.channel !== null && !process.connected) return stop();
  process.stdout.write(`ready ${JSON.stringify({ url: center.url, pid: process.pid })}\n`);
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigFault || error instanceof DatabaseRefused) return error.message;
  const { code, port, address } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port ?? '?'}${address ? ` of ${address}` : ''} is in use by another program; stop that one, or choose another port under listen.port.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address ?? '?'}; choose one that it has under listen.host.`;
  if (code === 'EACCES') return `Port ${port ?? '?'} may not be opened by this user; choose one above 1023 under listen.port.`;
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
});
