import { decodeJson, encodeJson } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Approval, ApprovalStatus, Challenge, Signature, SignedContent, StoredEvidence, StoredSnapshot, TriggerType } from './types';

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
  second_wallet_id: string | null;
  agent_name: string | null;
  owner_name: string | null;
  status: ApprovalStatus;
  payment_method_id: string | null;
  created_at: Date;
  expires_at: Date;
  decided_at: Date | null;
};

const COLUMNS = `id, wallet_id, agent_id, payment_id, checkout_id, merchant_id, snapshot, amount, currency, trigger_type, reason, limit_amount, excess_amount,
  agent_note, replaces_id, owner_note, second_wallet_id, agent_name, owner_name, status, payment_method_id, created_at, expires_at, decided_at`;

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
  secondWalletId: row.second_wallet_id,
  agentName: row.agent_name,
  ownerName: row.owner_name,
  status: row.status === 'pending' && row.expires_at <= now ? 'expired' : row.status,
  paymentMethodId: row.payment_method_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  decidedAt: row.decided_at,
});

/** An approval that this wallet's owner decides, alone or as the second person, or null: another's is as unknown as none. */
export async function findApproval(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<Approval | null> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.find',
    text: `select ${COLUMNS} from approval where id = $1 and (wallet_id = $2 or second_wallet_id = $2)`,
    values: [query.approvalId, query.walletId],
  });
  return rows[0] ? toApproval(rows[0], ctx.clock.now()) : null;
}

/** The same with a row lock, for the transaction under way. */
export async function lockApproval(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<Approval | null> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.lock',
    text: `select ${COLUMNS} from approval where id = $1 and (wallet_id = $2 or second_wallet_id = $2) for update`,
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

/** What this owner approved last, newest first, but for what they want no more suggestions of. */
export async function listApproved(ctx: Ctx, query: { walletId: string; limit: number }): Promise<Approval[]> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.list-approved',
    text: `select ${COLUMNS} from approval a
            where wallet_id = $1 and status = 'approved'
              and not exists (select from dismissed_suggestion d where d.wallet_id = a.wallet_id and d.agent_id = a.agent_id and d.merchant_id = a.merchant_id
                                and d.trigger_type = a.trigger_type and d.currency = a.currency)
            order by decided_at desc limit $2`,
    values: [query.walletId, query.limit],
  });
  return rows.map((row) => toApproval(row, ctx.clock.now()));
}

/** Remembers that suggestions like that of this approval are not wanted. Again changes nothing. */
export async function dismissSuggestion(ctx: Ctx, approval: Approval): Promise<void> {
  await ctx.db.query({
    name: 'approval.dismiss-suggestion',
    text: `insert into dismissed_suggestion (wallet_id, agent_id, merchant_id, trigger_type, currency, dismissed_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    values: [approval.walletId, approval.agentId, approval.merchantId, approval.triggerType, approval.currency, ctx.clock.now()],
  });
}

/** What waits for the passkey of this wallet's owner, their own and those that they sign second. */
export async function listPendingApprovals(ctx: Ctx, walletId: string): Promise<Approval[]> {
  const rows = await ctx.db.query<ApprovalRow>({
    name: 'approval.list-pending',
    text: `select ${COLUMNS} from approval where (wallet_id = $1 or second_wallet_id = $1) and status = 'pending' and expires_at > $2
              and not exists (select from approval_signature s where s.approval_id = approval.id and s.signer_wallet_id = $1)
            order by created_at limit 50`,
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
                                 limit_amount, excess_amount, agent_note, replaces_id, owner_note, second_wallet_id, agent_name, owner_name,
                                 status, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 'pending', $21, $22)`,
    values: [
      approval.id, approval.walletId, approval.agentId, approval.paymentId, approval.checkoutId, approval.merchantId, encodeJson(approval.snapshot),
      approval.snapshot.hash, approval.amount.toString(), approval.currency, approval.triggerType, approval.reason, approval.limitAmount?.toString() ?? null,
      approval.excessAmount?.toString() ?? null, approval.agentNote, approval.replacesId, approval.ownerNote,
      approval.secondWalletId, approval.agentName, approval.ownerName, approval.createdAt, approval.expiresAt,
    ],
  });
}

