import { z } from 'zod';

/**
 * A paper document: what should stand on a slip, top to bottom, without a word about any printer. The same document
 * becomes printer commands, bytes, and the picture on the screen.
 */
export const paperBlockSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(2_000),
    /** Times the normal height and width: 1 normal, 2 lead, 3 title. */
    size: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
    bold: z.boolean().default(false),
    align: z.enum(['left', 'center']).default('left'),
  }),
  /** The one thing to be read from a metre away: a ticket's number. Six times the normal size. */
  z.object({ kind: z.literal('number'), text: z.string().min(1).max(6) }),
  /** A label at the left, its value beside it (wrapped under itself). */
  z.object({ kind: z.literal('pair'), label: z.string().max(20), value: z.string().max(500) }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('space'), lines: z.number().int().min(1).max(6) }),
  z.object({ kind: z.literal('qr'), data: z.string().min(1).max(300) }),
]);
export type PaperBlock = z.infer<typeof paperBlockSchema>;

export const PAPER_BLOCKS_MAX = 200;
export const paperDocumentSchema = z.object({
  title: z.string().min(1).max(40),
  blocks: z.array(paperBlockSchema).min(1).max(PAPER_BLOCKS_MAX),
});
export type PaperDocument = z.infer<typeof paperDocumentSchema>;
