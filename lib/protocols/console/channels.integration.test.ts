import { afterAll, beforeAll, expect, describe, it, vi } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { newUuid } from '@/lib/kernel/id';
import { CHANNELS, type Channel } from '@/lib/merchant';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { accessTokenOf } from '@/lib/testing/call-endpoint';
import { consoleBrowser, hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
let browser: ConsoleBrowser;
let handle: string;
let key: string;
let token: string;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  const [pizzeria, owner, agent] = [await makePizzeria(ctx), await openTestStore(ctx), await makeAgent(ctx)];
  ({ handle } = pizzeria);
  ({ browser } = owner);
  await ctx.pool.query('update merchant_member set merchant_id = $1 where user_id = $2', [pizzeria.merchantId, owner.userId]);
  key = (await issueApiKey(ctx, { kind: 'merchant', merchantId: pizzeria.merchantId, name: 'test', scopes: [] })).key;
  token = await accessTokenOf(ctx, agent.agentId);
});
afterAll(() => void vi.unstubAllEnvs());

/** Begins a sale over a channel, as its callers do. */
function begin(channel: Channel | 'cart') {
  const stranger = consoleBrowser(ctx);
  const as = (credential: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${credential}`, 'idempotency-key': newUuid(), ...more });
  const acp = as(key, { 'api-version': '2026-04-17' });
  switch (channel) {
    case 'acp':
      return stranger('POST', '/checkout_sessions', { line_items: [{ id: 'PZ-MAR', quantity: 1 }], currency: 'eur', capabilities: {} }, acp);
    case 'cart':
      return stranger('POST', '/carts', { line_items: [{ id: 'PZ-MAR' }] }, acp);
    case 'sacp':
      return stranger('POST', '/api/agent/v1/sessions', { items: [{ product_id: 'PZ-MAR', quantity: 1 }] }, as(token, { 'x-merchant-handle': handle }));
    case 'quote':
      return stranger('POST', '/v1/orders/quote', { items: [{ sku: 'PZ-MAR', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Ada', email: 'ada@buyer.example' } }, { 'x-merchant-handle': handle });
    case 'orchestrator':
      return stranger('POST', '/api/v1/cart/commands', { command: { kind: 'create_cart', merchant_id: handle, currency: 'EUR' } }, as(key));
  }
}

const ALL = [...CHANNELS, 'cart'] as const;
const statuses = async () => Object.fromEntries(await Promise.all(ALL.map(async (channel) => [channel, (await begin(channel)).status] as const)));
const OPEN = { acp: 201, sacp: 201, quote: 200, orchestrator: 200, cart: 201 };

describe('a channel', () => {
  it('that is closed begins nothing new, and what was begun is paid; opened again it sells', async () => {
    expect((await browser('GET', '/merchant/channels')).body).toEqual({ acp: true, sacp: true, quote: true, orchestrator: true });
    expect(await statuses()).toEqual(OPEN);
    const begun = (await begin('quote')).body;

    const closed = { acp: 403, sacp: 403, quote: 400, orchestrator: 403, cart: 403 };
    for (const channel of CHANNELS) {
      expect((await browser('PATCH', '/merchant/channels', { [channel]: false })).body).toMatchObject({ [channel]: false });
      const now = { ...OPEN, [channel]: closed[channel], ...(channel === 'acp' && { cart: closed.cart }) };
      expect(await statuses(), channel).toEqual(now);
      await browser('PATCH', '/merchant/channels', { [channel]: true });
    }
    await browser('PATCH', '/merchant/channels', { quote: false });
    expect(await begin('quote')).toMatchObject({ body: { errorCode: 'MERCHANT_CLOSED' } });
    const confirmed = await consoleBrowser(ctx)('POST', '/v1/orders/confirm', { quoteId: begun.quoteId, paymentMethod: 'card' }, { 'x-merchant-handle': handle });
    expect(confirmed, 'a quote that was given holds').toMatchObject({ status: 200, body: { checkoutUrl: expect.any(String) as string } });
    expect((await browser('PATCH', '/merchant/channels', { quote: true })).body).toEqual({ acp: true, sacp: true, quote: true, orchestrator: true });
    expect(await statuses()).toEqual(OPEN);
  });

  it('is told in each wire’s own words', async () => {
    await browser('PATCH', '/merchant/channels', { acp: false, sacp: false, orchestrator: false });
    expect((await begin('acp')).body).toMatchObject({ type: 'invalid_request', code: 'channel_closed' });
    expect((await begin('sacp')).body).toMatchObject({ error: 'merchant_unavailable' });
    expect((await begin('orchestrator')).body).toMatchObject({ code: 'AUTHZ_ERROR' });
    await browser('PATCH', '/merchant/channels', { acp: true, sacp: true, orchestrator: true });
  });

  it('is switched by owners and managers, and is one that there is', async () => {
    const staff = await hireAt(ctx, browser, 'staff');
    expect((await staff.browser('PATCH', '/merchant/channels', { acp: false })).status).toBe(403);
    for (const body of [{ fax: false }, { acp: 'no' }, []]) expect((await browser('PATCH', '/merchant/channels', body)).status, JSON.stringify(body)).toBe(400);
    expect((await browser('PATCH', '/merchant/channels', {})).body).toEqual({ acp: true, sacp: true, quote: true, orchestrator: true });
  });

  it('that two switch at the same moment is as both said', async () => {
    await Promise.all([browser('PATCH', '/merchant/channels', { acp: false }), browser('PATCH', '/merchant/channels', { sacp: false })]);
    expect((await browser('GET', '/merchant/channels')).body).toEqual({ acp: false, sacp: false, quote: true, orchestrator: true });
    await browser('PATCH', '/merchant/channels', { acp: true, sacp: true });
  });
});
