import { z } from 'zod';

export const matterIdSchema = z
  .string()
  .regex(/^[A-Z0-9-]{2,20}$/)
  .brand<'MatterId'>();
export type MatterId = z.infer<typeof matterIdSchema>;

/**
 * A matter (事项) as the ticket page needs it. Residents choose by what they want done, never by department or
 * window. `words` are what people call it, each with its pinyin (syllables without tones, separated by spaces).
 */
export const matterSchema = z.object({
  id: matterIdSchema,
  name: z.string().min(1).max(30),
  pinyin: z.string().regex(/^[a-z]+( [a-z]+)*$/, 'syllables without tones, separated by spaces'),
  /** One line in plain words: what it is for. */
  plain: z.string().min(1).max(40),
  /** What to bring to the window. */
  bring: z.array(z.string().min(1).max(30)),
  words: z.array(z.object({ text: z.string().min(1).max(12), pinyin: z.string().regex(/^[a-z]+( [a-z]+)*$/) })),
  /** Shown first, before anything is typed. */
  common: z.boolean(),
});
export type Matter = z.infer<typeof matterSchema>;

export const catalogueSchema = z.object({
  /** Demo data says so, and the screen and the paper repeat it. */
  demo: z.boolean(),
  version: z.string().min(1),
  matters: z.array(matterSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;
