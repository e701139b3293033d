import type { z } from 'zod';

/**
 * A value that was parsed at the door: a plain string or number to the machine, a type of its own to us. The mark is
 * zod's, so that what a schema parses and what a function returns are the same type.
 */
export type Brand<T, Name extends string> = T & z.core.$brand<Name>;
