/** Pages instead of scrolling: nothing on a terminal scrolls. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** From 0. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
}

/** The page asked for, or the nearest that there is. */
export function pageOf<Item>(items: readonly Item[], asked: number, perPage: number): Page<Item> {
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.min(Math.max(asked, 0), pages - 1);
  return { items: items.slice(page * perPage, (page + 1) * perPage), page, pages };
}
