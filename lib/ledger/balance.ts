import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { selectBalances } from './store';

/**
 * Credits less debits, in minor units: what the bank owes the account's holder. Negative where the bank has lent, as on its
 * funding accounts. Throws for an account that does not exist.
 */
export async function balanceOf(ctx: Ctx, accountId: string): Promise<bigint> {
  const balance = (await balancesOf(ctx, [accountId])).get(accountId);
  invariant(balance !== undefined, `ledger account exists: ${accountId}`);
  return balance;
}

/** Balances of several accounts at one instant, by id; an account that does not exist is left out. */
export async function balancesOf(ctx: Ctx, accountIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await selectBalances(ctx.db, accountIds);
  return new Map(rows.map((row) => [row.id, row.balance]));
}
