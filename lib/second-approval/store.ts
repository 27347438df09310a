import { toCurrency } from '@/lib/kernel/money';
import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { NeededApprover, SecondApprover, SecondLimit } from './types';

type ApproverRow = { email: string; status: 'invited' | 'active'; approver_wallet_id: string | null; invited_at: Date; accepted_at: Date | null };

export async function findApprover(ctx: Ctx, walletId: string): Promise<SecondApprover | null> {
  const [row] = await ctx.db.query<ApproverRow>({
    name: 'second-approval.approver',
    text: `select email, status, approver_wallet_id, invited_at, accepted_at from second_approver where wallet_id = $1`,
    values: [walletId],
  });
  return row ? { email: row.email, status: row.status, approverWalletId: row.approver_wallet_id, invitedAt: row.invited_at, acceptedAt: row.accepted_at } : null;
}

export async function listLimits(ctx: Ctx, walletId: string): Promise<SecondLimit[]> {
  const rows = await ctx.db.query<{ currency: string; amount: bigint }>({
    name: 'second-approval.limits',
    text: `select currency, amount from second_approval_limit where wallet_id = $1 order by currency`,
    values: [walletId],
  });
  return rows.map(({ currency, amount }) => ({ currency: toCurrency(currency), amount }));
}

/** Who must sign an approval over this amount besides its owner, or null. */
export async function findNeededApprover(ctx: Ctx, query: { walletId: string; currency: Currency; amount: bigint }): Promise<NeededApprover | null> {
  const [row] = await ctx.db.query<{ approver_wallet_id: string; email: string }>({
    name: 'second-approval.needed',
    text: `select a.approver_wallet_id, a.email from second_approver a join second_approval_limit l on l.wallet_id = a.wallet_id
            where a.wallet_id = $1 and a.status = 'active' and l.currency = $2 and l.amount < $3`,
    values: [query.walletId, query.currency, query.amount.toString()],
  });
  return row ? { walletId: row.approver_wallet_id, email: row.email } : null;
}

/** The given set replaces the whole. */
export async function writeLimits(ctx: Ctx, walletId: string, limits: readonly SecondLimit[]): Promise<void> {
  await ctx.db.query({ name: 'second-approval.clear-limits', text: `delete from second_approval_limit where wallet_id = $1`, values: [walletId] });
  for (const { currency, amount } of limits) {
    await ctx.db.query({
      name: 'second-approval.write-limit',
      text: `insert into second_approval_limit (wallet_id, currency, amount) values ($1, $2, $3)`,
      values: [walletId, currency, amount.toString()],
    });
  }
}

export async function deleteApprover(ctx: Ctx, walletId: string): Promise<void> {
  await ctx.db.query({ name: 'second-approval.delete-approver', text: `delete from second_approver where wallet_id = $1`, values: [walletId] });
}

/** A new invitation takes the place of one that nobody accepted. */
export async function writeInvitation(ctx: Ctx, invitation: { walletId: string; email: string; tokenHash: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'second-approval.invite',
    text: `insert into second_approver (wallet_id, email, status, token_hash, invited_at, expires_at) values ($1, $2, 'invited', $3, $4, $5)
           on conflict (wallet_id) do update set email = excluded.email, token_hash = excluded.token_hash, invited_at = excluded.invited_at, expires_at = excluded.expires_at
            where second_approver.status = 'invited'`,
    values: [invitation.walletId, invitation.email, invitation.tokenHash, ctx.clock.now(), invitation.expiresAt],
  });
}

export type InvitationRow = { wallet_id: string; email: string; owner_name: string; expires_at: Date };

/** An invitation that nobody accepted and that has not run out, locked where the caller decides about it. */
export async function findInvitationRow(ctx: Ctx, query: { tokenHash: string; lock: boolean }): Promise<InvitationRow | null> {
  const [row] = await ctx.db.query<InvitationRow>({
    name: query.lock ? 'second-approval.lock-invitation' : 'second-approval.find-invitation',
    text: `select a.wallet_id, a.email, u.display_name as owner_name, a.expires_at
             from second_approver a join wallet w on w.id = a.wallet_id join app_user u on u.id = w.user_id
            where a.token_hash = $1 and a.status = 'invited' and a.expires_at > $2 ${query.lock ? 'for update of a' : ''}`,
    values: [query.tokenHash, ctx.clock.now()],
  });
  return row ?? null;
}

export async function activate(ctx: Ctx, { walletId, approverWalletId }: { walletId: string; approverWalletId: string }): Promise<void> {
  await ctx.db.query({
    name: 'second-approval.activate',
    text: `update second_approver set status = 'active', approver_wallet_id = $2, token_hash = null, accepted_at = $3 where wallet_id = $1 and status = 'invited'`,
    values: [walletId, approverWalletId, ctx.clock.now()],
  });
}

export type PersonRow = { email: string; display_name: string; verified: boolean; has_passkey: boolean };

/** The owner of a wallet, as far as an invitation looks at them. */
export async function findPerson(ctx: Ctx, walletId: string): Promise<PersonRow | null> {
  const [row] = await ctx.db.query<PersonRow>({
    name: 'second-approval.person',
    text: `select u.email, u.display_name, u.email_verified_at is not null as verified, exists (select 1 from passkey p where p.user_id = u.id) as has_passkey
             from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
    values: [walletId],
  });
  return row ?? null;
}
