import { once } from 'node:events';
import { openStore } from '../../src/store/store.ts';
import { StoreRefused } from '../../src/domain/batch.ts';
import { aTicket, issueBatch } from './samples.ts';

/**
 * A program that saves tickets as fast as it can and prints `saved NUMBER SEQUENCE` after each acknowledgement: it is
 * killed, or its disk is made to fail, by the tests that start it.
 * Arguments: folder, key in hex, first number, how many.
 */
const [directory, key, from, count] = process.argv.slice(2) as [string, string, string, string];
const store = await openStore({ directory, sealingKey: new Uint8Array(Buffer.from(key, 'hex')) });
const say = async (line: string): Promise<void> => {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
};
await say('open');
for (let number = Number(from); number < Number(from) + Number(count); number++) {
  const ticket = aTicket((number % 999) + 1, {
    matterName: `第${number}件`,
    day: `20${String(10 + Math.floor(number / 999)).padStart(2, '0')}-03-02` as never,
    holder: { name: '王建国', sex: 'male', ageYears: 66 },
  });
  const batch = issueBatch(ticket);
  for (;;) {
    try {
      const { sequences } = await store.commit(batch);
      await say(`saved ${number} ${sequences[0]}`);
      break;
    } catch (error) {
      if (!(error instanceof StoreRefused)) throw error;
      await say(`refused ${number} ${error.refusal.kind === 'cannot-save' ? error.refusal.reason : error.refusal.what}`);
    }
  }
}
await store.close();
await say('closed');
