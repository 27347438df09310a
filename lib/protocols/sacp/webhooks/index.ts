import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { deleteEndpoint, listEndpoints, registerEndpoint, type WebhookEndpoint } from '@/lib/webhook';
import { answer, refusal } from '../errors';
import { parseOrRefuse } from '../read-body';
import { findUrlFault, RegisterBody } from './schema';

const BODY_LIMIT_BYTES = 16 * 1024;

const common = { wire: 'sacp', credentials: ['agent_token', 'merchant_key'], scope: null, tenant: 'credential' } as const satisfies Partial<Endpoint>;

/** A merchant's key has no events of its own yet; who sends one is told so instead of being called unknown. */
function agentOf({ principal }: RequestCtx): { agentId: string; walletId: string } {
  if (principal.kind === 'merchant_key') {
    throw fail(403, 'forbidden', 'Order webhooks of a merchant are not offered yet. An agent registers with its own access token.');
  }
  invariant(principal.kind === 'agent', 'the entrance admits agents and merchant keys only');
  return { agentId: principal.agentId, walletId: principal.walletId };
}

/** POST /api/agent/v1/webhooks {url, secret?, events[]}: where this agent is told of its step-ups and sessions. The secret is told here alone. */
export const postWebhook: Endpoint = endpoint({
  ...common,
  method: 'POST',
  path: '/api/agent/v1/webhooks',
  handle: async (ctx, request) => {
    const owner = agentOf(ctx);
    const body = parseOrRefuse(RegisterBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const fault = findUrlFault(body.url, ctx.settings.testMode);
    if (fault !== null) throw fail(400, 'invalid_request', `$.url ${fault}`, { param: '$.url' });
    const registered = await registerEndpoint(ctx, { ...owner, ...body });
    if (!registered.ok) {
      return refusal(409, 'webhook_limit_reached', `An agent has at most ${registered.error.max} webhooks.`, {
        next_step: 'Remove one with DELETE /api/agent/v1/webhooks/{id}.',
      });
    }
    const nextStep = 'Keep secret: it is not shown again. X-Webhook-Signature is sha256= and the hex HMAC-SHA256 of "X-Webhook-Timestamp.body" under it.';
    return answer(201, { ...toWire(registered.value.endpoint), secret: registered.value.secret, next_step: nextStep });
  },
});

/** GET /api/agent/v1/webhooks: this agent's, without their secrets. */
export const getWebhooks: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/agent/v1/webhooks',
  handle: async (ctx) => answer(200, { webhooks: (await listEndpoints(ctx, agentOf(ctx).agentId)).map(toWire) }),
});

/** DELETE /api/agent/v1/webhooks/{id}: nothing more is sent there. */
export const deleteWebhook: Endpoint = endpoint({
  ...common,
  method: 'DELETE',
  path: '/api/agent/v1/webhooks/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const deleted = await deleteEndpoint(ctx, { id, agentId: agentOf(ctx).agentId });
    if (deleted) return answer(200, { id, status: 'deleted' });
    return refusal(404, 'not_found', 'You have no such webhook.', { next_step: 'See GET /api/agent/v1/webhooks.' });
  },
});

/** Webhooks of agents (rules.md, Webhooks). */
export const endpoints: readonly Endpoint[] = [postWebhook, getWebhooks, deleteWebhook];

const toWire = ({ id, url, events, createdAt }: WebhookEndpoint): object => ({ id, url, events, created_at: createdAt.toISOString() });
