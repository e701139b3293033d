import { createHash } from 'node:crypto';

/** What a message says, as 32 bytes: equal for equal content whatever the order of its names on the wire. */
export const contentHash = (content: { readonly id: string; readonly at: number; readonly message: unknown }): Buffer =>
  createHash('sha256')
    .update(canonical({ id: content.id.toLowerCase(), at: content.at, message: content.message }))
    .digest();

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, of]) => of !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${parts.map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
