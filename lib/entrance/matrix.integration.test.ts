import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { audiences, revokeAgent } from '@/lib/agent';
import { issueApiKey, openOperatorSession } from '@/lib/auth';
import type { CredentialKind, Endpoint } from '@/lib/http/endpoint';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { MATRIX, NAMES_NO_TENANT, type MatrixRow } from '@/lib/testing/matrix-rows';
import { makeAgent } from '@/lib/testing/shop';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints } from './routes';

const COOKIE = 'authjs.session-token';
const SECRET = 'a secret of the matrix';

type Headers = Readonly<Record<string, string>>;
type Credentials = Readonly<Record<CredentialKind, Headers>>;

let ctx: TestCtx;
let a: Tenants;
let b: Tenants;
let ofA: Credentials;
let ofB: Credentials;
/** Each was good once, or is good elsewhere. */
let spoilt: readonly (readonly [kind: CredentialKind, what: string, headers: Headers])[];

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', SECRET);
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  [a, b] = [await makeTenants(ctx), await makeTenants(ctx)];
  [ofA, ofB] = [await credentialsOf(a), await credentialsOf(b)];
  const revoked = await issueApiKey(ctx, { kind: 'merchant', merchantId: a.shop.merchantId, name: 'revoked', scopes: [] });
  await ctx.pool.query('update api_key set revoked_at = $2 where id = $1', [revoked.keyId, ctx.clock.now()]);
  spoilt = [
    ['merchant_key', 'a revoked key', bearer(revoked.key)],
    ['merchant_key', 'an unknown key', bearer('csk_m_unknown')],
    ['agent_token', 'a token for a resource of nobody', bearer(await accessTokenOf(ctx, a.owner.agent.agentId, { audience: ['https://elsewhere.example'] }))],
    ['agent_token', 'a token that nobody signed', bearer('e30.e30.c2ln')],
    ['agent_token', 'a token that ran out', bearer(await accessTokenOf({ ...ctx, clock: { now: () => addSeconds(ctx.clock.now(), -3600) } }, a.owner.agent.agentId))],
    ['agent_token', 'a token of a revoked agent', bearer(await tokenOfRevoked(a))],
    ['owner_session', 'a session that ended', await cookieOf(a.owner.agent.userId, 'ended')],
    ['owner_session', 'a session that ran out', await cookieOf(a.owner.agent.userId, 'ran out')],
    ['merchant_session', 'a session that ended', await cookieOf(a.members.owner, 'ended')],
    ['merchant_session', 'a session that ran out', await cookieOf(a.members.owner, 'ran out')],
    ['operator_key', 'an unknown key', bearer('csk_o_unknown')],
    ['operator_session', 'a session of nobody', operatorCookie('ops_unknown')],
    ['operator_session', 'a session that ran out', operatorCookie(await operatorSessionThat('ran out'))],
    ['operator_session', 'a session of a revoked key', operatorCookie(await operatorSessionThat('is of a revoked key'))],
  ];
});
afterAll(() => void vi.unstubAllEnvs());

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

async function tokenOfRevoked({ owner: { agent } }: Tenants): Promise<string> {
  const { agentId } = await makeAgent(ctx, { wallet: agent });
  const token = await accessTokenOf(ctx, agentId);
  await revokeAgent(ctx, { walletId: agent.walletId, agentId });
  return token;
}

const operatorCookie = (token: string): Headers => ({ cookie: `countersign.operator=${token}`, origin: ctx.settings.publicOrigin });

async function operatorSessionThat(state: 'ran out' | 'is of a revoked key'): Promise<string> {
  const { keyId, key } = await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: state, scopes: [] });
  const token = /=([^;]*);/.exec((await openOperatorSession(ctx, key))?.cookie ?? '')?.[1] ?? '';
  if (state === 'ran out') await ctx.pool.query('update operator_session set expires_at = $2 where key_id = $1', [keyId, ctx.clock.now()]);
  else await ctx.pool.query('update api_key set revoked_at = $2 where id = $1', [keyId, ctx.clock.now()]);
  return token;
}

async function cookieOf(userId: string, state: 'live' | 'ended' | 'ran out' = 'live'): Promise<Headers> {
  const [sid, now] = [newId('session'), ctx.clock.now()];
  await ctx.pool.query(
    `insert into sign_in_session (id, user_id, method, created_at, expires_at, ended_at) values ($1, $2, 'passkey', $3, $4, $5)`,
    [sid, userId, state === 'live' ? now : addSeconds(now, -2 * 24 * 3600), addSeconds(now, state === 'ran out' ? -1 : 24 * 3600), state === 'ended' ? now : null],
  );
  return { cookie: `${COOKIE}=${await encode({ token: { sub: userId, sid }, secret: SECRET, salt: COOKIE })}`, origin: ctx.settings.publicOrigin };
}

