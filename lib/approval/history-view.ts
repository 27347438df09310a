import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { ApprovalStatus, SignedContent, StoredEvidence } from './types';

/** What was asked of the owner once, and what came of it. */
export type DecidedApprovalRow = {
  readonly id: string;
  readonly paymentId: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly total: Money;
  /** Why the owner was asked. */
  readonly reason: string;
  readonly status: Exclude<ApprovalStatus, 'pending'>;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
  /** The label of the passkey that approved, as long as the owner has it; null where none signed. */
  readonly passkeyLabel: string | null;
};

export type DecidedApprovalView = DecidedApprovalRow & {
  /** The owner's words when declining. */
  readonly decisionReason: string | null;
  /** Exactly what the passkey signed, and its signature; null where nobody approved. */
  readonly signed: { readonly content: SignedContent; readonly assertion: StoredEvidence['assertion']; readonly passkeyId: string } | null;
};

type Row = {
  id: string;
  payment_id: string;
  agent_name: string;
  merchant_name: string;
  amount: bigint;
  currency: string;
  reason: string;
  status: Exclude<ApprovalStatus, 'pending'>;
  created_at: Date;
  decided_at: Date | null;
  passkey_label: string | null;
};

const PAGE_SIZE = 25;

// A pending approval past its time is expired, whether or not the job has written so.
const SELECT = `
  select c.id, c.payment_id, a.name as agent_name, m.name as merchant_name, c.amount, c.currency, c.reason, c.created_at, c.decided_at, k.label as passkey_label,
         case when c.status = 'pending' then 'expired' else c.status end as status, c.decision_reason, c.evidence
    from approval c
    join agent a on a.wallet_id = c.wallet_id and a.id = c.agent_id
    join merchant m on m.id = c.merchant_id
    left join passkey k on k.id = c.evidence->>'passkey_id'
   where c.wallet_id = $1 and (c.status <> 'pending' or c.expires_at <= $2)`;

/** What an owner was asked and does not wait any more, newest first; `cursor` is the last id of the page before. */
export async function loadDecidedApprovals(
  ctx: Ctx,
  query: { walletId: string; cursor?: string },
): Promise<{ approvals: DecidedApprovalRow[]; nextCursor: string | null }> {
  const rows = await ctx.db.query<Row>({
    name: 'approval.history',
    text: `${SELECT} and ($3::text is null or (c.created_at, c.id) < (select created_at, id from approval where id = $3 and wallet_id = $1))
            order by c.created_at desc, c.id desc limit ${PAGE_SIZE + 1}`,
    values: [query.walletId, ctx.clock.now(), query.cursor ?? null],
  });
  const approvals = rows.slice(0, PAGE_SIZE).map(toRow);
  return { approvals, nextCursor: rows.length > PAGE_SIZE ? (approvals.at(-1)?.id ?? null) : null };
}

/** One decision of this owner with what was signed, or null: another's is as unknown as none, and so is what still waits. */
export async function loadDecidedApproval(ctx: Ctx, query: { walletId: string; approvalId: string }): Promise<DecidedApprovalView | null> {
  const [row] = await ctx.db.query<Row & { decision_reason: string | null; evidence: StoredEvidence | null }>({
    name: 'approval.decided',
    text: `${SELECT} and c.id = $3`,
    values: [query.walletId, ctx.clock.now(), query.approvalId],
  });
  if (!row) return null;
  const { evidence } = row;
  const signed = evidence && { content: evidence.signed_content, assertion: evidence.assertion, passkeyId: evidence.passkey_id };
  return { ...toRow(row), decisionReason: row.decision_reason, signed };
}

const toRow = (row: Row): DecidedApprovalRow => ({
  id: row.id,
  paymentId: row.payment_id,
  agentName: row.agent_name,
  merchantName: row.merchant_name,
  total: money(row.amount, toCurrency(row.currency)),
  reason: row.reason,
  status: row.status,
  askedAt: row.created_at,
  decidedAt: row.decided_at,
  passkeyLabel: row.passkey_label,
});
