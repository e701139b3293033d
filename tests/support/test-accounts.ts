import { createHash } from 'node:crypto';
import type { Account } from '../../src/web/account.ts';
import { hashPassword } from '../../src/web/passwords.ts';

/** Three people who can sign in; each one's password is `<id>-password`. */
export const testAccounts = (): Promise<Account[]> =>
  Promise.all(
    [
      ['li', '李敏'],
      ['wang', '王建国'],
      ['zhao', '赵岚'],
    ].map(async ([id, name]) => ({
      id: id!,
      name: name!,
      passwordHash: await hashPassword(`${id}-password`, createHash('sha256').update(id!).digest().subarray(0, 16)),
    })),
  );
