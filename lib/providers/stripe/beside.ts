import type { PaymentPort } from '@/lib/ports';

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
