import { beforeAll, describe, expect, it } from 'vitest';
import { AGENT_PERMISSIONS, createConfirmedAgent } from '@/lib/agent';
import { newId } from '@/lib/kernel/id';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints } from './routes';

/** What an agent must be permitted, of every endpoint that takes one's token. A new endpoint has to be decided on here. */
const PERMISSIONS: Readonly<Record<string, string | null>> = {
  'POST /v1/orders/quote': 'create_cart',
  'POST /v1/orders/confirm': 'initiate_purchase',
  'GET /api/agent/v1/products': 'browse_products',
  'GET /api/agent/v1/products/[id]': 'browse_products',
  'GET /api/agent/v1/orders': 'view_orders',
  'GET /api/agent/v1/orders/[id]': 'view_orders',
  'GET /api/agent/v1/orders/[id]/returns': 'view_orders',
  'POST /api/agent/v1/orders/[id]/returns': 'initiate_purchase',
  'POST /api/agent/v1/sessions': 'create_cart',
  'GET /api/agent/v1/sessions/[id]': 'create_cart',
  'PATCH /api/agent/v1/sessions/[id]': 'create_cart',
  'DELETE /api/agent/v1/sessions/[id]': 'create_cart',
  'POST /api/agent/v1/sessions/[id]/complete': 'initiate_purchase',
  'POST /checkout_sessions': 'create_cart',
  'GET /checkout_sessions/[id]': 'create_cart',
  'POST /checkout_sessions/[id]': 'create_cart',
  'POST /checkout_sessions/[id]/cancel': 'create_cart',
  'POST /checkout_sessions/[id]/complete': 'initiate_purchase',
  'POST /agentic_commerce/delegate_payment': 'complete_purchase',
  'POST /carts': 'create_cart',
  'GET /carts/[id]': 'create_cart',
  'PUT /carts/[id]': 'create_cart',
  'POST /carts/[id]/cancel': 'create_cart',
  'POST /delegate_authentication': 'initiate_purchase',
  'GET /delegate_authentication/[id]': 'initiate_purchase',
  'POST /delegate_authentication/[id]/authenticate': 'initiate_purchase',
  'POST /api/agent/v1/payments/token': 'initiate_purchase',
  'POST /api/agent/v1/payments/authorize': 'initiate_purchase',
  'POST /api/v1/cart/commands': 'create_cart',
  'POST /api/v1/checkout/execute': 'initiate_purchase',
  'POST /api/v1/a2a/cart': 'create_cart',
  'POST /api/v1/a2a/checkout': 'initiate_purchase',
  'POST /mcp': null, // each tool has a permission of its own: mcp.integration.test.ts
  // What an agent may read or be told of itself, whatever it is permitted.
  'GET /api/agent/v1/limits': null,
  'POST /api/agent/v1/payments/simulate': null,
  'GET /api/agent/v1/payments/[id]/status': null,
  'GET /api/agent/v1/payments/[id]/events': null,
  'GET /api/agent/v1/payments/[id]/evidence': null,
  'GET /api/agent/v1/webhooks': null,
  'POST /api/agent/v1/webhooks': null,
  'DELETE /api/agent/v1/webhooks/[id]': null,
};
const forAgents = endpoints.filter(({ credentials }) => credentials.includes('agent_token'));
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

let ctx: TestCtx;
let agentId = '';

beforeAll(async () => {
  ctx = await testCtx();
  const [userId, walletId, now] = [newId('user'), newId('wallet'), ctx.clock.now()];
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, 'a@example.com', 'Ada', 'x', $2)`,
    values: [userId, now],
  });
  await ctx.db.query({ name: 'test.wallet', text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`, values: [walletId, userId, now] });
  const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
  ({ agentId } = await createConfirmedAgent(ctx, { walletId, name: 'A', permissions: AGENT_PERMISSIONS, limits }));
});

describe('the permissions of agents', () => {
  it('are decided for every endpoint that takes an agent\'s token', () => {
    expect(Object.fromEntries(forAgents.map((endpoint) => [nameOf(endpoint), endpoint.scope]))).toEqual(PERMISSIONS);
  });

  it.each(forAgents.filter(({ scope }) => scope !== null).map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s is refused to a token with every permission but its own',
    async (_name, endpoint) => {
      const scopes = AGENT_PERMISSIONS.filter((permission) => permission !== endpoint.scope);
      const token = await accessTokenOf(ctx, agentId, { scopes });
      const answer = await callEndpoint(ctx, endpoint, { token, params: { id: 'x' } });
      expect(answer.status).toBe(403);
      if (endpoint.wire === 'sacp') expect(answer.body).toMatchObject({ error: 'insufficient_scope', scope: endpoint.scope });
    },
  );

  it('offers manage_subscriptions to no endpoint: nothing stands behind it', () => {
    expect(forAgents.map(({ scope }) => scope)).not.toContain('manage_subscriptions');
  });
});
