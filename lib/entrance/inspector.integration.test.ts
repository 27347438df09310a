import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { createInspector, inspector, keepMessages, sweepMessages, type SeenMessage } from '@/lib/operations';
import { getInspector, postCartCommand, putInspector } from '@/lib/protocols/orchestrator';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints } from './routes';

type Message = { id: string; wire: string; method: string; route: string; status: number; duration_ms: number; request_id: string; tenant_id: string | null; credential: string; request_body: string | null; response_body: string | null; skipped: number };

let ctx: TestCtx;
let tenants: Tenants;
let key: string;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  tenants = await makeTenants(ctx);
  ({ key } = await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'test', scopes: [] }));
});
afterEach(async () => {
  ctx.clock.set(new Date('2026-11-27T12:00:00Z'));
  await switchTo(0);
  await inspector.turn(ctx);
  await ctx.pool.query('delete from protocol_message');
});

const switchTo = async (minutes: number) => callEndpoint(ctx, putInspector, { token: key, body: { minutes } });
const read = async (query = '') => (await callEndpoint(ctx, getInspector, { token: key, query })).body as { until: string | null; messages: Message[]; next_cursor: string | null };
const endpointOf = (name: string) => endpoints.find(({ method, path }) => `${method} ${path}` === name) ?? expect.fail(name);
/** Once what was asked is written away: a request is held when its bodies were read, right behind its answer. */
async function kept(count: number, query = ''): Promise<Message[]> {
  await expect.poll(() => inspector.turn(ctx).then(() => read(query)).then(({ messages }) => messages.length), { timeout: 5_000 }).toBeGreaterThanOrEqual(count);
  return (await read(query)).messages;
}

const command = (extra: object = {}) => callEndpoint(ctx, postCartCommand, { token: tenants.merchantKey, body: { command: { kind: 'create_cart', merchant_id: tenants.shop.handle, currency: 'CAD' }, ...extra } });

const message = (over: Partial<SeenMessage> = {}): SeenMessage => ({
  at: ctx.clock.now(), wire: 'acp', method: 'GET', route: '/x', status: 200, durationMs: 1, requestId: 'req_1', tenantId: null, credential: 'anonymous', requestBody: null, responseBody: null, skipped: 0, ...over,
});

