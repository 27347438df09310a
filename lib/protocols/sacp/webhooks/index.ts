import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { findUrlFault } from '@/lib/http/outbound-url';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import {
  AGENT_EVENTS, deleteEndpoint, deleteMerchantEndpoint, isOrderEvent, listEndpoints, listMerchantEndpoints, MERCHANT_EVENTS, registerEndpoint, registerMerchantEndpoint,
  type MerchantWebhookEndpoint, type WebhookEndpoint,
} from '@/lib/webhook';
import { answer, refusal } from '../errors';
import { parseOrRefuse } from '../read-body';
import { registerBodyFor } from './schema';

const BODY_LIMIT_BYTES = 16 * 1024;
export const AgentBody = registerBodyFor(AGENT_EVENTS);
export const MerchantBody = registerBodyFor(MERCHANT_EVENTS);

const common = { wire: 'sacp', credentials: ['agent_token', 'merchant_key'], scope: null, tenant: 'credential' } as const satisfies Partial<Endpoint>;

/** Who registers: an agent of a wallet, or a merchant. */
type Caller = { readonly kind: 'agent'; readonly agentId: string; readonly walletId: string } | { readonly kind: 'merchant'; readonly merchantId: string };

function callerOf({ principal }: RequestCtx): Caller {
  if (principal.kind === 'merchant_key') return { kind: 'merchant', merchantId: principal.merchantId };
  invariant(principal.kind === 'agent', 'the entrance admits agents and merchant keys only');
  return { kind: 'agent', agentId: principal.agentId, walletId: principal.walletId };
}

/**
 * POST /api/agent/v1/webhooks {url, secret?, events[]}: where an agent is told of its step-ups and sessions, or a merchant of what became of agents
 * that paid it. The secret is told here alone.
 */
export const postWebhook: Endpoint = endpoint({
  ...common,
  method: 'POST',
  path: '/api/agent/v1/webhooks',
  handle: async (ctx, request) => {
    const registered = await register(ctx, callerOf(ctx), await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    if (!registered.ok) {
      return refusal(409, 'webhook_limit_reached', `You have ${registered.error.max} webhooks, which is the most.`, { next_step: 'Remove one with DELETE /api/agent/v1/webhooks/{id}.' });
    }
    const { endpoint, secret } = registered.value;
    return answer(201, { ...toWire(endpoint), secret, next_step: nextStep(endpoint.events) });
  },
});

/** How a receiver knows that it is us. */
function nextStep(events: readonly string[]): string {
  const [orders, others] = [events.some(isOrderEvent), !events.every(isOrderEvent)];
  return [
    'Keep secret: it is not shown again.',
    ...(others ? ['X-Webhook-Signature is sha256= and the hex HMAC-SHA256 of "X-Webhook-Timestamp.body" under it.'] : []),
    ...(orders ? ['Merchant-Signature of order events is t=, the time in seconds, ,v1= and the hex HMAC-SHA256 of "t.body" under it.'] : []),
  ].join(' ');
}

function register(ctx: RequestCtx, caller: Caller, body: unknown) {
  if (caller.kind === 'agent') return registerEndpoint(ctx, { ...caller, ...withGoodUrl(ctx, parseOrRefuse(AgentBody, body)) });
  return registerMerchantEndpoint(ctx, { ...caller, ...withGoodUrl(ctx, parseOrRefuse(MerchantBody, body)) });
}

function withGoodUrl<Body extends { url: string }>({ settings }: RequestCtx, body: Body): Body {
  const fault = findUrlFault(body.url, settings.testMode);
  if (fault !== null) throw fail(400, 'invalid_request', `$.url ${fault}`, { param: '$.url' });
  return body;
}

/** GET /api/agent/v1/webhooks: the caller's own, without their secrets. */
export const getWebhooks: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/agent/v1/webhooks',
  handle: async (ctx) => {
    const caller = callerOf(ctx);
    const webhooks = caller.kind === 'agent' ? await listEndpoints(ctx, caller.agentId) : await listMerchantEndpoints(ctx, caller.merchantId);
    return answer(200, { webhooks: webhooks.map(toWire) });
  },
});

/** DELETE /api/agent/v1/webhooks/{id}: nothing more is sent there. */
export const deleteWebhook: Endpoint = endpoint({
  ...common,
  method: 'DELETE',
  path: '/api/agent/v1/webhooks/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const caller = callerOf(ctx);
    const deleted = caller.kind === 'agent' ? await deleteEndpoint(ctx, { id, ...caller }) : await deleteMerchantEndpoint(ctx, { id, ...caller });
    if (deleted) return answer(200, { id, status: 'deleted' });
    return refusal(404, 'not_found', 'You have no such webhook.', { next_step: 'See GET /api/agent/v1/webhooks.' });
  },
});

/** Webhooks of agents and merchants (rules.md, Webhooks). */
export const endpoints: readonly Endpoint[] = [postWebhook, getWebhooks, deleteWebhook];

const toWire = ({ id, url, events, createdAt }: WebhookEndpoint | MerchantWebhookEndpoint): object => ({ id, url, events, created_at: createdAt.toISOString() });
