import { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { findUrlFault } from '@/lib/http/outbound-url';
import { deleteMerchantEndpoint, listMerchantEndpoints, OPS_TOPICS, registerMerchantEndpoint, type MerchantWebhookEndpoint } from '@/lib/webhook';
import { randomToken } from '@/lib/kernel/id';
import { callerOf } from './caller';
import { readBody } from './read-body';
import { done, refuse, respond } from './words';

export const WebhookBody = z.strictObject({ url: z.string().min(1).max(2_000), topics: z.array(z.enum(OPS_TOPICS)).min(1).max(OPS_TOPICS.length) });
const common = { wire: 'orchestrator', credentials: ['merchant_key'], scope: null, tenant: 'merchant' } as const satisfies Partial<Endpoint>;

/**
 * POST /api/v1/ops/webhooks {url, topics} -> 201 {id, secret}: where the merchant is told of its orders and payments as {id, type, occurred_at, data},
 * signed in X-Signature: t=<unix>,v1=<hex HMAC-SHA256 of "t.body"> (rules.md, Orchestrator). The secret is told here alone.
 */
export const postOpsWebhook: Endpoint = endpoint({
  ...common,
  method: 'POST',
  path: '/api/v1/ops/webhooks',
  handle: async (ctx, request) => {
    const { url, topics } = await readBody(request, WebhookBody);
    const fault = findUrlFault(url, ctx.settings.testMode);
    if (fault !== null) throw fail(400, 'invalid_request', `$.url ${fault}`, { param: '$.url' });
    const registered = await registerMerchantEndpoint(ctx, { merchantId: callerOf(ctx).merchant.id, url, events: topics, secret: randomToken('whsec_'), signature: 'orchestrator' });
    if (!registered.ok) return respond(refuse('VALIDATION_ERROR', `You have ${registered.error.max} webhooks, which is the most.`));
    const { endpoint: made, secret } = registered.value;
    return respond({ status: 201, body: { ...toWire(made), secret } });
  },
});

/** GET /api/v1/ops/webhooks -> {webhooks}: those that were registered here, without their secrets. */
export const getOpsWebhooks: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/v1/ops/webhooks',
  handle: async (ctx) => respond(done({ webhooks: (await listOwn(ctx)).map(toWire) })),
});

/** DELETE /api/v1/ops/webhooks/{id}: nothing more is sent there. */
export const deleteOpsWebhook: Endpoint = endpoint({
  ...common,
  method: 'DELETE',
  path: '/api/v1/ops/webhooks/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const own = (await listOwn(ctx)).some((webhook) => webhook.id === id);
    const deleted = own && (await deleteMerchantEndpoint(ctx, { id, merchantId: callerOf(ctx).merchant.id }));
    return respond(deleted ? done({ id, deleted: true }) : refuse('NOT_FOUND', 'You have no such webhook.'));
  },
});

const listOwn = async (ctx: Parameters<Endpoint['handle']>[0]): Promise<MerchantWebhookEndpoint[]> =>
  (await listMerchantEndpoints(ctx, callerOf(ctx).merchant.id)).filter(({ signature }) => signature === 'orchestrator');

const toWire = ({ id, url, events, createdAt }: MerchantWebhookEndpoint): object => ({ id, url, topics: events, created_at: createdAt.toISOString() });
