import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;

const insert = (id: string) => ({ name: 'test.insert', text: 'insert into revoked_token (jti, expires_at) values ($1, $2)', values: [id, new Date(0)] });
const isThere = async (id: string): Promise<boolean> =>
  (await ctx.db.query({ name: 'test.is-there', text: 'select 1 from revoked_token where jti = $1', values: [id] })).length === 1;

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
});

beforeEach(() => ctx.db.write({ name: 'test.clear', text: 'delete from revoked_token', values: [] }));

describe('a write that nobody waits for', () => {
  it('is seen by the statements after it, and is there once the transaction is', async () => {
    const seen = await ctx.db.transaction(async (tx) => {
      await tx.write(insert('a'));
      return tx.query({ name: 'test.all', text: 'select jti from revoked_token', values: [] });
    });
    expect(seen).toEqual([{ jti: 'a' }]);
    expect(await isThere('a')).toBe(true);
  });

  it('fails the transaction with its own error, and nothing of it stays', async () => {
    const twice = ctx.db.transaction(async (tx) => {
      await tx.write(insert('a'));
      await tx.write(insert('b'));
      await tx.write(insert('a'));
      await tx.write(insert('c'));
    });
    await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'revoked_token_pkey' });
    for (const id of ['a', 'b', 'c']) expect(await isThere(id)).toBe(false);
  });

  it('tells its own error where a later statement was waited for and found the transaction aborted', async () => {
    const work = ctx.db.transaction(async (tx) => {
      await tx.write(insert('a'));
      await tx.write(insert('a'));
      await tx.query({ name: 'test.one', text: 'select 1 as one', values: [] });
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await isThere('a')).toBe(false);
  });

  it('is taken back when the work throws', async () => {
    const work = ctx.db.transaction(async (tx) => {
      await tx.write(insert('a'));
      throw new Error('changed our mind');
    });
    await expect(work).rejects.toThrow('changed our mind');
    expect(await isThere('a')).toBe(false);
  });

  it('is waited for outside of a transaction', async () => {
    await ctx.db.write(insert('a'));
    await expect(ctx.db.write(insert('a'))).rejects.toMatchObject({ code: '23505' });
  });

  it('leaves a connection that serves the next caller', async () => {
    const failing = () => ctx.db.transaction(async (tx) => (await tx.write(insert('a')), await tx.write(insert('a'))));
    await Promise.allSettled(Array.from({ length: 40 }, failing));
    await Promise.all(Array.from({ length: 40 }, (_, index) => ctx.db.transaction((tx) => tx.write(insert(`ok-${index}`)))));
    expect(await isThere('ok-39')).toBe(true);
  });
});

describe('work that goes on after its transaction has ended', () => {
  it.each(['query', 'write'] as const)('reaches nothing by a %s: its connection is someone else\'s by then', async (by) => {
    let goOn = (): void => undefined;
    const ended = new Promise<void>((resolve) => (goOn = resolve));
    let late: Promise<unknown> = Promise.resolve();
    const work = ctx.db.transaction((tx) => {
      late = ended.then(async (): Promise<unknown> => tx[by](insert('a')));
      return Promise.all([late, Promise.reject(new Error('refused'))]);
    });
    await expect(work).rejects.toThrow('refused');
    goOn();
    await expect(late).rejects.toThrow('its transaction has ended');
    expect(await isThere('a')).toBe(false);
  });
});
