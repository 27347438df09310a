import { describe, expect, it } from 'vitest';
import { gather } from './gather';

/** Runs are kept, and end when they are told to. */
function observed({ limit = 10, mayRunAlone = false } = {}) {
  const runs: (readonly string[])[] = [];
  const ends: { resolve: () => void; reject: (reason: Error) => void }[] = [];
  let began: () => void = () => undefined;
  const begun = async (count: number): Promise<void> => {
    while (runs.length < count) await new Promise<void>((resolve) => (began = resolve));
  };
  const ask = gather<string, string>({
    limit,
    mayRunAlone: () => mayRunAlone,
    keyOf: (item) => item.split('/')[0] ?? '',
    run: (items) => {
      runs.push(items);
      began();
      return new Promise((resolve, reject) => ends.push({ resolve: () => resolve(items.map((item) => `${item}!`)), reject }));
    },
  });
  return { runs, ends, begun, ask };
}

const outcomeOf = (answer: PromiseSettledResult<string>): string => (answer.status === 'fulfilled' ? answer.value : String(answer.reason));

describe('gather', () => {
  it('does together what is asked for in one turn, and answers each its own', async () => {
    const { runs, ends, begun, ask } = observed();
    const answers = Promise.all(['a', 'b', 'c'].map(ask));
    await begun(1);
    ends[0]?.resolve();
    expect(await answers).toEqual(['a!', 'b!', 'c!']);
    expect(runs).toEqual([['a', 'b', 'c']]);
  });

  it('does together, and next, what was asked for while a run was under way', async () => {
    const { runs, ends, begun, ask } = observed();
    const first = ask('a');
    await begun(1);
    const others = Promise.all(['b', 'c'].map(ask));
    ends[0]?.resolve();
    await first;
    await begun(2);
    ends[1]?.resolve();
    expect(await others).toEqual(['b!', 'c!']);
    expect(runs).toEqual([['a'], ['b', 'c']]);
  });

  it('takes no more than the limit at a time', async () => {
    const { runs, ends, begun, ask } = observed({ limit: 2 });
    const answers = Promise.all(['a', 'b', 'c'].map(ask));
    await begun(1);
    ends[0]?.resolve();
    await begun(2);
    ends[1]?.resolve();
    await answers;
    expect(runs).toEqual([['a', 'b'], ['c']]);
  });

  it('never does two of one key together, and keeps their order', async () => {
    const { runs, ends, begun, ask } = observed();
    const answers = Promise.all(['a/1', 'a/2', 'b/1'].map(ask));
    await begun(1);
    ends[0]?.resolve();
    await begun(2);
    ends[1]?.resolve();
    await answers;
    expect(runs).toEqual([['a/1', 'b/1'], ['a/2']]);
  });

  it('fails what a failed run was for, and goes on', async () => {
    const { ends, begun, ask } = observed({ limit: 2 });
    const answers = Promise.allSettled(['a', 'b', 'c'].map(ask));
    await begun(1);
    ends[0]?.reject(new Error('broken'));
    await begun(2);
    ends[1]?.resolve();
    expect((await answers).map(outcomeOf)).toEqual(['Error: broken', 'Error: broken', 'c!']);
  });

  it('where it may, runs each of a failed run alone, so that one that cannot be done fails alone', async () => {
    const { runs, ends, begun, ask } = observed({ mayRunAlone: true });
    const answers = Promise.allSettled(['a', 'b'].map(ask));
    await begun(1);
    ends[0]?.reject(new Error('broken'));
    await begun(2);
    ends[1]?.reject(new Error('broken'));
    await begun(3);
    ends[2]?.resolve();
    expect((await answers).map(outcomeOf)).toEqual(['Error: broken', 'b!']);
    expect(runs).toEqual([['a', 'b'], ['a'], ['b']]);
  });
});
