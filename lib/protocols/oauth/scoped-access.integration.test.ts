import { beforeAll, describe, expect, it } from 'vitest';
import { findAgent } from '@/lib/agent';
import { verifyEvidence } from '@/lib/evidence';
import { issueApiKey } from '@/lib/auth';
import { publicJwks } from '@/lib/mandate';
import { endpoints as sacp } from '@/lib/protocols/sacp';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { callAsOwner } from '@/lib/testing/owner-call';
import { BUYER, makeAgent, makeShop, openCheckout, TORONTO, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getEvidence, retireSpentAgents } from '@/lib/wallet';
import { postConfirmConsent, postConsent, postDeviceAuthorization, postDeviceLookup, postToken } from './index';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

let ctx: TestCtx;
let shop: Shop;
let otherShop: Shop;
let owner: Owner;

beforeAll(async () => {
  ctx = await testCtx();
  [shop, otherShop] = [await makeShop(ctx), await makeShop(ctx)];
  owner = await makeOwner(ctx);
});

const at = (method: string, path: string) => {
  const found = sacp.find((endpoint) => endpoint.method === method && endpoint.path === path);
  if (!found) throw new Error(`no endpoint ${method} ${path}`);
  return found;
};
const postForm = (endpoint: typeof postToken, form: Record<string, string>): Promise<EndpointReply> =>
  callEndpoint(ctx, endpoint, { headers: FORM, body: new URLSearchParams(form).toString() });
const SESSION = '/api/agent/v1/sessions/[id]';
const guest = (method: string, path: string, id: string, body?: object): Promise<EndpointReply> => callEndpoint(ctx, at(method, path), { params: { id }, headers: JSON_TYPE, body });

/** A cart that a guest filled: one tea to Toronto, 16.50. */
async function guestSession(): Promise<string> {
  const buyer = { email: BUYER.email, name: 'Ada Test', shipping_address: TORONTO };
  const body = { items: [{ product_id: 'tea', quantity: 1 }], buyer };
  const opened = await callEndpoint(ctx, at('POST', '/api/agent/v1/sessions'), { headers: { ...JSON_TYPE, 'x-merchant-handle': shop.handle }, body });
  expect(opened, JSON.stringify(opened.body)).toMatchObject({ status: 201, body: { status: 'ready_for_payment' } });
  return String(opened.body.session_id);
}

const askFor = (sessionId: string, merchant = shop.handle) =>
  postForm(postDeviceAuthorization, { agent_name: 'Passer-by', authorization_details: JSON.stringify([{ type: 'agent_purchase', purchase: { merchant_id: merchant, session_id: sessionId } }]) });
const lookAt = (userCode: unknown) => callAsOwner(ctx, postDeviceLookup, owner.agent, { user_code: userCode });
const propose = (body: object) => callAsOwner(ctx, postConsent, owner.agent, body);
const poll = (deviceCode: unknown) => postForm(postToken, { grant_type: DEVICE_CODE, device_code: String(deviceCode) });

async function confirm(proposed: { body: Record<string, unknown> }) {
  const { publicKey } = proposed.body.mandate as { publicKey: object };
  return callAsOwner(ctx, postConfirmConsent, owner.agent, { assertion: owner.authenticator.assert(publicKey) }, String(proposed.body.grant_id));
}

/** From the look at the cart to the token of the one poll. */
async function consentTo(started: { body: Record<string, unknown> }): Promise<Record<string, unknown>> {
  const shown = await lookAt(started.body.user_code);
  const { snapshot_hash } = shown.body.purchase as { snapshot_hash: string };
  const approved = await confirm(await propose({ user_code: started.body.user_code, snapshot_hash }));
  expect(approved).toMatchObject({ status: 200, body: { status: 'approved' } });
  const issued = await poll(started.body.device_code);
  expect(issued.status, JSON.stringify(issued.body)).toBe(200);
  return { ...issued.body, agent_id: approved.body.agent_id };
}

const payFor = (token: unknown, sessionId: string, merchant = shop.handle) =>
  callEndpoint(ctx, at('POST', '/api/agent/v1/payments/token'), {
    token: String(token), headers: JSON_TYPE, body: JSON.stringify({ merchant_id: merchant, session_id: sessionId, amount: '16.50', currency: 'CAD' }),
  });

