import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { encodeBaseText, withMarker, withWrongCheckDigit } from '../../drivers/id-card/sam/base-text.ts';
import type { IdCard } from '../../src/devices/id-card-reader.ts';

/**
 * The persons whose cards can be put on the demo's reader. None is real: the numbers lie in county 370899, which is not
 * assigned, and names and addresses are invented (演示).
 */
const personSchema = z.object({
  key: z.string().regex(/^[a-z0-9-]+$/),
  label: z.string().min(1),
  note: z.string(),
  card: z.object({
    name: z.string(),
    sex: z.enum(['male', 'female', 'unknown']),
    ethnicCode: z.string(),
    ethnic: z.string(),
    birth: z.string(),
    address: z.string(),
    idNumber: z.string(),
    issuer: z.string(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
  }) satisfies z.ZodType<IdCard>,
  /** J, I, Y: a card of a kind that is not supported. */
  marker: z.string().length(1).nullable(),
  wrongCheckDigit: z.boolean(),
});
export type DemoPerson = z.infer<typeof personSchema>;

export const readDemoPersons = (): readonly DemoPerson[] =>
  z.array(personSchema).parse(JSON.parse(readFileSync(new URL('./data/persons.json', import.meta.url), 'utf8')));

/** The 256 bytes that the card gives to a reader. */
export function cardBytes(person: DemoPerson): Uint8Array {
  const plain = encodeBaseText(person.card);
  const marked = person.marker === null ? plain : withMarker(plain, person.marker);
  return person.wrongCheckDigit ? withWrongCheckDigit(marked) : marked;
}
