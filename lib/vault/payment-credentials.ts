import type { ClaimRefusal, PaymentCredentialPort } from '@/lib/ports';
import { deletionAfterUse } from './keep';
import { findToken, lockToken, markUsed, type VaultToken } from './store';

type Claim = Parameters<PaymentCredentialPort['claim']>[1];

/**
 * The vault's side of a completion. A token is used up by the attempt that claims it, whatever the bank says: a declined card needs a new
 * one. A claim that is rolled back, because the goods were gone, leaves it as it was.
 */
export const vaultCredentials: PaymentCredentialPort = {
  async claim(ctx, claim) {
    const token = await lockToken(ctx, claim.token);
    if (!token) return { ok: false, refusal: 'unknown' };
    const now = ctx.clock.now();
    const refusal = judge(token, claim, now);
    if (refusal) return { ok: false, refusal };
    await markUsed(ctx, { id: token.id, usedAt: now, cardDeletesAt: deletionAfterUse(now) });
    const { id: tokenId, cardId, bin: cardBin } = token;
    return { ok: true, credential: { kind: 'vault', tokenId, cardId, cardBin, authenticated: false } };
  },

  identify: async (ctx, token) => (await findToken(ctx, token))?.id ?? null,

  async describe(ctx, token) {
    const found = await findToken(ctx, token);
    if (!found) return null;
    const { merchantId, checkoutId } = found;
    return { merchantId, checkoutId, agentId: null, ownerId: null, humanPresent: null, paymentMandateId: null, cartMandateId: null };
  },

  /** There is no budget to count on. */
  settle: () => Promise.resolve(),

  /** The allowance says what the token is good for: an edited checkout is paid with it as long as it fits. */
  invalidate: () => Promise.resolve(),
};

/** Foreign comes before spent: who does not hold the checkout learns nothing of the token's state. */
function judge(token: VaultToken, claim: Claim, now: Date): ClaimRefusal | null {
  if (token.merchantId !== claim.merchantId || token.checkoutId !== claim.checkoutId) return 'unknown';
  if (token.status === 'used') return 'used';
  if (token.expiresAt <= now) return 'expired';
  return claim.currency !== token.currency || claim.amount > token.maxAmount ? 'mismatch' : null;
}
