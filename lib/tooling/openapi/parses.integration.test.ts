import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AGENT_PERMISSIONS, audiences } from '@/lib/agent';
import { endpoints } from '@/lib/entrance/routes';
import type { CredentialKind, Endpoint } from '@/lib/http/endpoint';
import type { Principal } from '@/lib/http/request-ctx';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import { MATRIX } from '@/lib/testing/matrix-rows';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { alternativesOf, findDoc, nameOf } from './document';
import { wires } from './wires';

// The document cannot drift from the code: every handler is called, and must parse with the very schema that is documented.

/** Read by other means than a schema; what is documented of them is held against the requests of the end-to-end tests. */
const BODY_READ_BY_HAND: Readonly<Record<string, string>> = {
  'POST /api/agent/v1/oauth/token': 'parameter by parameter (RFC 6749)',
  'POST /api/agent/v1/oauth/revoke': 'parameter by parameter',
  'POST /api/agent/v1/oauth/introspect': 'parameter by parameter',
  'POST /api/agent/v1/oauth/device_authorization': 'parameter by parameter',
  'POST /bank/acs/challenge/[id]': 'a form',
  'POST /bank/acs/method/[id]': 'a form',
  'POST /api/evidence/verify': 'by the verifier, which tells every fault',
  'POST /mcp': 'by the SDK of MCP',
};
const QUERY_READ_BY_HAND: readonly string[] = [
  'GET /api/step-up/[id]', 'GET /api/bank/statement', 'GET /api/v1/ops/dead-letter', 'GET /api/account/verify-email', 'GET /api/agent/v1/oauth/device/qr',
  'GET /orders/[id]/pass', 'GET /v1/merchants/[handle]/info', 'GET /v1/merchants/[handle]/legal', 'GET /v1/menu', 'POST /v1/orders/quote',
];

let ctx: TestCtx;
let tenants: Tenants;
let sessions: Record<'owner' | 'member', string>;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date() });
  tenants = await makeTenants(ctx);
  sessions = { owner: await signIn(tenants.owner.agent.userId), member: await signIn(tenants.members.owner) };
});

async function signIn(userId: string): Promise<string> {
  const [id, now] = [newId('session'), ctx.clock.now()];
  await ctx.pool.query(`insert into sign_in_session (id, user_id, method, created_at, expires_at) values ($1, $2, 'passkey', $3, $4)`, [id, userId, now, addSeconds(now, 86_400)]);
  return id;
}

function principalOf(kind: CredentialKind): Principal {
  const { owner: { agent: { agentId, clientId, walletId, userId } }, shop: { merchantId } } = tenants;
  switch (kind) {
    case 'none':
    case 'oauth_client':
      return { kind: 'anonymous' };
    case 'merchant_key':
      return { kind: 'merchant_key', keyId: 'key_test', merchantId, scopes: [] };
    case 'agent_token':
      return { kind: 'agent', agentId, clientId, walletId, scopes: AGENT_PERMISSIONS, tokenId: 'jti_test', audience: [audiences(ctx.settings).store, audiences(ctx.settings).wallet] };
    case 'owner_session':
      return { kind: 'owner', userId, walletId, sessionId: sessions.owner };
    case 'merchant_session':
      return { kind: 'merchant_user', userId: tenants.members.owner, merchantId, role: 'owner', sessionId: sessions.member };
    case 'operator_key':
    case 'operator_session':
      return { kind: 'operator', keyId: 'key_operator' };
    case 'partner_key':
      return { kind: 'partner', keyId: 'key_partner' };
  }
}

type Attempt = { readonly kind: CredentialKind; readonly version: string; readonly query?: string };

/** Calls a handler past the entrance, with a body that no schema of ours takes: whatever it does, it changes nothing. */
async function attempt(endpoint: Endpoint, { kind, version, query = '' }: Attempt): Promise<Request> {
  const { shop } = tenants;
  const row = MATRIX[nameOf(endpoint)];
  const request = new Request(`http://localhost:3000${endpoint.path}${query}`, {
    method: endpoint.method,
    headers: { 'content-type': 'application/json', 'api-version': version, 'idempotency-key': newId('request'), ...row?.headers },
    body: endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : '[]',
  });
  const merchant = { id: shop.merchantId, handle: shop.handle, currency: 'CAD', named: false };
  const called = { ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', principal: principalOf(kind), merchant, merchantPrefix: null };
  const params = { id: row?.as.includes(kind) ? row.idOf(tenants, kind) : 'x', ...row?.params?.(tenants) };
  await endpoint.handle(called, request, params).catch(() => undefined); // how it refuses is tested elsewhere
  return request;
}

/** Whether one of the attempts makes the handler parse with the schema. */
async function parses(endpoint: Endpoint, schema: z.ZodType, attempts: readonly Attempt[]): Promise<boolean> {
  const spies = [vi.spyOn(schema, 'safeParse'), vi.spyOn(schema, 'parse')];
  try {
    for (const each of attempts) {
      await attempt(endpoint, each);
      if (spies.some((spy) => spy.mock.calls.length > 0)) return true;
    }
    return false;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const documented = endpoints.flatMap((endpoint) => {
  const found = findDoc(endpoint, wires);
  return found ? [{ name: nameOf(endpoint), endpoint, doc: found.doc }] : [];
});
const LATEST = '2026-04-17';
const schemasOf = (name: string) => {
  const body = documented.find((each) => each.name === name)?.doc.body;
  return body ? alternativesOf(body) : [];
};

describe('a body', () => {
  const cases = documented.flatMap(({ name, endpoint, doc }) => (doc.body && BODY_READ_BY_HAND[name] === undefined ? [[name, endpoint] as const] : []));
  it.each(cases)('of %s is parsed with the schema that is documented', async (name, endpoint) => {
    for (const { labels, schema } of schemasOf(name)) {
      const versions = labels.length === 0 ? [LATEST] : labels;
      for (const version of versions) {
        const attempts = endpoint.credentials.map((kind) => ({ kind, version }));
        expect(await parses(endpoint, schema, attempts), version).toBe(true);
      }
    }
  });

  const bodiless = documented.flatMap(({ name, endpoint, doc }) => (!doc.body && ['POST', 'PUT', 'PATCH'].includes(endpoint.method) ? [[name, endpoint] as const] : []));
  it.each(bodiless)('of %s is documented by none, and read by none', async (_name, endpoint) => {
    const [kind] = endpoint.credentials;
    expect((await attempt(endpoint, { kind, version: LATEST })).bodyUsed).toBe(false);
  });

  it('is told from one that the handler does not know', async () => {
    const [first] = cases;
    expect(first && (await parses(first[1], z.strictObject({}), first[1].credentials.map((kind) => ({ kind, version: LATEST }))))).toBe(false);
  });

  it('that is read by hand is one that is documented', () => {
    for (const name of Object.keys(BODY_READ_BY_HAND)) expect(schemasOf(name), name).not.toEqual([]);
  });
});

describe('a query', () => {
  const cases = documented.flatMap(({ name, endpoint, doc: { query } }) => (query && !QUERY_READ_BY_HAND.includes(name) ? [[name, endpoint, query] as const] : []));
  it.each(cases)('of %s is parsed with the schema that is documented', async (_name, endpoint, schema) => {
    expect(await parses(endpoint, schema, endpoint.credentials.map((kind) => ({ kind, version: LATEST, query: '?nobody=knows' })))).toBe(true);
  });
});
