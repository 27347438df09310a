import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { deleteDeliveriesBefore, findDelivery } from './delivery-store';
import { faultOf, postDelivery } from './post-delivery';

/** Deliveries are kept so long. */
export const KEPT_DAYS = 30;
const BATCH = 1_000;

export type ResendRefusal = { readonly code: 'not_found' | 'endpoint_gone' } | { readonly code: 'not_taken'; readonly fault: string };

/** Posts a delivery again, once and now, under its event's own id and a fresh time: the receiver knows it for the same event. Call it outside any transaction. */
export async function resendDelivery(ctx: Ctx, { id, merchantId }: { id: string; merchantId: string }): Promise<Result<{ responseStatus: number }, ResendRefusal>> {
  const delivery = await findDelivery(ctx, { id, merchantId });
  if (!delivery) return err({ code: 'not_found' });
  const posted = await postDelivery(ctx, delivery, { isLast: delivery.status !== 'pending', resent: true });
  if (posted === null) return err({ code: 'endpoint_gone' });
  const { answer } = posted.outcome;
  return 'status' in answer && answer.status >= 200 && answer.status <= 299 ? ok({ responseStatus: answer.status }) : err({ code: 'not_taken', fault: faultOf(answer) });
}

/** Removes deliveries older than 30 days, with their attempts. */
export async function deleteOldDeliveries(ctx: Ctx): Promise<void> {
  const before = addSeconds(ctx.clock.now(), -KEPT_DAYS * 24 * 3600);
  for (let batch = 0; batch < 100; batch++) if ((await deleteDeliveriesBefore(ctx, { before, limit: BATCH })) < BATCH) return;
}
