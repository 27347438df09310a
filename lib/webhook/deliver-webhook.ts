import type { Ctx } from '@/lib/ports';
import { SECRET_PURPOSE } from './secret';
import { signWebhook } from './sign';
import { findTarget } from './store';
import type { WebhookDelivery } from './types';

/**
 * Posts one event to one endpoint; throws unless it answers 2xx, so that the outbox tries again. The body and X-Webhook-Id are the same
 * on each try, the time and with it the signature are new. An endpoint that is gone, or whose agent was revoked, is told nothing.
 */
export async function deliverWebhook(ctx: Ctx, { endpointId, eventId, type, occurredAt, data }: WebhookDelivery): Promise<void> {
  const target = await findTarget(ctx, endpointId);
  if (!target) return;
  const body = JSON.stringify({ id: eventId, type, occurred_at: occurredAt, data });
  const timestamp = String(Math.floor(ctx.clock.now().getTime() / 1000));
  const secret = ctx.keyring.open(target.sealedSecret, SECRET_PURPOSE);
  const { status } = await ctx.ports.webhook.post(ctx, {
    url: target.url,
    headers: {
      'content-type': 'application/json',
      'x-webhook-id': eventId,
      'x-webhook-timestamp': timestamp,
      'x-webhook-signature': signWebhook(secret, timestamp, body),
    },
    body,
  });
  if (status < 200 || status > 299) throw new Error(`the endpoint answered ${status}`);
}
