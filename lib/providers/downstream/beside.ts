import type { PaymentPort } from '@/lib/ports';
import { parseReference } from './payment';

/** New payments go to the service; one that the network took before there was a service stays there. A payment is found again by the name that its side gave it. */
export function serviceBeside(network: PaymentPort, service: PaymentPort): PaymentPort {
  const of = (reference: string): PaymentPort => (parseReference(reference) ? service : network);
  return {
    authorize: (ctx, request) => service.authorize(ctx, request),
    retrieve: async (ctx, idempotencyKey) => (await network.retrieve(ctx, idempotencyKey)) ?? service.retrieve(ctx, idempotencyKey),
    capture: (ctx, command) => of(command.reference).capture(ctx, command),
    void: (ctx, reference) => of(reference).void(ctx, reference),
    refund: (ctx, command) => of(command.reference).refund(ctx, command),
  };
}
