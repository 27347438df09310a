import type { Ctx } from '@/lib/ports';

export type Deletion = { readonly userId: string; readonly walletId: string; readonly eraseAt: Date };
type DeletionRow = { user_id: string; wallet_id: string; erase_at: Date };

const toDeletion = (row: DeletionRow): Deletion => ({ userId: row.user_id, walletId: row.wallet_id, eraseAt: row.erase_at });

/** The deletion of a wallet's account that is under way. */
export async function findOpenDeletion(ctx: Ctx, walletId: string): Promise<Deletion | null> {
  const [row] = await ctx.db.query<DeletionRow>({
    name: 'account.open-deletion',
    text: 'select user_id, wallet_id, erase_at from account_deletion where wallet_id = $1 and ended_at is null',
    values: [walletId],
  });
  return row ? toDeletion(row) : null;
}

export async function findDeletionByHash(ctx: Ctx, hash: string): Promise<Deletion | null> {
  const [row] = await ctx.db.query<DeletionRow>({
    name: 'account.deletion-by-hash',
    text: 'select user_id, wallet_id, erase_at from account_deletion where cancel_hash = $1 and ended_at is null',
    values: [hash],
  });
  return row ? toDeletion(row) : null;
}

export async function insertDeletion(ctx: Ctx, deletion: Deletion & { hash: string; requestedAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'account.insert-deletion',
    text: 'insert into account_deletion (cancel_hash, user_id, wallet_id, requested_at, erase_at) values ($1, $2, $3, $4, $5)',
    values: [deletion.hash, deletion.userId, deletion.walletId, deletion.requestedAt, deletion.eraseAt],
  });
}

/** False when none was under way. */
export async function endDeletion(ctx: Ctx, end: { walletId: string; outcome: 'cancelled' | 'erased' }): Promise<boolean> {
  const rows = await ctx.db.query({
    name: 'account.end-deletion',
    text: 'update account_deletion set ended_at = $2, outcome = $3 where wallet_id = $1 and ended_at is null returning wallet_id',
    values: [end.walletId, ctx.clock.now(), end.outcome],
  });
  return rows.length === 1;
}

/** Whose time is over, and who has no payment on its way through bank and network: that ends by itself within days. */
export async function listDueDeletions(ctx: Ctx, query: { limit: number; walletId?: string }): Promise<Deletion[]> {
  const rows = await ctx.db.query<DeletionRow>({
    name: 'account.due-deletions',
    text: `select d.user_id, d.wallet_id, d.erase_at from account_deletion d
            where d.ended_at is null and d.erase_at <= $1 and ($3::text is null or d.wallet_id = $3)
              and not exists (
                select from agent_payment p join payment_attempt a on a.checkout_id = p.checkout_id and a.merchant_id = p.merchant_id
                 where p.wallet_id = d.wallet_id and a.status in ('authorizing', 'authorized'))
            order by d.erase_at limit $2`,
    values: [ctx.clock.now(), query.limit, query.walletId ?? null],
  });
  return rows.map(toDeletion);
}

export async function worksForMerchant(ctx: Ctx, userId: string): Promise<boolean> {
  const rows = await ctx.db.query({ name: 'account.works-for-merchant', text: 'select 1 as member from merchant_member where user_id = $1 limit 1', values: [userId] });
  return rows.length > 0;
}
