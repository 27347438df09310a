import { newId } from '@/lib/kernel/id';
import type { Ctx, Payee, PaymentCredentialPort } from '@/lib/ports';
import { findTokenId, insertClaim } from './store';

/** PaymentMethods, shared payment tokens, and what a person paid at Stripe Checkout, as Stripe names them. */
const TOKEN = /^(pm|spt|cs)_[A-Za-z0-9_]{1,250}$/;

/** Who is paid for a card order of this amount; null: the platform. */
type FindPayee = (ctx: Ctx, order: { merchantId: string; amount: bigint }) => Promise<Payee | null>;

/**
 * Tokens that Stripe issued. What they are worth Stripe alone knows, and says when it is asked to authorise: here each is claimed once for a
 * checkout. An agent of a wallet pays with its owner's wallet, under its limits, and never with one of these: to it they are unknown.
 */
export const stripeCredentials = (findPayee: FindPayee): PaymentCredentialPort => ({
  async claim(ctx, { token, merchantId, checkoutId, agentId, amount }) {
    if (!TOKEN.test(token) || agentId !== null) return { ok: false, refusal: 'unknown' };
    const tokenId = newId('token', ctx.clock.now().getTime());
    const isFirst = await insertClaim(ctx, { tokenId, token, merchantId, checkoutId, payee: await findPayee(ctx, { merchantId, amount }) });
    return isFirst ? { ok: true, credential: { kind: 'provider', tokenId } } : { ok: false, refusal: 'used' };
  },
  identify: (ctx, token, checkoutId) => findTokenId(ctx, token, checkoutId ?? null),
  describe: () => Promise.resolve(null),
  settle: () => Promise.resolve(),
  invalidate: () => Promise.resolve(),
});
