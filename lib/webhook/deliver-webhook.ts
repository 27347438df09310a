import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { keepDelivery } from './delivery-store';
import { faultOf, postTo, type Posted } from './post-delivery';
import { SECRET_PURPOSE } from './secret';
import { signWebhook } from './sign';
import { findTarget, type WebhookTarget } from './store';
import type { MerchantEventType, WebhookDelivery } from './types';

/** `isLast`: the outbox does not try again after this time. */
type Try = { readonly isLast: boolean };

/**
 * Posts one event to one endpoint; throws unless it answers 2xx, so that the outbox tries again. The body and X-Webhook-Id are the same
 * on each try, the time and with it the signature are new. An endpoint that is gone, or whose agent was revoked, is told nothing. What a merchant
 * is told is kept, with each try.
 */
export async function deliverWebhook(ctx: Ctx, event: WebhookDelivery, { isLast }: Try): Promise<void> {
  const target = await findTarget(ctx, event.endpointId);
  if (!target) return;
  const { endpointId, eventId, type, occurredAt, data } = event;
  const body = JSON.stringify({ id: eventId, type, occurred_at: occurredAt, data });
  if (target.merchantId !== null) {
    const createdAt = ctx.clock.now();
    const id = newId('delivery', createdAt.getTime());
    const delivery = await keepDelivery(ctx, { id, merchantId: target.merchantId, endpointId, url: target.url, eventId, type: type as MerchantEventType, body, createdAt });
    return throwUnlessDone(await postTo(ctx, target, delivery, { isLast, resent: false }));
  }
  const { status } = await postToAgent(ctx, target, eventId, body);
  if (status < 200 || status > 299) throw new Error(faultOf({ status, text: '' }));
}

function postToAgent(ctx: Ctx, { url, sealedSecret }: WebhookTarget, eventId: string, body: string): Promise<{ status: number }> {
  const timestamp = String(Math.floor(ctx.clock.now().getTime() / 1000));
  const headers = {
    'content-type': 'application/json',
    'x-webhook-id': eventId,
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': signWebhook(ctx.keyring.open(sealedSecret, SECRET_PURPOSE), timestamp, body),
  };
  return ctx.ports.webhook.post(ctx, { url, headers, body });
}

/** Thrown to the outbox, which tries again: only what may still come to a good end. */
export function throwUnlessDone(posted: Posted | null): void {
  if (posted !== null && posted.status !== 'delivered' && posted.status !== 'refused') throw new Error(faultOf(posted.outcome.answer));
}
