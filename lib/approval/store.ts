import { decodeJson, encodeJson } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Approval, ApprovalStatus, Challenge, SignedContent, StoredSnapshot, TriggerType } from './types';

type ApprovalRow = {
  id: string;
  wallet_id: string;
  agent_id: string;
  payment_id: string;
  checkout_id: string;
  merchant_id: string;
  snapshot: unknown;
  amount: bigint;
  currency: string;
  trigger_type: TriggerType;
  reason: string;
  limit_amount: bigint | null;
  excess_amount: bigint | null;
  agent_note: string | null;
  replaces_id: string | null;
  owner_note: string | null;
  status: ApprovalStatus;
  payment_method_id: string | null;
  created_at: Date;
  expires_at: Date;
  decided_at: Date | null;
};

const COLUMNS = `id, wallet_id, agent_id, payment_id, checkout_id, merchant_id, snapshot, amount, currency, trigger_type, reason, limit_amount, excess_amount,
  agent_note, replaces_id, owner_note, status, payment_method_id, created_at, expires_at, decided_at`;

/** A pending approval past its time is expired, whether or not the job has written so. */
const toApproval = (row: ApprovalRow, now: Date): Approval => ({
  id: row.id,
  walletId: row.wallet_id,
  agentId: row.agent_id,
  paymentId: row.payment_id,
  checkoutId: row.checkout_id,
  merchantId: row.merchant_id,
  snapshot: decodeJson<StoredSnapshot>(row.snapshot),
  amount: row.amount,
  currency: toCurrency(row.currency),
  triggerType: row.trigger_type,
  reason: row.reason,
  limitAmount: row.limit_amount,
  excessAmount: row.excess_amount,
  agentNote: row.agent_note,
  replacesId: row.replaces_id,
  ownerNote: row.owner_note,
  status: row.status === 'pending' && row.expires_at <= now ? 'expired' : row.status,
  paymentMethodId: row.payment_method_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  decidedAt: row.decided_at,
});

/** An approval of this wallet, or null: another's is as unknown as none. */
export async function findApproval(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<Approval | null> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.find',
    text: `select ${COLUMNS} from approval where id = $1 and wallet_id = $2`,
    values: [query.approvalId, query.walletId],
  });
  return rows[0] ? toApproval(rows[0], ctx.clock.now()) : null;
}

/** The same with a row lock, for the transaction under way. */
export async function lockApproval(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<Approval | null> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.lock',
    text: `select ${COLUMNS} from approval where id = $1 and wallet_id = $2 for update`,
    values: [query.approvalId, query.walletId],
  });
  return rows[0] ? toApproval(rows[0], ctx.clock.now()) : null;
}

/** The approval that took the place of this one, or null. */
export async function findReplacementId(ctx: Ctx, { id, walletId }: Pick<Approval, 'id' | 'walletId'>): Promise<string | null> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'approval.find-replacement',
    text: `select id from approval where wallet_id = $1 and replaces_id = $2`,
    values: [walletId, id],
  });
  return rows[0]?.id ?? null;
}

/** What this owner approved last, before this one was asked, for the same agent at the same merchant. */
export async function findPreviousApproved(ctx: Ctx, approval: Approval): Promise<Approval | null> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.find-previous',
    text: `select ${COLUMNS} from approval
            where agent_id = $2 and status = 'approved' and wallet_id = $1 and merchant_id = $3 and created_at <= $4 and id <> $5
            order by decided_at desc, created_at desc limit 1`,
    values: [approval.walletId, approval.agentId, approval.merchantId, approval.createdAt, approval.id],
  });
  return rows[0] ? toApproval(rows[0], ctx.clock.now()) : null;
}

export async function listPendingApprovals(ctx: Ctx, walletId: string): Promise<Approval[]> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.list-pending',
    text: `select ${COLUMNS} from approval where wallet_id = $1 and status = 'pending' and expires_at > $2 order by created_at limit 50`,
    values: [walletId, ctx.clock.now()],
  });
  return rows.map((row) => toApproval(row, ctx.clock.now()));
}

export async function countPending(ctx: Ctx, agentId: string): Promise<{ count: number; earliestExpiry: Date | null }> {
  const rows = await ctx.db.query<{ count: number; earliest: Date | null }>({
    name: 'approval.count-pending',
    text: `select count(*)::int as count, min(expires_at) as earliest from approval where agent_id = $1 and status = 'pending' and expires_at > $2`,
    values: [agentId, ctx.clock.now()],
  });
  return { count: rows[0]?.count ?? 0, earliestExpiry: rows[0]?.earliest ?? null };
}

export async function insertApproval(ctx: Ctx, approval: Omit<Approval, 'status' | 'decidedAt' | 'paymentMethodId'>): Promise<void> {
  await ctx.db.query({
    name: 'approval.insert',
    text: `insert into approval (id, wallet_id, agent_id, payment_id, checkout_id, merchant_id, snapshot, snapshot_hash, amount, currency, trigger_type, reason,
                                 limit_amount, excess_amount, agent_note, replaces_id, owner_note, status, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'pending', $18, $19)`,
    values: [
      approval.id, approval.walletId, approval.agentId, approval.paymentId, approval.checkoutId, approval.merchantId, encodeJson(approval.snapshot),
      approval.snapshot.hash, approval.amount.toString(), approval.currency, approval.triggerType, approval.reason, approval.limitAmount?.toString() ?? null,
      approval.excessAmount?.toString() ?? null, approval.agentNote, approval.replacesId, approval.ownerNote, approval.createdAt, approval.expiresAt,
    ],
  });
}

