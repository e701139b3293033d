import { z } from 'zod';
import { ENCODED_HASH } from '../../src/web/passwords.ts';

/**
 * Who may sign in at a counter: an entry of the accounts file, made with `npm run account`. The id goes into the audit
 * trail and the log, so it is plain letters and figures; the name is what colleagues read.
 */
export const accountSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/, 'letters, figures, dot, dash or underscore, at most 40'),
  name: z.string().min(1).max(20),
  passwordHash: z.string().regex(ENCODED_HASH, 'an argon2id hash, made with `npm run account`'),
});
export type Account = z.infer<typeof accountSchema>;

export const ACCOUNTS_MAX = 200;
export const accountsSchema = z
  .array(accountSchema)
  .max(ACCOUNTS_MAX)
  .refine((accounts) => new Set(accounts.map((account) => account.id)).size === accounts.length, 'each id once');