describe('the protocol inspector', () => {
  it('is off until an operator switches it on, and keeps nothing then', async () => {
    expect(inspector.isOn(ctx)).toBe(false);
    await command();
    await inspector.turn(ctx);
    expect(await read()).toEqual({ until: null, messages: [], next_cursor: null });
  });

  it('keeps what is asked and answered for as long as it was told, with what it was and whose', async () => {
    expect((await switchTo(10)).body).toEqual({ until: '2026-11-27T12:10:00.000Z' });
    const { status } = await command();
    const [seen] = await kept(1, '?wire=orchestrator');
    expect(seen).toMatchObject({ wire: 'orchestrator', method: 'POST', route: '/api/v1/cart/commands', status, request_id: 'req_test', tenant_id: tenants.shop.merchantId, credential: 'merchant_key', skipped: 0 });
    expect(JSON.parse(seen?.request_body ?? '')).toMatchObject({ command: { kind: 'create_cart', currency: 'CAD' } });
    expect(JSON.parse(seen?.response_body ?? '')).toMatchObject({ currency: 'CAD', status: 'draft' });
    expect(seen?.duration_ms).toBeGreaterThan(0);
    ctx.clock.set(new Date('2026-11-27T12:10:00Z'));
    expect(inspector.isOn(ctx), 'and no longer').toBe(false);
  });

  it('answers as it does while it is off, to the byte', async () => {
    const ask = () => callEndpoint(ctx, endpointOf('GET /api/agent/v1/products'), { headers: { 'x-merchant-handle': tenants.shop.handle } });
    const before = await ask();
    await switchTo(10);
    expect((await ask()).text).toBe(before.text);
    expect((await callEndpoint(ctx, postCartCommand, { token: tenants.merchantKey, body: '{"no json' })).status).toBe(400);
  });

  it('is followed by every process within one turn', async () => {
    const other = createInspector();
    await switchTo(10);
    await other.turn(ctx);
    expect(other.isOn(ctx)).toBe(true);
    other.hold(message({ wire: 'ucp', requestId: 'req_of_the_other' }));
    await other.turn(ctx);
    expect((await read('?wire=ucp')).messages).toEqual([expect.objectContaining({ request_id: 'req_of_the_other' })]);
    await switchTo(0);
    await other.turn(ctx);
    expect(other.isOn(ctx)).toBe(false);
  });

  it('keeps none of the secrets that were planted in requests, headers, queries and answers', async () => {
    const agentToken = await accessTokenOf(ctx, tenants.owner.agent.agentId);
    const planted = {
      card: '4242424242424242', cvc: '973', password: 'correct-horse-battery', bearer: 'Bearer zzzSECRETbearer', cookie: 'planted-cookie-value', clientSecret: 'planted-client-secret', clientData: 'cGxhbnRlZC1jbGllbnQtZGF0YQ',
      signature: 'cGxhbnRlZC1zaWduYXR1cmU', query: 'planted-in-a-query', code: 'PLNT-CODE', email: 'planted@buyer.example',
    };
    await switchTo(10);
    const headers = { cookie: `countersign.session=${planted.cookie}`, 'x-merchant-handle': tenants.shop.handle, 'api-version': '2026-04-17' };
    const ask = (name: string, body: unknown, more: object = {}) => callEndpoint(ctx, endpointOf(name), { headers, body, ...more });
    await ask('POST /agentic_commerce/delegate_payment', { payment_method: { type: 'card', number: planted.card, cvc: planted.cvc, exp_month: '12', exp_year: '2040', metadata: { x: planted.bearer } }, billing_address: { name: 'x', email: planted.email } }, { token: tenants.merchantKey });
    await ask('POST /api/agent/v1/oauth/token', new URLSearchParams({ grant_type: 'authorization_code', client_id: 'x', client_secret: planted.clientSecret, code: planted.code }).toString(), { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`x:${planted.clientSecret}`).toString('base64')}` } });
    await ask('POST /merchant/auth/password/sign-in', { email: planted.email, password: planted.password });
    await ask('POST /api/step-up/[id]/approve', { assertion: { id: 'x', response: { clientDataJSON: planted.clientData, authenticatorData: 'AAAA', signature: planted.signature } } }, { params: { id: tenants.approvalId } });
    await ask('GET /api/account/verify-email', undefined, { query: `?token=${planted.query}` });
    await ask('POST /api/v1/ops/session', { api_key: key }, { headers: { ...headers, origin: ctx.settings.publicOrigin } });
    await ask('POST /api/v1/cart/commands', { note: `${planted.bearer} ${planted.card} ${agentToken} ${key} ${tenants.merchantKey}` }, { token: agentToken });
    // Answers that hold secrets: a token, and a webhook's secret.
    const hook = await ask('POST /api/v1/ops/webhooks', { url: 'https://merchant.example/hooks', topics: ['order.created'] }, { token: tenants.merchantKey });
    expect(hook.status).toBe(201);
    await kept(8);
    const { rows } = await ctx.pool.query<{ row: string }>('select m::text as row from protocol_message m');
    const all = rows.map(({ row }) => row).join('\n');
    expect(rows.filter(({ row }) => row.includes('[redacted]')).length, 'bodies are kept').toBeGreaterThanOrEqual(7);
    const secrets = [...Object.values(planted), agentToken, key, tenants.merchantKey, String(hook.body.secret), planted.card.replace(/(\d{4})(?=\d)/g, '$1 ')];
    for (const secret of secrets) expect(all.includes(secret), secret).toBe(false);
    for (const route of ['/agentic_commerce/delegate_payment', '/api/agent/v1/oauth/token', '/merchant/auth/password/sign-in', '/api/step-up/[id]/approve', '/api/account/verify-email', '/api/v1/ops/session', '/api/v1/ops/webhooks']) expect(all, route).toContain(route);
  });

  it('is bounded: twenty of a wire between two turns, two hundred of a wire, one hour; what is left out is counted', async () => {
    const own = createInspector();
    for (let index = 1; index <= 50; index++) own.hold(message({ requestId: `req_${index}` }));
    own.hold(message({ wire: 'ucp' }));
    await own.turn(ctx);
    const held = (await read('?wire=acp')).messages;
    expect(held.map(({ request_id: id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => `req_${50 - index}`));
    expect(held.map(({ skipped }) => skipped)).toEqual([...Array.from({ length: 19 }, () => 0), 30]);
    await keepMessages(ctx, Array.from({ length: 250 }, (_, index) => message({ requestId: `req_${index}` })));
    await sweepMessages(ctx);
    const { rows } = await ctx.pool.query<{ wire: string; count: number }>('select wire, count(*)::int as count from protocol_message group by wire order by wire');
    expect(rows).toEqual([{ wire: 'acp', count: 200 }, { wire: 'ucp', count: 1 }]);
    ctx.clock.advance(3600);
    expect((await read()).messages).toEqual([]);
    await sweepMessages(ctx);
    expect((await ctx.pool.query('select 1 from protocol_message')).rowCount).toBe(0);
  });

  it('comes page by page, and is an operator’s alone', async () => {
    await keepMessages(ctx, Array.from({ length: 60 }, (_, index) => message({ requestId: `req_${index}` })));
    const first = await read('?wire=acp');
    const second = await read(`?wire=acp&cursor=${first.next_cursor}`);
    expect([first.messages.length, second.messages.length, second.next_cursor]).toEqual([50, 10, null]);
    expect(new Set([...first.messages, ...second.messages].map(({ id }) => id)).size).toBe(60);
    for (const minutes of [-1, 61, 1.5, '10']) expect((await callEndpoint(ctx, putInspector, { token: key, body: { minutes } })).status, String(minutes)).toBe(400);
    for (const endpoint of [getInspector, putInspector]) expect((await callEndpoint(ctx, endpoint, { token: tenants.merchantKey, ...(endpoint.method === 'PUT' && { body: { minutes: 1 } }) })).status).toBe(401);
  });
});
