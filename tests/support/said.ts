/**
 * A sentence of src/words as a pattern for what stands on a page: what is given must stand in its places, and anything
 * may stand in the others, each a group of the match. So a test knows what must be said, and not with which words.
 */
export function said(sentence: string, given: Readonly<Record<string, string | number>> = {}): RegExp {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = sentence.split(/\{\{(\w+)\}\}/);
  return new RegExp(
    `^${parts.map((part, at) => (at % 2 === 0 ? literal(part) : part in given ? literal(String(given[part])) : '(.+?)')).join('')}$`,
  );
}

/** Any of several sentences. */
export const oneOf = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'));
