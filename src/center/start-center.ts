import type { Clock } from '../basics/clock.ts';
import type { Random } from '../basics/random.ts';
import type { Log } from '../domain/log-events.ts';
import type { CenterConfig } from './config.ts';
import { openCenterDatabase } from './database.ts';
import { registerCity } from './register.ts';
import { startCenterServer } from './server.ts';

/** From a configuration to a running center. Parts stop in the opposite order. */
export type RunningCenter = { readonly url: string; stop(): Promise<void> };
export type CenterSettings = { readonly config: CenterConfig; readonly clock: Clock; readonly random: Random; readonly log: Log };

/** @throws DatabaseRefused with a sentence, or Node's error when the port can't be had. */
export async function startCenter({ config, clock, random, log }: CenterSettings): Promise<RunningCenter> {
  log('center.starting', {});
  const begun = clock.now();
  const database = await openCenterDatabase(
    config.database,
    () => clock.now(),
    () => log('center.failed', { where: 'database' }),
  );
  try {
    if (!database.rowSecurity && database.kind === 'postgresql') log('center.row-security-off', {});
    await registerCity(database.db, config);
    const server = await startCenterServer({ config, database, clock, random, log });
    let stopping: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      log('center.stopping', {});
      await server.stop();
      await database.close();
      log('center.stopped', {});
    };
    log('center.started', { database: database.kind, tookMs: clock.now() - begun });
    return {
      url: server.url,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