async function credentialsOf({ owner: { agent }, members, merchantKey }: Tenants): Promise<Credentials> {
  const keyOf = async (kind: 'operator' | 'partner') => (await issueApiKey(ctx, { kind, merchantId: null, name: 'matrix', scopes: [] })).key;
  return {
    none: {},
    merchant_key: bearer(merchantKey),
    agent_token: bearer(await accessTokenOf(ctx, agent.agentId)),
    owner_session: await cookieOf(agent.userId),
    merchant_session: await cookieOf(members.owner),
    operator_key: bearer(await keyOf('operator')),
    operator_session: { cookie: (await openOperatorSession(ctx, await keyOf('operator')))?.cookie.split(';')[0] ?? '', origin: ctx.settings.publicOrigin },
    partner_key: bearer(await keyOf('partner')),
    oauth_client: { authorization: `Basic ${Buffer.from(`${agent.clientId}:${agent.clientSecret}`).toString('base64')}` },
  };
}

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;
const rowOf = (endpoint: Endpoint): MatrixRow => {
  const row = MATRIX[nameOf(endpoint)];
  if (!row) throw new Error(`${nameOf(endpoint)} names a resource: give it a row in lib/testing/matrix-rows.ts`);
  return row;
};

/** Asks for one resource: `owner` says how a valid request for it looks, `id` which it is. */
function ask(endpoint: Endpoint, headers: Headers, id: string, owner: Tenants): Promise<EndpointReply> {
  const { body, params, headers: own } = rowOf(endpoint);
  const json = body === undefined ? undefined : body(id, owner);
  const acp: Headers = endpoint.wire === 'acp' ? { 'api-version': '2025-09-29' } : {};
  const merchant: Headers = endpoint.tenant === 'merchant' && headers.authorization === undefined ? { 'x-merchant-handle': owner.shop.handle } : {};
  return callEndpoint(ctx, endpoint, { params: { id, ...params?.(owner) }, headers: { 'content-type': 'application/json', 'idempotency-key': newId('request'), ...acp, ...own, ...merchant, ...headers }, body: json });
}

/** An agent is nobody's at a store: it names the merchant. */
const at = (endpoint: Endpoint, kind: CredentialKind, headers: Headers, { shop }: Tenants): Headers =>
  endpoint.tenant === 'merchant' && kind === 'agent_token' ? { ...headers, 'x-merchant-handle': shop.handle } : headers;

/** Nothing of an answer but the id that was asked for may depend on it. */
const without = ({ status, body }: EndpointReply, id: string): unknown => ({ status, text: JSON.stringify(body).replaceAll(id, '{id}') });

const KINDS: readonly CredentialKind[] = ['none', 'merchant_key', 'agent_token', 'owner_session', 'merchant_session', 'operator_key', 'operator_session', 'partner_key', 'oauth_client'];
/** An operator's key is a partner's key too (rules.md, Credentials). */
const accepts = ({ credentials }: Endpoint, kind: CredentialKind): boolean =>
  credentials.includes(kind) || (kind === 'operator_key' && credentials.includes('partner_key'));
const isOfStore = ({ tenant }: Endpoint): boolean => tenant === 'merchant' || tenant === 'named_merchant';
const isPublic = ({ credentials }: Endpoint): boolean => credentials.includes('none');

const guarded = endpoints.filter((endpoint) => !isPublic(endpoint) && endpoint.path !== '/api/agent/v1/oauth/revoke');
const withResource = endpoints.filter((endpoint) => (endpoint.path.includes('[') || endpoint.tenant === 'resource') && !NAMES_NO_TENANT.includes(nameOf(endpoint)));

describe('the table of the matrix', () => {
  it('has a row for every endpoint that names a resource, and no other', () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(withResource.map(nameOf).toSorted());
  });
});

describe('a credential that an endpoint does not take is 401', () => {
  it.each(guarded.map((endpoint) => [nameOf(endpoint), endpoint] as const))('%s takes no other credential', async (_name, endpoint) => {
    for (const kind of KINDS.filter((each) => !accepts(endpoint, each))) {
      const reply = await callEndpoint(ctx, endpoint, { params: { id: 'x' }, headers: ofA[kind] });
      expect(reply.status, `${kind}: ${JSON.stringify(reply.body)}`).toBe(401);
    }
    for (const [kind, what, headers] of spoilt.filter(([each]) => accepts(endpoint, each))) {
      const reply = await callEndpoint(ctx, endpoint, { params: { id: 'x' }, headers });
      expect(reply.status, `${kind}, ${what}: ${JSON.stringify(reply.body)}`).toBe(401);
    }
  });
});

