import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { promiseToMerchant } from './merchant-store';
import type { PaymentEvent } from './types';

/** Promises an event to every endpoint of its merchant that listens, in the transaction under way: told at least once, or a dead letter. */
export async function announcePayment(ctx: Ctx, { type, data, merchantId, transactionId }: PaymentEvent): Promise<void> {
  const now = ctx.clock.now();
  const event = { eventId: newId('event', now.getTime()), type, occurredAt: now.toISOString(), data };
  await promiseToMerchant(ctx, { merchantId, subjectId: transactionId, event });
}
