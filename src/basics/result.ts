/** What may fail says how, in its type. Plain objects, so that they cross processes. */
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** For what must not fail: a broken invariant throws, and the visit restarts politely. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${what}`);
}

/** The end of a switch over a union; a new member that nobody handles does not compile. */
export function never(value: never): never {
  throw new Error(`broken invariant: unexpected ${JSON.stringify(value)}`);
}