describe("a merchant's staff", () => {
  /** The session, what signs in to it, and the kitchen (rules.md). */
  const OPEN_TO_STAFF = /^\/merchant\/(?:session|sessions|passkeys|kitchen|auth)(?:\/|$)/;
  const console = endpoints.filter(({ wire, credentials }) => wire === 'console' && credentials.includes('merchant_session'));

  it.each(console.map((endpoint) => [nameOf(endpoint), endpoint] as const))('%s is open to staff only where it is the session or the kitchen', async (_name, endpoint) => {
    const reply = await callEndpoint(ctx, endpoint, { params: { id: 'x' }, headers: await cookieOf(a.members.staff), body: endpoint.method === 'GET' ? undefined : {} });
    if (OPEN_TO_STAFF.test(endpoint.path)) expect(reply.status, JSON.stringify(reply.body)).not.toBe(403);
    else expect(reply).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN', retryable: false } });
  });

  it('and managers decide nothing about the people of the store', async () => {
    for (const endpoint of console.filter(({ path }) => path.startsWith('/merchant/staff/'))) {
      const reply = await callEndpoint(ctx, endpoint, { params: { id: 'x' }, headers: await cookieOf(a.members.manager), body: endpoint.method === 'GET' ? undefined : {} });
      expect(reply.status, nameOf(endpoint)).toBe(403);
    }
  });
});

describe("an agent's token is for one side alone", () => {
  it.each(endpoints.filter((endpoint) => accepts(endpoint, 'agent_token')).map((endpoint) => [nameOf(endpoint), endpoint] as const))('%s takes no token for the other side', async (_name, endpoint) => {
    const { store, wallet, merchant } = audiences(ctx.settings);
    const wrong = isOfStore(endpoint) ? [wallet, merchant(b.shop.handle)] : [store, merchant(a.shop.handle)];
    for (const audience of wrong) {
      const token = await accessTokenOf(ctx, a.owner.agent.agentId, { audience: [audience] });
      const reply = await callEndpoint(ctx, endpoint, { params: { id: 'x' }, token, headers: isOfStore(endpoint) ? { 'x-merchant-handle': a.shop.handle } : {} });
      expect(reply.status, audience).toBe(401);
    }
  });
});

describe("another's resource answers exactly as a missing one", () => {
  const cases = withResource.flatMap((endpoint) => rowOf(endpoint).as.map((kind) => [nameOf(endpoint), kind, endpoint] as const));
  it.each(cases)("%s as %s does not tell another's from a missing one", async (_name, kind, endpoint) => {
    const { idOf, missingId } = rowOf(endpoint);
    // The agent asks where the checkout is; a key belongs to its own merchant.
    const headers = at(endpoint, kind, ofB[kind], a);
    const [foreignId, missing] = [idOf(a, kind), missingId()];
    const foreign = await ask(endpoint, headers, foreignId, a);
    expect(foreign.status, JSON.stringify(foreign.body)).toBe(404);
    expect(without(foreign, foreignId)).toEqual(without(await ask(endpoint, headers, missing, a), missing));
  });
});

describe("what is asked without an id holds nothing of another's", () => {
  const lists = endpoints.filter(({ method, path, tenant }) => method === 'GET' && !path.includes('[') && tenant !== 'none');
  const cases = lists.flatMap((endpoint) => endpoint.credentials.map((kind) => [nameOf(endpoint), kind, endpoint] as const));
  it.each(cases)("%s as %s names nothing of another's", async (_name, kind, endpoint) => {
    const reply = await callEndpoint(ctx, endpoint, { headers: { 'x-merchant-handle': a.shop.handle, ...ofA[kind] } });
    const text = JSON.stringify(reply.body);
    const { agent } = b.owner;
    const others = [agent.walletId, agent.userId, agent.agentId, agent.clientId, b.shop.merchantId, b.shop.handle, b.paymentId, b.orderId, b.transactionId, b.approvalId, b.webhookId, b.checkout.id];
    expect(others.filter((id) => text.includes(id))).toEqual([]);
  });
});

describe("what is one's own is found", () => {
  const cases = withResource.flatMap((endpoint) => rowOf(endpoint).as.map((kind) => [nameOf(endpoint), kind, endpoint] as const));
  // A revoked agent finds nothing.
  const REVOKES = 'DELETE /api/agent/v1/agents/[id]';
  const inOrder = [...cases.filter(([name]) => name !== REVOKES), ...cases.filter(([name]) => name === REVOKES)];
  it.each(inOrder)("%s as %s finds one's own", async (_name, kind, endpoint) => {
    const reply = await ask(endpoint, at(endpoint, kind, ofA[kind], a), rowOf(endpoint).idOf(a, kind), a);
    expect([401, 403, 404, 500], JSON.stringify(reply.body)).not.toContain(reply.status);
  });
});
