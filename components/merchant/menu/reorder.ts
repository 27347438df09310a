export type Ordered = { readonly id: string; readonly sortOrder: number };

/** Between two neighbours there is room for more. */
const STEP = 100;

/**
 * What is to be saved so that the one of `id` stands where `overId` stands now: its own new order where there is room between its neighbours, else all
 * that has to make room. Nothing where it stands there already. Pure.
 */
export function moved(list: readonly Ordered[], id: string, overId: string): Ordered[] {
  const [from, to] = [list.findIndex((each) => each.id === id), list.findIndex((each) => each.id === overId)];
  const own = list[from];
  if (!own || to < 0 || from === to) return [];
  const next = list.filter((_, at) => at !== from).toSpliced(to, 0, own);
  const [before, behind] = [to === 0 ? -1 : (next[to - 1]?.sortOrder ?? 0), next[to + 1]?.sortOrder ?? (next[to - 1]?.sortOrder ?? 0) + 2 * STEP];
  const between = before + Math.floor((behind - before) / 2);
  if (between > before && between < behind) return [{ id, sortOrder: between }];
  return next.map((each, at) => ({ id: each.id, sortOrder: (at + 1) * STEP })).filter(({ sortOrder }, at) => next[at]?.sortOrder !== sortOrder);
}

/** The list as it is once these are saved. */
export const reordered = <T extends Ordered>(list: readonly T[], changes: readonly Ordered[]): T[] =>
  list.map((each) => ({ ...each, sortOrder: changes.find(({ id }) => id === each.id)?.sortOrder ?? each.sortOrder })).toSorted((a, b) => a.sortOrder - b.sortOrder);
