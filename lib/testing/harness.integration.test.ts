import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCtx, type TestCtx } from './test-ctx';

let ctx: TestCtx;
let sequence = 0;

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
  await account('bank', 'bank_funding', 'CAD', true);
  await account('vault', 'bank_funding', 'CAD', true);
  await account('eve', 'customer_available', 'EUR', false);
});

const account = (id: string, kind: string, currency: string, mayGoNegative: boolean) =>
  ctx.db.query({
    name: 'harness.account',
    text: 'insert into ledger_account (id, kind, currency, may_go_negative, created_at) values ($1, $2, $3, $4, $5)',
    values: [id, kind, currency, mayGoNegative, ctx.clock.now()],
  });

const transfer = (debit: string, credit: string, amount: bigint, currency = 'CAD') =>
  ctx.db.query({
    name: 'harness.transfer',
    text: `insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, currency, amount, reference, created_at)
           values ($1, 'fund', $2, $3, $4, $5, $1, $6)`,
    values: [`transfer-${(sequence += 1)}`, debit, credit, currency, amount, ctx.clock.now()],
  });

const balance = async (id: string): Promise<bigint | undefined> => {
  const rows = await ctx.db.query<{ balance: bigint }>({
    name: 'harness.balance',
    text: 'select credits_amount - debits_amount as balance from ledger_account where id = $1',
    values: [id],
  });
  return rows[0]?.balance;
};

const statement = (text: string) => ctx.db.query({ name: `harness.${(sequence += 1)}`, text, values: [] });

describe('the ledger in the database', () => {
  it('keeps balances from the transfers alone', async () => {
    await account('alice', 'customer_available', 'CAD', false);
    await transfer('bank', 'alice', 5_000n);
    await transfer('alice', 'bank', 1_500n);
    expect(await balance('alice')).toBe(3_500n);
  });

  it('refuses a transfer that would take a customer below zero, and changes nothing', async () => {
    await account('bob', 'customer_available', 'CAD', false);
    await transfer('bank', 'bob', 100n);
    await expect(transfer('bob', 'bank', 101n)).rejects.toMatchObject({ constraint: 'ledger_account_not_negative' });
    expect(await balance('bob')).toBe(100n);
  });

  it('lets concurrent transfers spend a balance exactly once', async () => {
    await account('carol', 'customer_available', 'CAD', false);
    await transfer('bank', 'carol', 500n);
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => transfer('carol', 'bank', 100n)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await balance('carol')).toBe(0n);
  });

  it('does not deadlock on transfers in both directions', async () => {
    await account('dan', 'customer_available', 'CAD', false);
    await transfer('bank', 'dan', 10_000n);
    const both = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? transfer('bank', 'dan', 10n) : transfer('dan', 'bank', 10n)));
    await Promise.all(both);
    expect(await balance('dan')).toBe(10_000n);
  });

  it.each([
    ['another currency than its accounts', () => transfer('bank', 'eve', 1n, 'EUR'), '23503'],
    ['accounts of two currencies', () => transfer('bank', 'eve', 1n), '23503'],
    ['an amount of zero', () => transfer('bank', 'vault', 0n), '23514'],
    ['one account on both sides', () => transfer('bank', 'bank', 1n), '23514'],
  ])('refuses a transfer of %s', async (_case, attempt, code) => {
    await expect(attempt()).rejects.toMatchObject({ code });
  });

  it('has no customer account that may go below zero', async () => {
    await expect(account('mallory', 'customer_available', 'CAD', true)).rejects.toMatchObject({ constraint: 'ledger_account_customer' });
  });
});

describe("the application's role", () => {
  it.each([
    'update ledger_transfer set amount = 1',
    'delete from ledger_transfer',
    'truncate ledger_transfer',
    'update ledger_account set credits_amount = 1000000',
    "insert into ledger_account (id, kind, currency, credits_amount, may_go_negative, created_at) values ('x', 'bank_funding', 'CAD', 5, true, now())",
    'delete from ledger_account',
    'delete from mandate',
    "update mandate set content = '{}'",
    'select * from _prisma_migrations',
    'create table mine ()',
  ])('may not %s', async (text) => {
    await expect(statement(text)).rejects.toMatchObject({ code: '42501' });
  });
});

it.each(['update ledger_transfer set amount = 1', 'delete from ledger_transfer', 'truncate ledger_transfer'])(
  'even the owner is refused to %s',
  async (text) => {
    const owner = new pg.Client({ connectionString: ctx.ownerUrl });
    await owner.connect();
    try {
      await expect(owner.query(text)).rejects.toMatchObject({ code: '23001' });
    } finally {
      await owner.end();
    }
  },
);

it('stands still until the clock is moved', async () => {
  const at = new Date('2026-03-08T06:59:59.000Z');
  const other = await testCtx({ ports: {}, now: at });
  expect(other.clock.now()).toEqual(at);
  other.clock.advance(1);
  expect(other.clock.now()).toEqual(new Date('2026-03-08T07:00:00.000Z'));
});
