import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { handInSuite } from './hand-in-suite.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 90_000);
afterAll(() => postgres?.stop());

handInSuite('PostgreSQL', async () => ({ kind: 'server', url: (await postgres.newDatabase()).url }));
