/**
 * A machine is a union of states, a pure `next`, and a total table: every state meets every event, and each
 * cell says what happens. `ignored` is a decision too, and is tested like the others.
 */
export type Kinded = { readonly kind: string };
export type OfKind<T extends Kinded, K extends T['kind']> = Extract<T, { kind: K }>;

export type Cell<S extends Kinded, E extends Kinded, C, Out, SK extends S['kind'], EK extends E['kind']> =
  | 'ignored'
  | ((state: OfKind<S, SK>, event: OfKind<E, EK>, context: C) => Out);

export type TotalTable<S extends Kinded, E extends Kinded, C, Out> = {
  readonly [SK in S['kind']]: { readonly [EK in E['kind']]: Cell<S, E, C, Out, SK, EK> };
};

/** Looks the cell up and runs it; `undefined` when the table says that the event is ignored here. */
export function step<S extends Kinded, E extends Kinded, C, Out>(
  table: TotalTable<S, E, C, Out>,
  state: S,
  event: E,
  context: C,
): Out | undefined {
  const row = table[state.kind as S['kind']];
  const cell = row[event.kind as E['kind']] as 'ignored' | ((s: S, e: E, c: C) => Out);
  return cell === 'ignored' ? undefined : cell(state, event, context);
}
