import { z } from 'zod';
import { ENCODED_HASH } from './passwords.ts';

/**
 * A member of staff who may sign in, at a counter or at the center's console: one entry of an accounts file, made with
 * `npm run account`. One form for whoever writes it and whoever reads it. The id goes into the audit trail and the log,
 * so it is plain, and small, so that nobody has to remember which letter was a capital; the name is what colleagues read.
 */
export const accountSchema = z.object({
  id: z.string().regex(/^[a-z0-9_-]{1,40}$/, 'small letters, digits, - or _, for example li-na'),
  name: z.string().min(1, 'a name, at most 20 characters').max(20, 'a name, at most 20 characters'),
  /** The password itself is never in a file. */
  passwordHash: z.string().regex(ENCODED_HASH, 'an argon2id hash, made with `npm run account`'),
});
export type Account = z.infer<typeof accountSchema>;

/** Of a hall. */
export const ACCOUNTS_MAX = 200;
export const accountsSchema = z
  .array(accountSchema)
  .min(1)
  .max(ACCOUNTS_MAX)
  .refine(
    (accounts) => new Set(accounts.map((account) => account.id)).size === accounts.length,
    'each account has an id of its own; one is there twice',
  );
