/** How many streams are open, so that pages left open in forgotten tabs cannot use up the terminal. */
export type Watchers = {
  /** A place for one more stream of this owner, given back by calling the answer; null: there is none left. */
  enter(owner: object): (() => void) | null;
};

export function createWatchers(perOwnerMax: number, totalMax: number): Watchers {
  const open = new Map<object, number>();
  let total = 0;
  return {
    enter(owner) {
      const mine = open.get(owner) ?? 0;
      if (mine >= perOwnerMax || total >= totalMax) return null;
      open.set(owner, mine + 1);
      total++;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        total--;
        const rest = (open.get(owner) ?? 1) - 1;
        if (rest > 0) open.set(owner, rest);
        else open.delete(owner);
      };
    },
  };
}
