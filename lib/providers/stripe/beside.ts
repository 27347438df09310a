import type { PaymentCredentialPort, PaymentPort } from '@/lib/ports';
import { isStripeToken, stripeCredentials } from './credentials';

/** Tokens that Stripe issued go to Stripe's claimer, all others to the one that is there. */
export function stripeTokensBeside(others: PaymentCredentialPort): PaymentCredentialPort {
  const of = (token: string): PaymentCredentialPort => (isStripeToken(token) ? stripeCredentials : others);
  return {
    claim: (ctx, claim) => of(claim.token).claim(ctx, claim),
    identify: (ctx, token, checkoutId) => of(token).identify(ctx, token, checkoutId),
    describe: (ctx, token) => of(token).describe(ctx, token),
    settle: (ctx, settlement) => (settlement.credential.kind === 'provider' ? stripeCredentials : others).settle(ctx, settlement),
    invalidate: (ctx, checkoutId) => others.invalidate(ctx, checkoutId),
  };
}

/** What Stripe issued is paid there, all else at the network. A payment is found again by the name that its side gave it. */
export function stripeBeside(network: PaymentPort, stripe: PaymentPort): PaymentPort {
  const of = (reference: string): PaymentPort => (reference.startsWith('pi_') ? stripe : network);
  return {
    authorize: (ctx, request) => (request.credential.kind === 'provider' ? stripe : network).authorize(ctx, request),
    retrieve: async (ctx, idempotencyKey) => (await stripe.retrieve(ctx, idempotencyKey)) ?? network.retrieve(ctx, idempotencyKey),
    capture: (ctx, command) => of(command.reference).capture(ctx, command),
    void: (ctx, reference) => of(reference).void(ctx, reference),
    refund: (ctx, command) => of(command.reference).refund(ctx, command),
  };
}
