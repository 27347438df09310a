import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { newId } from '@/lib/kernel/id';
import { ownerPasskeys } from '@/lib/identity';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { makeShop } from '@/lib/testing/shop';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { renderFailure } from '../errors';
import {
  agentPolicy, deleteAuthorization, endpoints as walletEndpoints, getAuthorizations, getWallet, patchWallet, postAuthorization, postConfirmAuthorization, postConfirmWallet, walletPolicy,
} from '../wallet';
import { deleteAgent, endpoints, getAgent, getAgents, patchAgent, postAgent, postConfirmAgent, postRotateSecret } from './index';

const anyText: unknown = expect.any(String);
const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let ctx: TestCtx;
type Owner = { userId: string; walletId: string; device: SoftwareAuthenticator };
let owner: Owner;
let stranger: Owner;

beforeAll(async () => {
  ctx = await testCtx({ ports: { passkey: webauthnPasskeys, ownerPasskeys } });
  owner = await newOwner();
  stranger = await newOwner();
});

async function newOwner(): Promise<Owner> {
  const [userId, walletId, now] = [newId('user'), newId('wallet'), ctx.clock.now()];
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, $1 || '@example.com', 'Ada', 'x', $2)`,
    values: [userId, now],
  });
  await ctx.db.query({
    name: 'test.wallet',
    text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`,
    values: [walletId, userId, now],
  });
  const device = createAuthenticator({ origin: ctx.settings.publicOrigin, rpId: 'localhost' });
  const challenge = Buffer.from(walletId).toString('base64url');
  const options = await ctx.ports.passkey.creationOptions(ctx, { challenge, userId, email: 'a@example.com', displayName: 'Ada', exclude: [] });
  const made = await ctx.ports.passkey.verifyRegistration(ctx, { attestation: device.register(options), challenge });
  if (!made) throw new Error('no passkey');
  await ctx.db.query({
    name: 'test.passkey',
    text: `insert into passkey (id, user_id, credential_id, public_key, counter, transports, label, enrolment, created_at)
           values ($1, $2, $3, $4, $5, $6, 'x', '{}', $7)`,
    values: [newId('passkey'), userId, made.credentialId, Buffer.from(made.publicKey), made.counter, made.transports, now],
  });
  return { userId, walletId, device };
}

type Answer = { status: number; body: Record<string, unknown> };

