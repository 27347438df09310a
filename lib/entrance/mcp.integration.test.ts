import { beforeAll, describe, expect, it } from 'vitest';
import { AGENT_PERMISSIONS, audiences } from '@/lib/agent';
import { issueApiKey } from '@/lib/auth';
import { newId } from '@/lib/kernel/id';
import { createSession, getSession } from '@/lib/protocols/acp';
import { getMcpResource, getMerchantMcpResource, postToken } from '@/lib/protocols/oauth';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import type { McpCaller } from '@/lib/testing/mcp-client';
import { connectInProcess } from '@/lib/testing/mcp-in-process';
import { BUYER, makeAgent, makeShop, TORONTO, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { postMcp, tools } from './mcp';

const VERSION = '2026-04-17';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;
let agentToken: string;
let key: string;
let asAgent: McpCaller;
let asMerchant: McpCaller;

const connect = (token: string, mode?: 'legacy' | 'auto') => connectInProcess(ctx, shop.handle, token, mode);

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  agent = await makeAgent(ctx);
  agentToken = await accessTokenOf(ctx, agent.agentId);
  ({ key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] }));
  asAgent = await connect(agentToken);
  asMerchant = await connect(key);
});

const meta = (more: object = {}) => ({ api_version: VERSION, idempotency_key: newId('request'), ...more });
const cart = (quantity = 1) => ({
  currency: 'cad',
  line_items: [{ id: 'tea', quantity }],
  capabilities: {},
  buyer: { email: BUYER.email, first_name: BUYER.firstName },
  fulfillment_details: { name: TORONTO.name, email: BUYER.email, address: TORONTO },
});
const pay = (token: unknown) => ({ payment_data: { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token } } } });
const open = async (by: McpCaller, quantity = 1) => (await by.call('create_checkout_session', { meta: meta(), payload: cart(quantity) })).content;
const totalOf = (session: Record<string, unknown>): string => {
  const total = (session.totals as { type: string; amount: number }[]).find(({ type }) => type === 'total')?.amount ?? 0;
  return (total / 100).toFixed(2);
};
const ask = (session: Record<string, unknown>, more: object = {}) => asAgent.call('request_payment', { session_id: session.id, amount: totalOf(session), currency: 'CAD', ...more });

describe('the list of tools', () => {
  it('holds the five of ACP and three for agents, each described for a model and with a schema of its arguments', async () => {
    const { tools: listed } = await asAgent.client.listTools();
    expect(listed.map(({ name }) => name).toSorted()).toEqual([
      'cancel_checkout_session', 'complete_checkout_session', 'create_checkout_session', 'get_approval', 'get_checkout_session', 'request_payment', 'search_products', 'update_checkout_session',
    ]);
    for (const tool of listed) {
      expect(tool.title, tool.name).toMatch(/^[A-Z]/);
      expect(tool.description?.length, tool.name).toBeGreaterThan(60);
      expect(tool.inputSchema.type, tool.name).toBe('object');
      expect(tool.annotations?.readOnlyHint, tool.name).toBe(/^(get|search)_/.test(tool.name));
    }
    const create = listed.find(({ name }) => name === 'create_checkout_session');
    expect(create?.inputSchema).toMatchObject({ required: ['meta', 'payload'], properties: { meta: { required: ['api_version'] } } });
  });

  it('shows a merchant what its key may call', async () => {
    const { tools: listed } = await asMerchant.client.listTools();
    expect(listed.map(({ name }) => name)).not.toContain('request_payment');
    expect(listed).toHaveLength(6);
  });

  it('is the same for clients of 2025', async () => {
    const legacy = await connect(agentToken, 'legacy');
    expect(await legacy.client.listTools()).toMatchObject({ tools: (await asAgent.client.listTools()).tools });
    expect((await legacy.call('search_products', { q: 'tea' })).content).toMatchObject({ merchant_id: shop.handle });
  });
});

