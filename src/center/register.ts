import { withinHall, type CenterDb } from './database.ts';
import type { CenterConfig } from './config.ts';
import { groupBy } from './group-by.ts';

/** Writes down the city, its halls and their terminals as the configuration names them; what was there stays. */
export async function registerCity(db: CenterDb, config: Pick<CenterConfig, 'city' | 'halls' | 'terminals'>): Promise<void> {
  const { code: city, name } = config.city;
  await db
    .insertInto('city')
    .values({ code: city, name })
    .onConflict((conflict) => conflict.column('code').doUpdateSet({ name }))
    .execute();
  await db
    .insertInto('hall')
    .values(config.halls.map((hall) => ({ city, code: hall.code, name: hall.name })))
    .onConflict((conflict) => conflict.columns(['city', 'code']).doUpdateSet((e) => ({ name: e.ref('excluded.name') })))
    .execute();
  for (const [hall, terminals] of groupBy(config.terminals, (terminal) => terminal.hall)) {
    await withinHall(db, city, hall, async (tx) => {
      await tx
        .insertInto('terminal')
        .values(terminals.map(({ terminal }) => ({ city, hall, terminal, epoch: null, last_heard_at: null })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }
}