/** As the entrance would: the handler for a signed-in owner, and its failures in SACP's shape. */
async function call(target: Endpoint, given: { id?: string; body?: unknown; raw?: string; as?: Owner } = {}): Promise<Answer> {
  const { userId, walletId } = given.as ?? owner;
  const body = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  const request = new Request(`http://localhost:3000${target.path}`, { method: target.method, ...(body === undefined ? {} : { body }) });
  const requestCtx = {
    ...ctx, requestId: 'r', clientAddress: '127.0.0.1', principal: { kind: 'owner', userId, walletId, sessionId: 's' }, merchant: null,
  } as const;
  const params: Record<string, string> = given.id === undefined ? {} : { id: given.id };
  const response = await target.handle(requestCtx, request, params).catch((error: unknown) => {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure);
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const LIMITS = { per_transaction: 50, daily: '200', monthly: '1000.00', currency: 'CAD' };
const registration = { name: 'Shopper', description: 'Buys coffee', permissions: ['browse_products', 'complete_purchase'], spending_limits: LIMITS };

async function newAgent(body: object = registration) {
  const { status, body: agent } = await call(postAgent, { body });
  expect(status).toBe(201);
  return { id: String(agent.agent_id), agent, publicKey: (agent.mandate as { publicKey: unknown }).publicKey };
}

async function newActiveAgent() {
  const { id, publicKey } = await newAgent();
  expect((await call(postConfirmAgent, { id, body: { assertion: owner.device.assert(publicKey) } })).status).toBe(200);
  return id;
}

describe('POST /agents', () => {
  it('registers a pending agent and tells its credentials once', async () => {
    const { id, agent } = await newAgent();
    expect(agent).toMatchObject({
      agent_id: textLike(/^agent_[0-9a-z]{26}$/),
      client_id: textLike(/^agent_[0-9a-z]{26}$/),
      client_secret: textLike(/^csa_/),
      status: 'pending',
      permissions: ['browse_products', 'complete_purchase'],
      spending_limits: { per_transaction: '50.00', daily: '200.00', monthly: '1000.00', currency: 'CAD' },
      mandate: { id: textLike(/^mandate_/), publicKey: { challenge: anyText, userVerification: 'required' } },
      created_at: ctx.clock.now().toISOString(),
    });
    expect(agent.client_id).not.toBe(agent.agent_id);
    const read = await call(getAgent, { id });
    expect(read.body).not.toHaveProperty('client_secret');
    expect(read.body).toMatchObject({ agent_id: id, status: 'pending' });
  });

  it('takes camelCase, and limits in several currencies', async () => {
    const limit = { perTransaction: 30, daily: 100, monthly: 500 };
    const { agent } = await newAgent({
      name: 'B', permissions: ['browse_products'], spendingLimits: [{ ...limit, currency: 'EUR' }, { ...limit, currency: 'JPY' }],
    });
    expect(agent.spending_limits).toEqual([
      { per_transaction: '30.00', daily: '100.00', monthly: '500.00', currency: 'EUR' },
      { per_transaction: '30', daily: '100', monthly: '500', currency: 'JPY' },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, '$'],
    ['a list', [], '$'],
    ['no name', { ...registration, name: undefined }, '$.name'],
    ['an empty name', { ...registration, name: ' \u200b ' }, '$.name'],
    ['a name of 101 characters', { ...registration, name: 'x'.repeat(101) }, '$.name'],
    ['a description of 501 characters', { ...registration, description: 'x'.repeat(501) }, '$.description'],
    ['no permission', { ...registration, permissions: [] }, '$.permissions'],
    ['an unknown permission', { ...registration, permissions: ['browse_products', 'root'] }, '$.permissions[1]'],
    ['no limits', { ...registration, spending_limits: [] }, '$.spending_limits'],
    ['an unknown field', { ...registration, status: 'active' }, '$.status'],
    ['an unknown field inside', { ...registration, spending_limits: { ...LIMITS, yearly: 1 } }, '$.spending_limits.yearly'],
    ['both spellings', { ...registration, spendingLimits: LIMITS }, '$.spendingLimits'],
    ['an amount of the wrong type', { ...registration, spending_limits: { ...LIMITS, daily: null } }, '$.spending_limits.daily'],
    ['an amount of zero', { ...registration, spending_limits: { ...LIMITS, per_transaction: 0 } }, '$.spending_limits.per_transaction'],
    ['excess decimals', { ...registration, spending_limits: { ...LIMITS, per_transaction: 49.999 } }, '$.spending_limits.per_transaction'],
    ['an exponent', { ...registration, spending_limits: { ...LIMITS, monthly: 1e30 } }, '$.spending_limits.monthly'],
    ['limits out of order', { ...registration, spending_limits: [{ ...LIMITS, daily: 10 }] }, '$.spending_limits[0].per_transaction'],
    ['an unknown currency', { ...registration, spending_limits: { ...LIMITS, currency: 'XTS' } }, '$.spending_limits.currency'],
  ])('refuses %s', async (_case, body, param) => {
    const { status, body: refusal } = await call(postAgent, { body });
    expect([status, refusal]).toEqual([400, { error: 'invalid_request', message: anyText, param, next_step: anyText }]);
  });

  it('refuses a body that is broken or huge', async () => {
    expect(await call(postAgent, { raw: '{"name":' })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await call(postAgent, { raw: JSON.stringify({ ...registration, description: 'x'.repeat(100_000) }) })).toMatchObject({ status: 413 });
  });
});

describe('merchants of an agent', () => {
  it('are any unless named; dropping some holds at once, adding one or allowing any again needs the passkey', async () => {
    const [one, other] = [await makeShop(ctx), await makeShop(ctx)];
    const handles = [one.handle, other.handle].toSorted();
    const { id, agent, publicKey } = await newAgent({ ...registration, merchants: [other.handle, one.handle, one.handle] });
    expect(agent).toMatchObject({ merchants: handles, mandate: { content: { after: { merchants: handles } } } });
    expect((await call(postConfirmAgent, { id, body: { assertion: owner.device.assert(publicKey) } })).body).toMatchObject({ merchants: handles });

    const narrowed = await call(patchAgent, { id, body: { merchants: [one.handle] } });
    expect(narrowed).toMatchObject({ status: 200, body: { merchants: [one.handle] } });

    for (const merchants of [handles, null]) {
      const widened = await call(patchAgent, { id, body: { merchants } });
      expect(widened).toMatchObject({ status: 428, body: { widening: ['merchant_added'] } });
      expect((await call(getAgent, { id })).body.merchants).toEqual([one.handle]);
    }
    const { body } = await call(patchAgent, { id, body: { merchants: null } });
    const confirmed = await call(postConfirmAgent, { id, body: { assertion: owner.device.assert(body.publicKey) } });
    expect(confirmed).toMatchObject({ status: 200, body: { merchants: null } });
    expect((await newAgent()).agent.merchants).toBe(null);
  });

  it.each<[string, unknown, string]>([
    ['one that does not exist', ['no-such-shop'], '$.merchants[0]'],
    ['what is no handle', ['https://evil.example'], '$.merchants[0]'],
    ['none at all', [], '$.merchants'],
    ['no list', 'regal-moose', '$.merchants'],
  ])('are refused where they name %s, and nothing is made or changed', async (_what, merchants, param) => {
    const before = (await call(getAgents)).body.agents as unknown[];
    expect(await call(postAgent, { body: { ...registration, merchants } })).toMatchObject({ status: 400, body: { error: 'invalid_request', param } });
    expect((await call(getAgents)).body.agents).toHaveLength(before.length);
    const id = await newActiveAgent();
    expect(await call(patchAgent, { id, body: { merchants } })).toMatchObject({ status: 400, body: { error: 'invalid_request', param } });
    expect((await call(getAgent, { id })).body.merchants).toBe(null);
  });
});

describe('POST /agents/{id}/confirm', () => {
  it('makes the agent active, once', async () => {
    const { id, publicKey } = await newAgent();
    const assertion = owner.device.assert(publicKey);
    expect(await call(postConfirmAgent, { id, body: { assertion } })).toMatchObject({ status: 200, body: { agent_id: id, status: 'active' } });
    expect(await call(postConfirmAgent, { id, body: { assertion } })).toMatchObject({ status: 409, body: { error: 'nothing_to_confirm' } });
  });

  it('refuses an assertion that is missing, wrong, or of another person', async () => {
    const { id, publicKey } = await newAgent();
    for (const body of [undefined, {}, { assertion: 'x' }, { assertion: owner.device.assert(publicKey), extra: 1 }]) {
      expect(await call(postConfirmAgent, { id, body })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    }
    const { challenge } = publicKey as { challenge: string };
    const wrong = [{}, owner.device.assert(publicKey, { userVerified: false }), stranger.device.assert({ challenge })];
    for (const assertion of wrong) {
      expect(await call(postConfirmAgent, { id, body: { assertion } })).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    }
    expect(await call(getAgent, { id })).toMatchObject({ body: { status: 'pending' } });
  });
});

describe('PATCH /agents/{id}', () => {
  it('narrows at once', async () => {
    const id = await newActiveAgent();
    const body = { permissions: ['browse_products'], spending_limits: { ...LIMITS, per_transaction: '49.99' }, name: 'New name' };
    expect(await call(patchAgent, { id, body })).toMatchObject({
      status: 200,
      body: { name: 'New name', permissions: ['browse_products'], spending_limits: { per_transaction: '49.99' } },
    });
    expect(await call(patchAgent, { id, body: { status: 'suspended' } })).toMatchObject({ status: 200, body: { status: 'suspended' } });
  });

  it('answers a widening with 428 and changes nothing until it is confirmed', async () => {
    const id = await newActiveAgent();
    const body = { spendingLimits: { ...LIMITS, daily: 201 } };
    const asked = await call(patchAgent, { id, body });
    expect(asked).toMatchObject({
      status: 428,
      body: { error: 'confirmation_required', widening: ['limit_raised'], mandate: { id: anyText }, publicKey: { challenge: anyText } },
    });
    expect(await call(getAgent, { id })).toMatchObject({ body: { spending_limits: { daily: '200.00' } } });
    const assertion = owner.device.assert(asked.body.publicKey);
    expect(await call(postConfirmAgent, { id, body: { assertion } })).toMatchObject({ status: 200, body: { spending_limits: { daily: '201.00' } } });
  });

  it.each<[string, unknown]>([
    ['status revoked', { status: 'revoked' }],
    ['status pending', { status: 'pending' }],
    ['an unknown field', { client_secret: 'x' }],
    ['limits of nothing', { spending_limits: [] }],
    ['null', null],
  ])('refuses %s', async (_case, body) => {
    expect(await call(patchAgent, { id: await newActiveAgent(), body })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('rotation and revocation', () => {
  it('rotates the secret with a day of overlap', async () => {
    const id = await newActiveAgent();
    const expected = new Date(ctx.clock.now().getTime() + 24 * 3600 * 1000).toISOString();
    expect(await call(postRotateSecret, { id })).toMatchObject({
      status: 200,
      body: { client_secret: textLike(/^csa_/), previous_secret_expires_at: expected },
    });
  });

  it('revokes for good, and again without a change', async () => {
    const id = await newActiveAgent();
    expect(await call(deleteAgent, { id })).toEqual({ status: 200, body: { agent_id: id, status: 'revoked' } });
    expect(await call(deleteAgent, { id })).toMatchObject({ status: 200 });
    expect(await call(patchAgent, { id, body: { status: 'active' } })).toMatchObject({ status: 409, body: { error: 'agent_revoked' } });
    expect(await call(postRotateSecret, { id })).toMatchObject({ status: 409 });
  });
});

describe('the limits over all agents', () => {
  it('are none at first, and a first set holds at once; a week may be left out', async () => {
    expect(await call(getWallet, { as: stranger })).toEqual({ status: 200, body: { owner_id: stranger.walletId, spending_limits: [], usage: [] } });
    const limits = { per_transaction: '50.00', daily: '200.00', weekly: '500.00', monthly: '1000.00', currency: 'CAD' };
    expect(await call(patchWallet, { body: { spendingLimits: { perTransaction: 50, daily: 200, weekly: 500, monthly: 1000, currency: 'CAD' } }, as: stranger })).toEqual({
      status: 200, body: { owner_id: stranger.walletId, spending_limits: limits },
    });
    expect((await call(getWallet, { as: stranger })).body).toMatchObject({
      spending_limits: limits, usage: [{ currency: 'CAD', spent_today: '0.00', spent_this_week: '0.00', spent_this_month: '0.00' }],
    });
  });

  it('are raised by 428 and a passkey, once', async () => {
    await call(patchWallet, { body: { spending_limits: LIMITS } });
    const raised = { ...LIMITS, daily: '300.00' };
    const asked = await call(patchWallet, { body: { spending_limits: [raised] } });
    expect(asked).toMatchObject({
      status: 428,
      body: { error: 'confirmation_required', widening: ['limit_raised'], mandate: { id: textLike(/^cnf_/), content: { type: 'wallet_limits' } }, next_step: anyText },
    });
    expect((await call(getWallet)).body).toMatchObject({ spending_limits: { daily: '200.00' } });
    expect(await call(postConfirmWallet, { body: { assertion: {} } })).toMatchObject({ status: 400, body: { error: 'invalid_assertion', next_step: anyText } });
    expect(await call(postConfirmWallet, { body: { assertion: owner.device.assert(asked.body.publicKey) }, as: stranger })).toMatchObject({ status: 409 });
    const assertion = owner.device.assert(asked.body.publicKey);
    expect(await call(postConfirmWallet, { body: { assertion } })).toMatchObject({ status: 200, body: { spending_limits: { daily: '300.00' } } });
    expect(await call(postConfirmWallet, { body: { assertion } })).toMatchObject({ status: 409, body: { error: 'nothing_to_confirm', next_step: anyText } });
  });

  it.each([
    ['a week below a day', { ...LIMITS, weekly: 100 }, '$.spending_limits.daily'],
    ['a week above a month', [{ ...LIMITS, weekly: 1_001 }], '$.spending_limits[0].weekly'],
    ['zero', { ...LIMITS, per_transaction: 0 }, '$.spending_limits.per_transaction'],
  ])('are refused with %s', async (_what, spending_limits, param) => {
    expect(await call(patchWallet, { body: { spending_limits } })).toMatchObject({ status: 400, body: { error: 'invalid_request', param, next_step: anyText } });
  });

  it('are for the owner\'s session alone', () => {
    for (const { credentials } of walletEndpoints) expect(credentials).toEqual(['owner_session']);
  });
});

describe('the owner\'s rules', () => {
  const strict = { categories: { allowed: [], blocked: ['toys'], action: 'refuse' }, newMerchant: { action: 'ask' } };

  it('are read back with null for those that are not set; tightening holds at once, loosening is 428 and a passkey', async () => {
    const { id } = await newAgent();
    expect(await call(agentPolicy.patch, { id, body: strict })).toMatchObject({ status: 200, body: { categories: strict.categories, new_merchant: { action: 'ask' }, velocity: null } });
    const asked = await call(agentPolicy.patch, { id, body: { new_merchant: null, velocity: { purchases: 3, seconds: 60, action: 'ask' } } });
    expect(asked).toMatchObject({ status: 428, body: { error: 'confirmation_required', widening: ['new_merchant'], next_step: anyText } });
    expect((await call(agentPolicy.get, { id })).body).toMatchObject({ new_merchant: { action: 'ask' }, velocity: null });
    const confirmed = await call(agentPolicy.confirm, { id, body: { assertion: owner.device.assert(asked.body.publicKey) } });
    expect(confirmed).toMatchObject({ status: 200, body: { new_merchant: null, velocity: { purchases: 3 } } });
    expect(await call(agentPolicy.get, { id, as: stranger })).toMatchObject({ status: 404, body: { error: 'agent_not_found' } });
  });

  it.each([
    ['an unknown rule', { colours: { allowed: [], blocked: ['red'], action: 'ask' } }, '$.colours'],
    ['an unknown action', { new_merchant: { action: 'maybe' } }, '$.new_merchant.action'],
    ['an empty list', { merchants: { allowed: [], blocked: [], action: 'ask' } }, '$.merchants'],
    ['a country that is none', { countries: { blocked: ['Canada'], action: 'ask' } }, '$.countries.blocked[0]'],
    ['hours that end when they begin', { hours: { days: [1], from: '08:00', until: '08:00', action: 'ask' } }, '$.hours'],
    ['a velocity of nothing', { velocity: { purchases: 0, seconds: 60, action: 'ask' } }, '$.velocity.purchases'],
  ])('are refused with %s', async (_what, body, param) => {
    expect(await call(walletPolicy.patch, { body })).toMatchObject({ status: 400, body: { error: 'invalid_request', param, next_step: anyText } });
  });
});

describe('an authorisation', () => {
  it('waits for the passkey, is listed, and ends when it is deleted', async () => {
    const { id } = await newAgent();
    const body = { agentId: id, merchant: 'regal-moose', amount: '120.50', currency: 'CAD', expiresAt: '2026-12-01T00:00:00Z' };
    const asked = await call(postAuthorization, { body });
    expect(asked).toMatchObject({ status: 428, body: { error: 'confirmation_required', mandate: { content: { type: 'scoped_intent', after: { amount: '120.50', singleUse: true } } } } });
    expect((await call(getAuthorizations)).body).toEqual({ authorizations: [] });
    const made = await call(postConfirmAuthorization, { body: { assertion: owner.device.assert(asked.body.publicKey) } });
    expect(made).toMatchObject({ status: 201, body: { id: textLike(/^auth_/), agent_id: id, status: 'live', merchant: 'regal-moose', amount: '120.50', used: '0.00', single_use: true } });
    expect(await call(deleteAuthorization, { id: String(made.body.id), as: stranger })).toMatchObject({ status: 404 });
    expect(await call(deleteAuthorization, { id: String(made.body.id) })).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect((await call(getAuthorizations)).body).toMatchObject({ authorizations: [{ status: 'revoked' }] });
  });

  it.each([
    ['neither merchant nor category', { merchant: null }, '$'],
    ['a time that has passed', { expires_at: '2026-11-01T00:00:00Z' }, '$.expires_at'],
    ['excess decimals', { amount: '1.005' }, '$.amount'],
  ])('is refused with %s', async (_what, change, param) => {
    const body = { agent_id: 'agent_x', merchant: 'regal-moose', amount: 10, currency: 'CAD', expires_at: '2026-12-01T00:00:00Z', ...change };
    expect(await call(postAuthorization, { body })).toMatchObject({ status: 400, body: { error: 'invalid_request', param } });
  });
});

describe('someone else\'s agent', () => {
  it('is a 404 like one that does not exist', async () => {
    const id = await newActiveAgent();
    const targets: [Endpoint, unknown?][] = [
      [getAgent],
      [patchAgent, { status: 'suspended' }],
      [deleteAgent],
      [postConfirmAgent, { assertion: {} }],
      [postRotateSecret],
    ];
    for (const [target, body] of targets) {
      const foreign = await call(target, { id, body, as: stranger });
      expect(foreign).toMatchObject({ status: 404, body: { error: 'agent_not_found', next_step: anyText } });
      expect(await call(target, { id: newId('agent'), body })).toEqual(foreign);
      expect(await call(target, { id: 'nonsense%', body })).toEqual(foreign);
    }
    const { body } = await call(getAgents, { as: stranger });
    expect(body).toEqual({ agents: [] });
    expect(await call(getAgent, { id })).toMatchObject({ body: { status: 'active' } });
  });
});

it('admits owners only, on every route', () => {
  for (const endpoint of endpoints) expect([endpoint.wire, endpoint.credentials]).toEqual(['sacp', ['owner_session']]);
});
