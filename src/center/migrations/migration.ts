/** One step forward, in a file of its own, never changed once released; each statement runs in the step's transaction. */
export type Migration = { readonly number: number; readonly name: string; readonly statements: readonly string[] };