describe('a guest, who has neither wallet nor owner', () => {
  it('buys one cart under the passkey of whoever takes it over, and is nobody afterwards', async () => {
    const id = await guestSession();
    const started = await guest('POST', `${SESSION}/complete`, id, { agent_name: 'Passer-by' });
    expect(started).toMatchObject({ status: 202, body: { status: 'authorization_required', poll_endpoint: `${ctx.settings.publicOrigin}/api/agent/v1/oauth/token` } });
    const shown = await lookAt(started.body.user_code);
    expect(shown.body).toMatchObject({ agent_name: 'Passer-by', purchase: { merchant: { handle: shop.handle }, total: '16.50', currency: 'CAD', items: [{ name: 'Tea', quantity: 1, total: '10.00' }] } });

    const issued = await consentTo(started);
    expect(Object.keys(issued).toSorted()).toEqual(['access_token', 'agent_id', 'authorization_details', 'expires_in', 'scope', 'token_type']);
    expect(issued.authorization_details).toMatchObject([{ merchants: [shop.handle], purchase: { session_id: id }, amount_limit: { per_transaction: '16.50', monthly: '16.50' } }]);
    expect((await poll(started.body.device_code)).body.error).toBe('invalid_grant');

    const paid = await payFor(issued.access_token, id);
    expect(paid.body).toMatchObject({ status: 'approved' });
    const done = await guest('POST', `${SESSION}/complete`, id, { payment_token: paid.body.payment_token });
    expect(done).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect((await guest('GET', SESSION, id)).body).toMatchObject({ status: 'completed', order: { payment_status: 'authorized' } });

    ctx.clock.advance(1);
    await retireSpentAgents(ctx);
    expect(await findAgent(ctx, String(issued.agent_id))).toMatchObject({ status: 'revoked' });
    expect((await payFor(issued.access_token, id)).status).toBe(401);

    const evidence = await getEvidence(ctx, { paymentId: String(paid.body.payment_id), walletId: owner.agent.walletId });
    const bundle = JSON.parse(JSON.stringify(evidence.ok ? evidence.value : null)) as { mandates: { type: string; purchase?: { snapshotHash: string } }[] };
    const trust = { jwks: await publicJwks(ctx), origin: ctx.settings.publicOrigin, rpId: 'localhost' };
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: true, facts: { total: '16.50', limits: { confirmedBy: 'passkey' } } });
    const intent = bundle.mandates.find(({ type }) => type === 'intent');
    if (intent?.purchase) intent.purchase.snapshotHash = '0'.repeat(64);
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: false, faults: expect.arrayContaining(['The intent mandate is for another purchase.']) as unknown });
  });

  it('gets no signature for a cart that changed since it was looked at, and no payment for one that changed after it', async () => {
    const id = await guestSession();
    const started = await askFor(id);
    const shown = await lookAt(started.body.user_code);
    const { snapshot_hash } = shown.body.purchase as { snapshot_hash: string };
    expect((await guest('PATCH', SESSION, id, { items: [{ product_id: 'tea', quantity: 2 }] })).status).toBe(200);
    expect((await propose({ user_code: started.body.user_code, snapshot_hash })).status).toBe(409);

    await guest('PATCH', SESSION, id, { items: [{ product_id: 'tea', quantity: 1 }] });
    const issued = await consentTo(started);
    await guest('PATCH', SESSION, id, { buyer: { shipping_address: { ...TORONTO, line_one: '2 Other Street' } } });
    expect(await payFor(issued.access_token, id)).toMatchObject({ status: 403, body: { error: 'policy_refused', rule: 'single_purchase' } });
  });

  it('is admitted for one checkout, not for another at the same merchant, and asks for nothing else beside it', async () => {
    const [id, another] = [await guestSession(), await guestSession()];
    const issued = await consentTo(await askFor(id));
    expect(await payFor(issued.access_token, another)).toMatchObject({ status: 403, body: { rule: 'single_purchase' } });
    const started = await askFor(another);
    const terms = { permissions: ['complete_purchase'], spending_limits: [{ currency: 'CAD', per_transaction: '900', daily: '900', monthly: '900' }] };
    expect((await propose({ user_code: started.body.user_code, ...terms })).status).toBe(400);
    expect((await propose({ user_code: started.body.user_code, ...terms, snapshot_hash: 'x' })).status).toBe(400);
    const plain = await postForm(postDeviceAuthorization, { agent_name: 'Plain', scope: 'create_cart' });
    expect((await propose({ user_code: plain.body.user_code, snapshot_hash: 'x' })).status).toBe(400);
  });

  it('asks for no checkout of an agent, of another merchant or of nobody, and for none that is empty of what it needs', async () => {
    const [agents, own] = [await openCheckout(ctx, shop, await makeAgent(ctx)), await guestSession()];
    for (const [sessionId, merchant] of [[agents.id, shop.handle], [own, otherShop.handle], ['nothing', shop.handle]] as const) {
      expect((await askFor(sessionId, merchant)).body.error, sessionId).toBe('invalid_authorization_details');
    }
    const more = [{ type: 'agent_purchase', purchase: { merchant_id: shop.handle, session_id: own }, actions: ['create_cart'] }];
    expect((await postForm(postDeviceAuthorization, { agent_name: 'A', authorization_details: JSON.stringify(more) })).body.error).toBe('invalid_authorization_details');
    const details = JSON.stringify([{ type: 'agent_purchase', purchase: { merchant_id: shop.handle, session_id: own } }]);
    expect((await postForm(postDeviceAuthorization, { agent_name: 'A', scope: 'create_cart', authorization_details: details })).body.error).toBe('invalid_scope');
  });

  it('opens what nobody but who has its id can see or change: no merchant changes it, and it sees nothing of agents', async () => {
    const id = await guestSession();
    const { key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] });
    const asMerchant = (method: string, path: string, body?: object) => callEndpoint(ctx, at(method, path), { token: key, params: { id }, headers: JSON_TYPE, body });
    expect((await asMerchant('GET', SESSION)).status).toBe(200);
    expect((await asMerchant('PATCH', SESSION, { items: [{ product_id: 'tea', quantity: 3 }] })).status).toBe(404);
    for (const agent of [await makeAgent(ctx), null]) expect((await guest('GET', SESSION, (await openCheckout(ctx, shop, agent)).id)).status).toBe(404);
    expect((await callEndpoint(ctx, at('GET', SESSION), { token: 'csk_m_unknown', params: { id } })).status).toBe(401);
  });

  it('is revoked unpaid once its checkout is over', async () => {
    const id = await guestSession();
    const issued = await consentTo(await askFor(id));
    ctx.clock.advance(31 * 60);
    await retireSpentAgents(ctx);
    expect(await findAgent(ctx, String(issued.agent_id))).toMatchObject({ status: 'revoked' });
  });
});