describe('a purchase', () => {
  it('goes from search to order, each session being what REST answers and the official schema says', async () => {
    const found = await asAgent.call('search_products', { q: 'tea', max_price: 20, in_stock: true });
    expect(found.content).toMatchObject({ products: [{ id: 'tea', price: '10.00', currency: 'CAD' }] });
    expect(JSON.parse(found.text)).toEqual(found.content);
    const opened = await open(asAgent);
    const { content: session } = await asAgent.call('update_checkout_session', { meta: meta(), id: opened.id, payload: { line_items: [{ id: 'tea', quantity: 2 }] } });
    expect(session.status).toBe('ready_for_payment');
    const rest = await callEndpoint(ctx, getSession, { token: agentToken, params: { id: String(opened.id) }, headers: { 'api-version': VERSION, 'x-merchant-handle': shop.handle } });
    expect(rest.body).toEqual(session);
    const { content: granted } = await ask(session);
    expect(granted).toMatchObject({ status: 'approved', payment_token: expect.stringMatching(/^vt_/) });
    const { content: polled } = await asAgent.call('get_approval', { payment_id: granted.payment_id });
    expect(polled).toMatchObject({ status: 'approved', payment_token: granted.payment_token });
    const { content: done } = await asAgent.call('complete_checkout_session', { meta: meta(), id: session.id, payload: pay(granted.payment_token) });
    expect(done).toMatchObject({ status: 'completed', order: { checkout_session_id: session.id } });
    const { content: read } = await asAgent.call('get_checkout_session', { meta: { api_version: VERSION }, id: session.id });
    expect(read).toEqual(done);
  });

  it('asks the owner over the limit, and tells the model where', async () => {
    const session = await open(asAgent, 10);
    const { content, isError } = await ask(session, { note: 'Tea for the office.' });
    expect([isError, content]).toMatchObject([false, { status: 'step_up_required', approval_url: expect.stringContaining('/approve/') }]);
    expect((await asAgent.call('get_approval', { payment_id: content.payment_id })).content).toMatchObject({ status: 'step_up_required' });
  });

  it('is given up by cancel, after which cancel is an error', async () => {
    const session = await open(asMerchant);
    const cancel = { id: session.id, payload: { intent_trace: { reason_code: 'price_sensitivity' } } };
    expect((await asMerchant.call('cancel_checkout_session', { meta: meta(), ...cancel })).content.status).toBe('canceled');
    expect(await asMerchant.fail('cancel_checkout_session', { meta: meta(), ...cancel })).toMatchObject({ code: -32000, data: { type: 'invalid_request', code: 'session_not_cancelable' } });
  });
});

describe('an idempotency key', () => {
  it('answers a repeated call as before, and is shared with REST', async () => {
    const key = newId('request');
    const args = { meta: meta({ idempotency_key: key }), payload: cart() };
    const first = await asAgent.call('create_checkout_session', args);
    expect((await asAgent.call('create_checkout_session', args)).content).toEqual(first.content);
    const headers = { 'api-version': VERSION, 'idempotency-key': key, 'x-merchant-handle': shop.handle };
    const rest = await callEndpoint(ctx, createSession, { token: agentToken, headers, body: cart() });
    expect([rest.body, rest.headers.get('idempotent-replayed')]).toEqual([first.content, 'true']);
    const conflict = await asAgent.fail('create_checkout_session', { ...args, payload: cart(2) });
    expect(conflict).toMatchObject({ code: -32000, data: { code: 'idempotency_conflict' } });
  });

  it('is needed by all but get, in every version', async () => {
    const { id } = await open(asAgent);
    for (const api_version of [VERSION, '2025-09-29']) {
      for (const name of ['create', 'update', 'complete', 'cancel']) {
        expect((await asAgent.fail(`${name}_checkout_session`, { meta: { api_version }, id, payload: {} })).data, name).toMatchObject({ code: 'idempotency_key_required' });
      }
      expect((await asAgent.call('get_checkout_session', { meta: { api_version }, id })).content.id).toBe(id);
    }
  });
});