/** pending -> a decision, once: false when someone was faster or the time is over. */
export async function decide(
  ctx: Ctx,
  decision: {
    approvalId: string;
    status: 'approved' | 'rejected';
    paymentMethodId: string | null;
    evidence: StoredEvidence | null;
    secondEvidence: StoredEvidence | null;
    reason: string | null;
  },
): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'approval.decide',
    text: `update approval set status = $2, payment_method_id = $3, evidence = $4, decision_reason = $5, decided_at = $6, second_evidence = $7
            where id = $1 and status = 'pending' and expires_at > $6 returning id`,
    values: [
      decision.approvalId, decision.status, decision.paymentMethodId, decision.evidence && JSON.stringify(decision.evidence), decision.reason, ctx.clock.now(),
      decision.secondEvidence && JSON.stringify(decision.secondEvidence),
    ],
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
export async function cancelPending(ctx: Ctx, which: { checkoutId?: string; agentId?: string }): Promise<Pick<Approval, 'id' | 'walletId' | 'secondWalletId'>[]> {
  const rows = await ctx.db.query<{ id: string; wallet_id: string; second_wallet_id: string | null }>({
    name: 'approval.cancel-pending',
    text: `update approval set status = 'cancelled', decided_at = $3
            where status = 'pending' and ($1::text is null or checkout_id = $1) and ($2::text is null or agent_id = $2) returning id, wallet_id, second_wallet_id`,
    values: [which.checkoutId ?? null, which.agentId ?? null, ctx.clock.now()],
  });
  return rows.map((row) => ({ id: row.id, walletId: row.wallet_id, secondWalletId: row.second_wallet_id }));
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

export async function insertChallenge(ctx: Ctx, challenge: Challenge & { approvalId: string; signerWalletId: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'approval.insert-challenge',
    text: `insert into approval_challenge (id, approval_id, signer_wallet_id, payment_method_id, signed_content, challenge, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (approval_id, signer_wallet_id, challenge) do update set expires_at = excluded.expires_at where approval_challenge.used_at is null`,
    values: [
      challenge.id, challenge.approvalId, challenge.signerWalletId, challenge.paymentMethodId, JSON.stringify(challenge.signedContent), challenge.challenge, ctx.clock.now(),
      challenge.expiresAt,
    ],
  });
}

/** A challenge of this approval that is live: handed out to this person, unused, within its five minutes. */
export async function findLiveChallenge(ctx: Ctx, query: { approvalId: string; signerWalletId: string; challenge: string }): Promise<Challenge | null> {
  const rows = await ctx.db.query<{ id: string; payment_method_id: string; signed_content: SignedContent; challenge: string }>({
    name: 'approval.find-challenge',
    text: `select id, payment_method_id, signed_content, challenge from approval_challenge
            where approval_id = $1 and challenge = $2 and used_at is null and expires_at > $3 and signer_wallet_id = $4`,
    values: [query.approvalId, query.challenge, ctx.clock.now(), query.signerWalletId],
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

export async function findEvidence(ctx: Ctx, approvalId: string): Promise<{ owner: StoredEvidence; second: StoredEvidence | null } | null> {
  const rows = await ctx.db.query<{ evidence: StoredEvidence | null; second_evidence: StoredEvidence | null }>({
    name: 'approval.find-evidence',
    text: `select evidence, second_evidence from approval where id = $1`,
    values: [approvalId],
  });
  const row = rows[0];
  return row?.evidence ? { owner: row.evidence, second: row.second_evidence } : null;
}

/** Who has signed an approval that two people sign, without what they signed: pages read it. */
export async function listSigners(ctx: Ctx, approvalId: string): Promise<string[]> {
  const rows = await ctx.db.query<{ signer_wallet_id: string }>({
    name: 'approval.signers',
    text: `select signer_wallet_id from approval_signature where approval_id = $1`,
    values: [approvalId],
  });
  return rows.map((row) => row.signer_wallet_id);
}

export async function listSignatures(ctx: Ctx, approvalId: string): Promise<Signature[]> {
  const rows = await ctx.db.query<{ signer_wallet_id: string; payment_method_id: string; signed_content: SignedContent; challenge: string; evidence: StoredEvidence }>({
    name: 'approval.signatures',
    text: `select signer_wallet_id, payment_method_id, signed_content, challenge, evidence from approval_signature where approval_id = $1`,
    values: [approvalId],
  });
  return rows.map((row) => ({
    signerWalletId: row.signer_wallet_id, paymentMethodId: row.payment_method_id, signedContent: row.signed_content, challenge: row.challenge, evidence: row.evidence,
  }));
}

/** Of a locked approval. */
export async function insertSignature(ctx: Ctx, { id, walletId }: Pick<Approval, 'id' | 'walletId'>, signature: Signature): Promise<void> {
  await ctx.db.query({
    name: 'approval.insert-signature',
    text: `insert into approval_signature (wallet_id, approval_id, signer_wallet_id, payment_method_id, signed_content, challenge, evidence, signed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      walletId, id, signature.signerWalletId, signature.paymentMethodId, JSON.stringify(signature.signedContent), signature.challenge, JSON.stringify(signature.evidence),
      ctx.clock.now(),
    ],
  });
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