describe('merchants in authorization_details (RFC 9396)', () => {
  const detailsFor = (...merchants: string[]) => JSON.stringify([{ type: 'agent_purchase', actions: ['create_cart', 'initiate_purchase', 'complete_purchase'], merchants }]);
  const openAt = async (where: Shop, token: unknown): Promise<EndpointReply> =>
    callEndpoint(ctx, at('POST', '/api/agent/v1/sessions'), {
      token: String(token), headers: { ...JSON_TYPE, 'x-merchant-handle': where.handle },
      body: { items: [{ product_id: 'tea', quantity: 1 }], buyer: { email: BUYER.email, name: 'Ada', shipping_address: TORONTO } },
    });

  it('are signed into the mandate, kept with the agent, told in the answer, and refuse every other merchant', async () => {
    const started = await postForm(postDeviceAuthorization, { agent_name: 'Loyal', authorization_details: detailsFor(shop.handle) });
    expect((await lookAt(started.body.user_code)).body).toMatchObject({ merchants: [shop.handle] });
    const limits = [{ currency: 'CAD', per_transaction: '50', daily: '200', weekly: '400', monthly: '1000' }];
    const proposed = await propose({ user_code: started.body.user_code, permissions: ['create_cart', 'initiate_purchase', 'complete_purchase'], spending_limits: limits });
    expect((proposed.body.mandate as { content: object }).content).toMatchObject({ after: { merchants: [shop.handle], limits: [{ weekly: '400.00' }] } });
    const { agent_id: agentId } = (await confirm(proposed)).body;
    expect(await findAgent(ctx, String(agentId))).toMatchObject({ merchants: [shop.handle] });
    const { body: issued } = await poll(started.body.device_code);
    expect(issued.authorization_details).toMatchObject([{ merchants: [shop.handle], amount_limit: { weekly: '400.00' } }]);
    const [own, foreign] = [await openAt(shop, issued.access_token), await openAt(otherShop, issued.access_token)];
    expect((await payFor(issued.access_token, String(own.body.session_id))).body).toMatchObject({ status: 'approved' });
    const refused = await payFor(issued.access_token, String(foreign.body.session_id), otherShop.handle);
    expect(refused).toMatchObject({ status: 403, body: { error: 'policy_refused', rule: 'merchant' } });
  });

  it.each([
    ['a merchant that does not exist', [{ type: 'agent_purchase', merchants: ['no-such-shop'] }]],
    ['what is no handle', [{ type: 'agent_purchase', merchants: ['https://evil.example'] }]],
    ['no merchant at all', [{ type: 'agent_purchase', merchants: [] }]],
    ['another type', [{ type: 'payment_initiation', merchants: [] }]],
  ])('are refused for %s', async (_case, details) => {
    const refused = await postForm(postDeviceAuthorization, { agent_name: 'A', authorization_details: JSON.stringify(details) });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_authorization_details' } });
  });

  describe('of an own token', () => {
    let agent: TestAgent;
    beforeAll(async () => void (agent = await makeAgent(ctx)));
    const own = (more: Record<string, string>) =>
      postForm(postToken, { grant_type: 'client_credentials', client_id: agent.clientId, client_secret: agent.clientSecret, ...more });

    it('leave less than the agent may: no purchase and no store elsewhere, and no payment that a wider token was granted', async () => {
      const wide = await own({});
      const session = await openAt(otherShop, wide.body.access_token);
      expect((await payFor(wide.body.access_token, String(session.body.session_id), otherShop.handle)).body).toMatchObject({ status: 'approved' });
      const narrow = await own({ authorization_details: detailsFor(shop.handle) });
      expect(narrow.body).toMatchObject({ scope: 'create_cart initiate_purchase complete_purchase', authorization_details: [{ type: 'agent_purchase', merchants: [shop.handle] }] });
      expect((await payFor(narrow.body.access_token, String(session.body.session_id), otherShop.handle)).body).toMatchObject({ error: 'policy_refused', rule: 'merchant' });
      expect((await openAt(otherShop, narrow.body.access_token)).status).toBe(401);
      const ownSession = await openAt(shop, narrow.body.access_token);
      expect((await payFor(narrow.body.access_token, String(ownSession.body.session_id))).body).toMatchObject({ status: 'approved' });
    });

    it.each<[string, object, string]>([
      ['limits of its own', { amount_limit: { per_transaction: '1', daily: '1', monthly: '1', currency: 'CAD' } }, 'invalid_authorization_details'],
      ['an action that the agent may not', { actions: ['manage_subscriptions'] }, 'invalid_authorization_details'],
    ])('are refused for %s', async (_case, detail, error) => {
      expect((await own({ authorization_details: JSON.stringify([{ type: 'agent_purchase', ...detail }]) })).body.error).toBe(error);
    });

    it('are refused beyond the merchants of the agent, and for the store of another', async () => {
      await ctx.pool.query('update agent set merchants = $2 where id = $1', [agent.agentId, [shop.handle]]);
      expect((await own({ authorization_details: detailsFor(otherShop.handle) })).body.error).toBe('invalid_authorization_details');
      const resource = `${ctx.settings.publicOrigin}/m/${otherShop.handle}`;
      expect((await own({ authorization_details: detailsFor(shop.handle), resource })).body.error).toBe('invalid_target');
    });
  });
});