describe('a refusal', () => {
  it.each([
    ['no version', { payload: cart() }, { code: 'missing_api_version', supported_versions: expect.any(Array) }],
    ['a version that is not served', { meta: meta({ api_version: '2020-01-01' }), payload: cart() }, { code: 'unsupported_api_version' }],
    ['meta that is no object', { meta: 'x', payload: cart() }, { code: 'invalid', param: '$.meta' }],
    ['a key that is no text', { meta: meta({ idempotency_key: 1 }), payload: cart() }, { code: 'invalid', param: '$.meta.idempotency_key' }],
    ['no payload', { meta: meta() }, { code: 'invalid', param: '$.payload' }],
    ['a fault in the payload', { meta: meta(), payload: { ...cart(), currency: undefined } }, { code: 'invalid', param: '$.payload.currency' }],
    ['an unknown item', { meta: meta(), payload: { ...cart(), line_items: [{ id: 'none' }] } }, { param: '$.payload.line_items[0].id' }],
  ])('of %s is an ACP Error in the data of a JSON-RPC error', async (_name, args, expected) => {
    const { code, data } = await asAgent.fail('create_checkout_session', args);
    expect([code, data]).toMatchObject([-32000, { type: 'invalid_request', message: expect.any(String), ...expected }]);
  });

  it('of a session that is not there, or not named', async () => {
    const missing = { id: '00000000-0000-4000-8000-000000000000', payload: {} };
    for (const name of ['get', 'update', 'complete', 'cancel']) {
      expect((await asAgent.fail(`${name}_checkout_session`, { meta: meta(), ...missing, ...(name === 'complete' ? { payload: pay('vt_none') } : {}) })).data, name).toMatchObject({ code: 'not_found' });
      expect((await asAgent.fail(`${name}_checkout_session`, { meta: meta(), payload: {} })).data, name).toMatchObject({ param: '$.id' });
    }
  });

  it('by the wallet is a result that a model can read', async () => {
    const session = await open(asAgent);
    expect(await ask(session, { amount: '1.00' })).toMatchObject({ isError: true, content: { error: 'amount_mismatch', next_step: expect.any(String) } });
    expect(await ask(session, { amount: 1.005 })).toMatchObject({ isError: true, content: { error: 'invalid_request', param: '$.amount' } });
    expect(await ask(session, { speed: 'fast' })).toMatchObject({ isError: true, content: { error: 'invalid_request', param: '$.speed' } });
    expect(await asAgent.call('get_approval', { payment_id: newId('payment') })).toMatchObject({ isError: true, content: { error: 'payment_not_found' } });
    expect(await asAgent.call('search_products', { limit: 0 })).toMatchObject({ isError: true, content: { param: '$.limit' } });
  });

  it('of a tool that is not there is invalid params', async () => expect((await asAgent.fail('buy_everything', {})).code).toBe(-32602));
});

/** A tool call as it travels, 2025-11-25. */
const post = (headers: Record<string, string>, body: unknown = { jsonrpc: '2.0', id: 7, method: 'tools/list' }) =>
  callEndpoint(ctx, postMcp, {
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'x-merchant-handle': shop.handle, ...headers },
    body,
  });
const callOf = (name: string, args: object = {}) => ({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } });

