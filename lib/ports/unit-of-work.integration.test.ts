import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { readOutside } from '@/lib/providers/downstream/read-outside';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { inTransaction, Unavailable, unitOf, type Ctx } from './index';

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
  const owner = new pg.Client({ connectionString: ctx.ownerUrl });
  await owner.connect();
  await owner.query('create table note (text text); grant all on note to countersign_app');
  await owner.end();
});

const write = (tx: Ctx, text: string): Promise<void> => tx.db.write({ name: 'test.note', text: 'insert into note (text) values ($1)', values: [text] });
const notes = async (): Promise<string[]> => (await ctx.db.query<{ text: string }>({ name: 'test.notes', text: 'select text from note order by 1', values: [] })).map(({ text }) => text);
const forget = (): Promise<void> => ctx.db.write({ name: 'test.forget', text: 'delete from note', values: [] });

/** A service that says each question in capitals; `asked` holds what it was asked, and whether in a transaction. */
function shouting(name: string, asked: string[]) {
  return readOutside(name, (outside: Ctx, { text }: { readonly text: string }) => {
    asked.push(`${text}${unitOf(outside.db) ? ' in a transaction' : ''}`);
    return Promise.resolve(text.toUpperCase());
  });
}

describe('work that needs a word from outside', () => {
  it('leaves nothing of the runs that lacked it, and what it writes once', async () => {
    await forget();
    const asked: string[] = [];
    const [one, two] = [shouting('one', asked), shouting('two', asked)];
    let runs = 0;
    const said = await inTransaction(ctx, async (tx) => {
      runs++;
      await write(tx, 'begun');
      const words = await Promise.all([one(tx, { text: 'a' }), two(tx, { text: 'b' })]);
      return inTransaction(tx, async (inner) => {
        await write(inner, await one(inner, { text: words.join('') }));
        return words;
      });
    });
    expect(said).toEqual(['A', 'B']);
    expect(runs).toBe(3);
    expect(asked).toEqual(['a', 'b', 'AB']);
    expect(await notes()).toEqual(['AB', 'begun']);
  });

  it('hears one answer to a question, however long it takes', async () => {
    let answer = 0;
    const count = readOutside('count', (outside: Ctx, _query: { readonly what: string }) => {
      ctx.clock.advance(60);
      return Promise.resolve(unitOf(outside.db) ? -1 : ++answer);
    });
    const heard = await inTransaction(ctx, async (tx) => [await count(tx, { what: 'x' }), await count(tx, { what: 'y' }), await count(tx, { what: 'x' })]);
    expect(heard).toEqual([1, 2, 1]);
    expect(answer).toBe(2);
  });

  it('comes to nothing where the service is silent', async () => {
    await forget();
    const silent = readOutside('silent', (): Promise<string> => Promise.reject(new Unavailable('silent')));
    const work = inTransaction(ctx, async (tx) => {
      await write(tx, 'begun');
      return silent(tx, {});
    });
    await expect(work).rejects.toThrow(Unavailable);
    expect(await notes()).toEqual([]);
  });

  it('is not run for ever', async () => {
    const asked: string[] = [];
    const service = shouting('endless', asked);
    let runs = 0;
    await expect(inTransaction(ctx, (tx) => service(tx, { text: `question ${++runs}` }))).rejects.toThrow(Unavailable);
    expect(runs).toBe(6);
    expect(asked).toHaveLength(5);
  });
});
