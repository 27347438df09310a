export type Gathering<In, Out> = {
  readonly limit: number;
  /** Two of one key are never done together. Left out: any may be. */
  readonly keyOf?: (item: In) => string;
  /** Answers one for each, in their order. */
  readonly run: (items: readonly In[]) => Promise<readonly Out[]>;
  /** Whether nothing of a failed run took place, and one of its items alone may be what it failed for: then each is run alone. */
  readonly mayRunAlone?: (error: unknown) => boolean;
};

type Waiting<In, Out> = { readonly item: In; readonly resolve: (out: Out) => void; readonly reject: (reason: unknown) => void };

/**
 * Does many small things in few large ones: what is asked for within one turn of the event loop, or while a `run` is under way, is done together by the next,
 * in the order of asking, at most `limit` at a time. Where a run fails, each that it was for fails with its error, and no other.
 */
export function gather<In, Out>(gathering: Gathering<In, Out>): (item: In) => Promise<Out> {
  const { limit, keyOf } = gathering;
  let waiting: Waiting<In, Out>[] = [];
  let busy = false;

  const take = (): Waiting<In, Out>[] => {
    const keys = new Set<string>();
    const [taken, left]: [Waiting<In, Out>[], Waiting<In, Out>[]] = [[], []];
    for (const one of waiting) {
      const key = keyOf?.(one.item);
      const mayJoin = taken.length < limit && (key === undefined || !keys.has(key));
      (mayJoin ? taken : left).push(one);
      if (key !== undefined) keys.add(key);
    }
    waiting = left;
    return taken;
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) await settle(take(), gathering);
    busy = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void work());
    });
}

async function settle<In, Out>(taken: readonly Waiting<In, Out>[], { run, mayRunAlone, ...rest }: Gathering<In, Out>): Promise<void> {
  try {
    const outs = await run(taken.map(({ item }) => item));
    if (outs.length !== taken.length) throw new Error(`${taken.length} were asked for and ${outs.length} answered`);
    outs.forEach((out, index) => taken[index]?.resolve(out));
  } catch (error) {
    if (taken.length > 1 && mayRunAlone?.(error)) for (const one of taken) await settle([one], { ...rest, run });
    else for (const { reject } of taken) reject(error);
  }
}
