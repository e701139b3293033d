/** One step forward, in a file of its own, never changed once released. There is no way back but a backup. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string };