/** pending -> a decision, once: false when someone was faster or the time is over. */
export async function decide(
  ctx: Ctx,
  decision: { approvalId: string; status: 'approved' | 'rejected'; paymentMethodId: string | null; evidence: StoredEvidence | null; reason: string | null },
): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'approval.decide',
    text: `update approval set status = $2, payment_method_id = $3, evidence = $4, decision_reason = $5, decided_at = $6
            where id = $1 and status = 'pending' and expires_at > $6 returning id`,
    values: [decision.approvalId, decision.status, decision.paymentMethodId, decision.evidence && JSON.stringify(decision.evidence), decision.reason, ctx.clock.now()],
  });
  return rows.length === 1;
}

/** Closes a locked, pending approval in favour of one over the changed cart. */
export async function supersede(ctx: Ctx, approvalId: string): Promise<void> {
  await ctx.db.query({
    name: 'approval.supersede',
    text: `update approval set status = 'superseded', decided_at = $2 where id = $1 and status = 'pending'`,
    values: [approvalId, ctx.clock.now()],
  });
}

/** Pending approvals that nobody may decide any more: their cart changed, or their agent is gone. Answers them. */
export async function cancelPending(ctx: Ctx, which: { checkoutId?: string; agentId?: string }): Promise<{ id: string; walletId: string }[]> {
  const rows = await ctx.db.query<{ id: string; wallet_id: string }>({
    name: 'approval.cancel-pending',
    text: `update approval set status = 'cancelled', decided_at = $3
            where status = 'pending' and ($1::text is null or checkout_id = $1) and ($2::text is null or agent_id = $2) returning id, wallet_id`,
    values: [which.checkoutId ?? null, which.agentId ?? null, ctx.clock.now()],
  });
  return rows.map((row) => ({ id: row.id, walletId: row.wallet_id }));
}

/** Writes `expired` on pending approvals past their time; answers their payments. */
export async function expirePending(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.query<{ payment_id: string }>({
    name: 'approval.expire',
    text: `update approval set status = 'expired', decided_at = $1
            where id in (select id from approval where status = 'pending' and expires_at <= $1 order by expires_at limit $2 for update skip locked)
           returning payment_id`,
    values: [ctx.clock.now(), limit],
  });
  return rows.map((row) => row.payment_id);
}

export async function insertChallenge(ctx: Ctx, challenge: Challenge & { approvalId: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'approval.insert-challenge',
    text: `insert into approval_challenge (id, approval_id, payment_method_id, signed_content, challenge, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      challenge.id, challenge.approvalId, challenge.paymentMethodId, JSON.stringify(challenge.signedContent), challenge.challenge, ctx.clock.now(), challenge.expiresAt,
    ],
  });
}

/** A challenge of this approval that is live: handed out, unused, within its five minutes. */
export async function findLiveChallenge(ctx: Ctx, query: { approvalId: string; challenge: string }): Promise<Challenge | null> {
  const rows = await ctx.db.query<{ id: string; payment_method_id: string; signed_content: SignedContent; challenge: string }>({
    name: 'approval.find-challenge',
    text: `select id, payment_method_id, signed_content, challenge from approval_challenge
            where approval_id = $1 and challenge = $2 and used_at is null and expires_at > $3`,
    values: [query.approvalId, query.challenge, ctx.clock.now()],
  });
  const row = rows[0];
  return row ? { id: row.id, paymentMethodId: row.payment_method_id, signedContent: row.signed_content, challenge: row.challenge } : null;
}

export async function markChallengeUsed(ctx: Ctx, challengeId: string): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'approval.use-challenge',
    text: `update approval_challenge set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning id`,
    values: [challengeId, ctx.clock.now()],
  });
  return rows.length === 1;
}

/** As it is kept with an approved approval. The assertion's parts and the COSE public key are base64url. */
export type StoredEvidence = {
  readonly signed_content: SignedContent;
  readonly assertion: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string };
  readonly passkey_id: string;
  readonly passkey_public_key: string;
  /** The signed record of that passkey's enrolment. */
  readonly enrolment: object | null;
};

export async function findEvidence(ctx: Ctx, approvalId: string): Promise<StoredEvidence | null> {
  const rows = await ctx.db.query<{ evidence: StoredEvidence | null }>({
    name: 'approval.find-evidence',
    text: `select evidence from approval where id = $1`,
    values: [approvalId],
  });
  return rows[0]?.evidence ?? null;
}

/** For tests alone: an approval and its challenges become that much older. */
export async function ageApproval(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'approval.age',
    text: `with challenges as (
             update approval_challenge set expires_at = expires_at - $2::int * interval '1 second' where approval_id = $1)
           update approval set created_at = created_at - $2::int * interval '1 second', expires_at = expires_at - $2::int * interval '1 second',
                  decided_at = decided_at - $2::int * interval '1 second' where id = $1 returning id`,
    values: [id, seconds],
  });
  return rows.length === 1;
}