describe('the door', () => {
  it('asks for a credential before it reads anything, and says where to get one', async () => {
    for (const given of [null, 'Bearer csk_m_unknown', 'Bearer e30.e30.c2ln']) {
      const refused = await post(given === null ? {} : { authorization: given }, 'no json');
      expect([refused.status, refused.body]).toMatchObject([401, { jsonrpc: '2.0', error: { code: -32000, data: { code: 'unauthorized' } } }]);
      expect(refused.headers.get('www-authenticate')).toContain('resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/mcp"');
    }
  });

  it.each([
    ['a foreign Host', { host: 'evil.example' }],
    ['a Host that only ends like ours', { host: 'evillocalhost' }],
    ['a Host that makes no sense', { host: 'a b' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['our Origin on another port', { origin: 'http://localhost:3001' }],
    ['the Origin null', { origin: 'null' }],
  ])('refuses %s, whatever the credential', async (_name, headers) => {
    expect((await post({ authorization: `Bearer ${key}`, ...headers })).status).toBe(403);
    expect((await post(headers)).status).toBe(403);
  });

  it.each([['its own Origin', { origin: 'http://localhost:3000' }], ["a store's name", { host: 'regal.localhost' }], ['loopback', { host: '127.0.0.1:3000' }]])('takes %s', async (_name, headers) => {
    expect([401, 404, 200]).toContain((await post({ authorization: `Bearer ${key}`, ...headers })).status);
  });

  it('asks each tool for its permission', async () => {
    for (const { name, scope } of tools) {
      const scopes = AGENT_PERMISSIONS.filter((each) => each !== scope);
      const token = await accessTokenOf(ctx, agent.agentId, { scopes });
      const { status, headers, body } = await post({ authorization: `Bearer ${token}` }, callOf(name));
      if (scope === null) expect(status, name).toBe(200);
      else {
        expect([status, body], name).toMatchObject([403, { id: 7, error: { code: -32000, data: { code: 'insufficient_scope', scope } } }]);
        expect(headers.get('www-authenticate')).toContain(`scope="${scope}"`);
      }
    }
  });

  it('keeps the wallet to tokens that are for it, and to agents', async () => {
    const storeOnly = await accessTokenOf(ctx, agent.agentId, { audience: [audiences(ctx.settings).store] });
    for (const name of ['request_payment', 'get_approval']) {
      expect((await post({ authorization: `Bearer ${storeOnly}` }, callOf(name))).status, name).toBe(403);
      expect((await post({ authorization: `Bearer ${key}` }, callOf(name))).status, name).toBe(403);
    }
    expect((await post({ authorization: `Bearer ${storeOnly}` }, callOf('search_products'))).status).toBe(200);
    const walletOnly = await accessTokenOf(ctx, agent.agentId, { audience: [audiences(ctx.settings).wallet] });
    expect((await post({ authorization: `Bearer ${walletOnly}` }, callOf('search_products'))).status).toBe(401);
  });

  it('refuses what is no JSON, what is too large, and what nobody serves', async () => {
    const authorization = `Bearer ${key}`;
    expect(await post({ authorization }, '{"a":')).toMatchObject({ status: 400, body: { error: { code: -32700 } } });
    expect(await post({ authorization }, JSON.stringify({ x: 'x'.repeat(1024 * 1024) }))).toMatchObject({ status: 413, body: { jsonrpc: '2.0' } });
    expect((await post({ authorization, 'content-type': 'text/plain' })).status).toBe(415);
    const listen = { jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { filter: {} } };
    expect(await post({ authorization }, listen)).toMatchObject({ status: 404, body: { error: { code: -32601 } } });
    const claims = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} };
    const prompts = await post({ authorization, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'prompts/list' }, { jsonrpc: '2.0', id: 1, method: 'prompts/list', params: { _meta: claims } });
    expect(prompts).toMatchObject({ status: 404, body: { id: 1, error: { code: -32601 } } });
  });
});

describe('a token for the MCP endpoint', () => {
  const resourceOf = (endpoint: typeof getMcpResource, params = {}) => callEndpoint(ctx, endpoint, { params });
  const tokenFor = async (resource: string) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', resource }).toString();
    const authorization = `Basic ${Buffer.from(`${agent.clientId}:${agent.clientSecret}`).toString('base64')}`;
    return callEndpoint(ctx, postToken, { headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body });
  };

  it('is asked for under the name that its metadata gives it, and opens store and wallet', async () => {
    const { body: all } = await resourceOf(getMcpResource);
    expect(all).toMatchObject({ resource: 'http://localhost:3000/mcp', authorization_servers: ['http://localhost:3000'] });
    const { body: one } = await resourceOf(getMerchantMcpResource, { handle: shop.handle });
    expect(one.resource).toBe(`http://localhost:3000/m/${shop.handle}/mcp`);
    for (const resource of [all.resource, one.resource]) {
      const { status, body } = await tokenFor(String(resource));
      expect(status).toBe(200);
      const { content } = await (await connect(String(body.access_token))).call('get_approval', { payment_id: newId('payment') });
      expect(content).toMatchObject({ error: 'payment_not_found' });
    }
  });

  it.each(['http://localhost:3000/store/mcp', 'http://localhost:3000//mcp', 'http://localhost:3000/m/nobody-at-all/mcp', 'http://localhost:3000/mcp/mcp'])('is not to be had for %s', async (resource) => {
    expect(await tokenFor(resource)).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });
});
