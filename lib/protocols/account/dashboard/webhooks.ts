import { z } from 'zod';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { findUrlFault } from '@/lib/http/outbound-url';
import { deleteMerchantEndpoint, MERCHANT_EVENTS, registerMerchantEndpoint, resendDelivery } from '@/lib/webhook';
import { answer } from '../errors';
import { readBody } from '../read-body';
import { merchantEndpoint } from './merchant-endpoint';

const WEBHOOK_ID = /^wh_[0-9a-z]{26}$/;
const DELIVERY_ID = /^dlv_[0-9a-z]{26}$/;

export const Body = z.strictObject({ url: z.string().max(2_000), events: z.array(z.enum(MERCHANT_EVENTS)).min(1).max(MERCHANT_EVENTS.length) });

/** POST /api/dashboard/webhooks {url, events}: as with the merchant's API key. 201 {id, secret}: the merchant's own webhook secret. */
export const postMerchantWebhook: Endpoint = merchantEndpoint('POST', '/api/dashboard/webhooks', async (ctx, request, { merchantId }) => {
  const { url, events } = await readBody(request, Body);
  const fault = findUrlFault(url, ctx.settings.testMode);
  if (fault !== null) throw fail(400, 'invalid_request', `The URL ${fault}.`, { param: '$.url' });
  const registered = await registerMerchantEndpoint(ctx, { merchantId, url, events });
  if (!registered.ok) return answer(409, { error: 'webhook_limit_reached', message: `You have ${registered.error.max} endpoints, which is the most. Remove one first.` });
  return answer(201, { id: registered.value.endpoint.id, secret: registered.value.secret });
});

/** DELETE /api/dashboard/webhooks/{id}: nothing more is sent there. */
export const deleteMerchantWebhook: Endpoint = merchantEndpoint('DELETE', '/api/dashboard/webhooks/[id]', async (ctx, _request, { merchantId }, { id = '' }) => {
  const deleted = WEBHOOK_ID.test(id) && (await deleteMerchantEndpoint(ctx, { id, merchantId }));
  return deleted ? answer(200, { id, status: 'deleted' }) : answer(404, { error: 'not_found', message: 'There is no such endpoint. It may be removed already.' });
});

/** POST /api/dashboard/webhooks/deliveries/{id}/resend: posts it once more, now, under the event's own id. 200 {response_status}; 409 when it was not taken. */
export const postDeliveryResend: Endpoint = merchantEndpoint('POST', '/api/dashboard/webhooks/deliveries/[id]/resend', async (ctx, _request, { merchantId }, { id = '' }) => {
  if (!DELIVERY_ID.test(id)) return unknownDelivery();
  const resent = await resendDelivery(ctx, { id, merchantId });
  if (resent.ok) return answer(200, { response_status: resent.value.responseStatus });
  switch (resent.error.code) {
    case 'not_found':
      return unknownDelivery();
    case 'endpoint_gone':
      return answer(409, { error: 'endpoint_gone', message: 'Its endpoint was removed. Nothing was sent.' });
    case 'not_taken':
      return answer(409, { error: 'not_taken', message: `It was sent, and not taken: ${resent.error.fault}.` });
  }
});

const unknownDelivery = (): Response => answer(404, { error: 'not_found', message: 'There is no such delivery. They are kept for 30 days.' });
