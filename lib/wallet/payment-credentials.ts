import { pairwiseOwnerId } from '@/lib/agent';
import { invariant } from '@/lib/kernel/invariant';
import type { ClaimRefusal, Ctx, PaymentCredentialPort } from '@/lib/ports';
import { releaseSpending, useSpending } from '@/lib/spending';
import { findTokenFacts, findTokenId, lockToken, markTokenUsed, movePayment, type ClaimRow } from './store';
import { voidCheckoutPayments } from './expire-payments';

type Claim = Parameters<PaymentCredentialPort['claim']>[1];

/** The wallet's side of a completion: a token is spent once, by whom and for what it was issued. */
export const paymentCredentials: PaymentCredentialPort = {
  async claim(ctx, claim) {
    const row = await lockToken(ctx, claim.token);
    if (!row) return { ok: false, refusal: 'unknown' };
    const refusal = judge(row, claim, ctx.clock.now());
    if (refusal) return { ok: false, refusal };
    await markTokenUsed(ctx, row.id);
    return {
      ok: true,
      credential: {
        kind: 'wallet',
        tokenId: row.id,
        paymentId: row.payment_id,
        cardId: row.card_id,
        cardBin: row.card_bin,
        agentId: row.agent_id,
        agentName: row.agent_name,
        agentCreatedAt: row.agent_created_at.toISOString(),
        ownerId: row.wallet_id,
        humanPresent: row.human_present,
        mandateId: row.payment_mandate_id,
        mandate: row.mandate_jws,
        claimedAt: ctx.clock.now().toISOString(),
      },
    };
  },

  identify: (ctx, token) => findTokenId(ctx, token),

  async describe(ctx, token) {
    const facts = await findTokenFacts(ctx, token);
    if (!facts) return null;
    const { walletId, ...bound } = facts;
    return { ...bound, ownerId: pairwiseOwnerId(ctx, { walletId, merchantId: facts.merchantId }) };
  },

  async settle(ctx, { credential, outcome }) {
    invariant(credential.kind === 'wallet', 'the wallet settles what it issued');
    const { paymentId } = credential;
    // Only a purchase that was completed can be voided; one that is being paid completes or fails.
    await Promise.all([
      movePayment(ctx, { id: paymentId, from: outcome === 'voided' ? 'completed' : 'approved', to: outcome }),
      outcome === 'completed' ? useSpending(ctx, paymentId) : releaseSpending(ctx, paymentId),
    ]);
  },

  invalidate: (ctx: Ctx, checkoutId: string) => voidCheckoutPayments(ctx, checkoutId),
};

/** Foreign comes before spent: who does not hold the token learns nothing of its state. */
function judge(row: ClaimRow, claim: Claim, now: Date): ClaimRefusal | null {
  if (row.merchant_id !== claim.merchantId || row.checkout_id !== claim.checkoutId) return 'unknown';
  if (claim.agentId !== null && row.agent_id !== claim.agentId) return 'unknown';
  if (row.status !== 'live') return row.status;
  if (row.expires_at <= now) return 'expired';
  if (row.payment_status !== 'approved') return 'voided';
  if (row.agent_status !== 'active' && row.agent_status !== 'pending') return 'voided';
  if (row.snapshot_hash !== claim.snapshotHash || row.amount !== claim.amount || row.currency !== claim.currency) return 'mismatch';
  return null;
}
