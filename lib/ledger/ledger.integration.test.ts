import { beforeAll, describe, expect, it } from 'vitest';
import { toCurrency } from '@/lib/kernel/money';
import { inTransaction } from '@/lib/ports';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { balanceOf, balancesOf, findTransfer, openAccount, transfer, type NewTransfer } from './index';

let ctx: TestCtx;
let sequence = 0;

const open = async (name: string, options: { currency?: string; bank?: string; mayGoNegative?: boolean } = {}): Promise<string> => {
  const id = `la_${name}_${++sequence}`;
  const mayGoNegative = options.mayGoNegative ?? false;
  await openAccount(ctx, {
    id, kind: mayGoNegative ? 'bank_funding' : 'customer_available', currency: toCurrency(options.currency ?? 'CAD'), bank: options.bank ?? 'maple', mayGoNegative,
  });
  return id;
};

/** Opens an account that holds `amount`. */
const funded = async (name: string, amount: bigint): Promise<string> => {
  const [bank, account] = [await open('bank', { mayGoNegative: true }), await open(name)];
  expect((await transfer(ctx, move(bank, account, amount))).ok).toBe(true);
  return account;
};

const move = (debitAccountId: string, creditAccountId: string, amount: bigint, reference = `test:${++sequence}`): NewTransfer => ({
  kind: 'hold', debitAccountId, creditAccountId, amount, currency: 'CAD', reference,
});

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
});

describe('transfer', () => {
  it('moves money from the debited to the credited account', async () => {
    const [alice, bob] = [await funded('alice', 500n), await open('bob')];
    const result = await transfer(ctx, move(alice, bob, 200n));
    expect(result).toMatchObject({ ok: true, value: { replayed: false, transfer: { amount: 200n } } });
    expect([await balanceOf(ctx, alice), await balanceOf(ctx, bob)]).toEqual([300n, 200n]);
  });

  it('takes all of a balance, and not one unit more', async () => {
    const [alice, bob] = [await funded('alice', 500n), await open('bob')];
    expect(await transfer(ctx, move(alice, bob, 501n))).toEqual({ ok: false, error: { code: 'insufficient_funds' } });
    expect((await transfer(ctx, move(alice, bob, 500n))).ok).toBe(true);
    expect(await balanceOf(ctx, alice)).toBe(0n);
  });

  it('leaves the transaction usable when it is refused', async () => {
    const [alice, bob] = [await funded('alice', 100n), await open('bob')];
    await inTransaction(ctx, async (ctx) => {
      expect((await transfer(ctx, move(alice, bob, 101n))).ok).toBe(false);
      expect((await transfer(ctx, move(alice, bob, 60n))).ok).toBe(true);
    });
    expect(await balanceOf(ctx, alice)).toBe(40n);
  });

  it('moves money once per reference, also when the balance would no longer bear it', async () => {
    const [alice, bob] = [await funded('alice', 100n), await open('bob')];
    const command = move(alice, bob, 100n);
    const first = await transfer(ctx, command);
    const second = await transfer(ctx, command);
    expect(second).toMatchObject({ ok: true, value: { replayed: true } });
    expect(second.ok && second.value.transfer).toEqual(first.ok && first.value.transfer);
    expect(await balanceOf(ctx, bob)).toBe(100n);
    expect(await findTransfer(ctx, command.reference)).toEqual(first.ok && first.value.transfer);
  });

  it('moves money once for one reference asked for 30 times at once', async () => {
    const [alice, bob] = [await funded('alice', 1_000n), await open('bob')];
    const command = move(alice, bob, 10n);
    const results = await Promise.all(Array.from({ length: 30 }, () => transfer(ctx, command)));
    expect(results.filter((result) => result.ok && !result.value.replayed)).toHaveLength(1);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await balanceOf(ctx, bob)).toBe(10n);
  });

  it('refuses a reference that names another movement', async () => {
    const [alice, bob, carol] = [await funded('alice', 500n), await open('bob'), await open('carol')];
    const command = move(alice, bob, 100n);
    await transfer(ctx, command);
    const others: NewTransfer[] = [
      { ...command, amount: 101n },
      { ...command, creditAccountId: carol },
      { ...command, debitAccountId: bob, creditAccountId: alice },
      { ...command, kind: 'release' },
    ];
    for (const other of others) expect(await transfer(ctx, other)).toEqual({ ok: false, error: { code: 'reference_conflict' } });
    expect(await balanceOf(ctx, alice)).toBe(400n);
  });

  it('refuses an account that is missing, holds another currency or stands in another bank\'s ledger', async () => {
    const [alice, euros, abroad] = [await funded('alice', 500n), await open('euros', { currency: 'EUR' }), await open('abroad', { bank: 'harbour' })];
    for (const credit of ['la_nobody', euros, abroad]) {
      expect(await transfer(ctx, move(alice, credit, 1n))).toEqual({ ok: false, error: { code: 'account_not_found' } });
    }
  });

  it.each([0n, -1n])('takes an amount of %s for a fault of the caller', async (amount) => {
    await expect(transfer(ctx, move('la_a', 'la_b', amount))).rejects.toThrow('above zero');
  });

  it('spends a balance exactly once under 20 transfers at once, in both directions', async () => {
    const [alice, bob] = [await funded('alice', 500n), await funded('bob', 500n)];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => transfer(ctx, index % 2 === 0 ? move(alice, bob, 100n) : move(bob, alice, 100n))),
    );
    const [a, b] = [await balanceOf(ctx, alice), await balanceOf(ctx, bob)];
    expect(results.every((result) => result.ok || result.error.code === 'insufficient_funds')).toBe(true);
    expect(a + b).toBe(1_000n);
    expect(a >= 0n && b >= 0n).toBe(true);
  });
});

describe('accounts', () => {
  it('are opened once, whatever is repeated', async () => {
    const account = { id: 'la_twice', kind: 'merchant_settlement', currency: 'CAD', bank: 'maple', mayGoNegative: false } as const;
    await Promise.all([openAccount(ctx, account), openAccount(ctx, account), openAccount(ctx, account)]);
    expect(await balanceOf(ctx, account.id)).toBe(0n);
  });

  it('answer their balances together, leaving out what does not exist', async () => {
    const alice = await funded('alice', 7n);
    expect(await balancesOf(ctx, [alice, 'la_nobody'])).toEqual(new Map([[alice, 7n]]));
    await expect(balanceOf(ctx, 'la_nobody')).rejects.toThrow('exists');
  });
});
