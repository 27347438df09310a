import { beforeAll, describe, expect, it } from 'vitest';
import { revokeAgent, suspendAgent } from '@/lib/agent';
import { insertItem } from '@/lib/catalog';
import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { postAge } from '@/lib/protocols/testing';
import { issueApiKey } from '@/lib/auth';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeAgent, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, openStepUp, rejectStepUp, requestPayment } from '@/lib/wallet';
import { getOrder, postConfirm, postQuote } from './index';

let ctx: TestCtx;
let shop: Shop;
/** EUR 30 a purchase, 100 a day. */
const LIMITS = [{ currency: 'EUR', perTransactionAmount: 3_000n, dailyAmount: 10_000n, monthlyAmount: 50_000n }] as const;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makePizzeria(ctx);
});

const CONTACT = { name: 'Ada Test', phone: '+33612345678', email: 'ada@buyer.example' };
type QuoteBody = Record<string, unknown> & { quoteId: string; quoteHash: string; expiresAt: string; totalCents: number };
type Asked = { token?: string; items?: { sku: string; qty: number }[]; paymentMethod?: string; of?: Shop };
async function quoted({ token, items = [{ sku: 'PZ-MAR', qty: 1 }], paymentMethod = 'card', of = shop }: Asked = {}): Promise<QuoteBody> {
  const { status, body } = await callEndpoint(ctx, postQuote, { headers: { 'x-merchant-handle': of.handle }, body: { items, fulfillment: { type: 'pickup' }, contact: CONTACT, paymentMethod }, token });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as QuoteBody;
}
const confirm = (body: unknown, call: { token?: string; headers?: Record<string, string>; on?: TestCtx } = {}): Promise<EndpointReply> => callEndpoint(call.on ?? ctx, postConfirm, { ...call, body });
const buyer = async (): Promise<{ agent: TestAgent; token: string }> => {
  const agent = await makeAgent(ctx, { limits: LIMITS });
  return { agent, token: await accessTokenOf(ctx, agent.agentId) };
};
/** What the agent's wallet grants for a quote of 10.50. */
async function tokenFor({ agentId }: TestAgent, quoteId: string): Promise<string> {
  const asked = await requestPayment(ctx, { agentId, scopes: ['initiate_purchase', 'complete_purchase'], merchant: shop.merchantId, checkoutId: quoteId, amount: 1_050n, currency: 'EUR', withToken: true });
  if (!asked.ok || asked.value.kind !== 'granted' || asked.value.token === null) throw new Error(JSON.stringify(asked));
  return asked.value.token;
}
const ordersOf = async (quoteId: string): Promise<number> => {
  const { rows } = await ctx.pool.query<{ n: number }>('select count(*)::int as n from purchase_order where checkout_id = $1', [quoteId]);
  return rows[0]?.n ?? -1;
};
const charges = async (quoteId: string): Promise<number> => {
  const { rows } = await ctx.pool.query<{ n: number }>('select count(*)::int as n from network_transaction where checkout_id = $1', [quoteId]);
  return rows[0]?.n ?? -1;
};
const RIGHT = (quote: QuoteBody) => ({
  expectedQuoteHash: quote.quoteHash, expectedTotalCents: quote.totalCents, maxTotalCents: quote.totalCents, expectedCurrency: 'EUR', expectedPaymentMethod: 'wallet',
  expectedExpiresAt: quote.expiresAt, expectedMerchantHandle: quote.merchantHandle, expectedMerchantAddress: quote.merchantAddress,
});

describe('by card', () => {
  it('answers the page where a person pays, at the quoted price, the same again', async () => {
    const quote = await quoted();
    const first = await confirm({ quoteId: quote.quoteId, paymentMethod: 'card', assertions: { ...RIGHT(quote), expectedPaymentMethod: 'card' } });
    expect(first).toMatchObject({
      status: 200,
      body: { checkoutSessionId: expect.stringMatching(/^cs_/) as string, amountCents: 1050, currency: 'EUR', status: 'open', paymentStatus: 'unpaid', expiresAt: '2026-11-21T12:30:00.000Z', instructions: expect.any(String) as string },
    });
    expect(new URL(String(first.body.checkoutUrl)).origin).toBe('http://localhost:3000');
    expect((await confirm({ quoteId: quote.quoteId })).body).toEqual(first.body);
    expect(await ordersOf(quote.quoteId)).toBe(0);
  });

  it('twice at once opens one page', async () => {
    const { quoteId } = await quoted();
    const replies = await Promise.all([1, 2, 3, 4].map(() => confirm({ quoteId, paymentMethod: 'card' })));
    expect(new Set(replies.map(({ status, body }) => `${status} ${String(body.checkoutSessionId)}`)).size).toBe(1);
  });
});

describe('by wallet', () => {
  it('the agent’s own bearer pays within the limits in one call, and again finds the same order', async () => {
    const { token } = await buyer();
    const quote = await quoted({ token, paymentMethod: 'wallet' });
    const first = await confirm({ quoteId: quote.quoteId, assertions: RIGHT(quote) }, { token });
    expect(first).toMatchObject({ status: 200, body: { status: 'paid', currency: 'EUR', totalCents: 1050, receipt: { message: 'Order paid and sent to kitchen.' } } });
    const again = await confirm({ quoteId: quote.quoteId, paymentMethod: 'wallet', assertions: RIGHT(quote) }, { token });
    expect(again.body).toEqual(first.body);
    expect([await ordersOf(quote.quoteId), await charges(quote.quoteId)]).toEqual([1, 1]);
    expect(await callEndpoint(ctx, getOrder, { params: { id: String(first.body.orderId) } })).toMatchObject({ status: 200, body: { status: 'paid', paymentMethod: 'wallet', totalCents: 1050 } });
  });

  it('confirmed by eight calls at once makes one order, which each of them hears of', async () => {
    const { token } = await buyer();
    const { quoteId } = await quoted({ token, paymentMethod: 'wallet' });
    const replies = await Promise.all(Array.from({ length: 8 }, () => confirm({ quoteId, paymentMethod: 'wallet' }, { token })));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(replies.map(({ body }) => body.orderId)).size).toBe(1);
    expect([await ordersOf(quoteId), await charges(quoteId)]).toEqual([1, 1]);
  });

  it('pays a guest’s quote with a payment token, which needs no bearer', async () => {
    const agent = await makeAgent(ctx, { limits: LIMITS });
    const { quoteId } = await quoted();
    const paymentToken = await tokenFor(agent, quoteId);
    const paid = await confirm({ quoteId, paymentMethod: 'wallet', paymentToken });
    expect(paid).toMatchObject({ status: 200, body: { status: 'paid' } });
    expect((await confirm({ quoteId, paymentToken })).body).toEqual(paid.body);
  });

  it('without an agent and without a token is UNAUTHORIZED', async () => {
    const { quoteId } = await quoted();
    const reply = await confirm({ quoteId, paymentMethod: 'wallet' });
    expect(reply).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED', retryable: false } });
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('with a token for something else, or none of ours, is PAYMENT_INVALID, and the quote is as good as before', async () => {
    const { agent, token } = await buyer();
    const [quote, other] = [await quoted({ token, paymentMethod: 'wallet' }), await quoted({ token, paymentMethod: 'wallet' })];
    for (const paymentToken of ['vt_none', await tokenFor(agent, other.quoteId)]) {
      expect(await confirm({ quoteId: quote.quoteId, paymentToken }, { token })).toMatchObject({ status: 402, body: { errorCode: 'PAYMENT_INVALID', retryable: false, details: { reason: 'unknown' } } });
    }
    expect(await confirm({ quoteId: quote.quoteId }, { token })).toMatchObject({ status: 200, body: { status: 'paid' } });
  });

  it('a card that is declined is PAYMENT_INVALID, and nothing is ordered', async () => {
    const { agent } = await buyer();
    const { quoteId } = await quoted();
    const paymentToken = await tokenFor(agent, quoteId);
    await ctx.pool.query(`update bank_card set status = 'frozen' where user_id = $1`, [agent.userId]);
    expect(await confirm({ quoteId, paymentToken })).toMatchObject({ status: 402, body: { errorCode: 'PAYMENT_INVALID', details: { reason: 'payment_declined' } } });
    expect(await ordersOf(quoteId)).toBe(0);
  });

  describe('above the limits', () => {
    const four = [{ sku: 'PZ-MAR', qty: 4 }];
    const begin = async (): Promise<{ owner: Owner; token: string; quoteId: string; refused: EndpointReply }> => {
      const owner = await makeOwner(ctx, LIMITS);
      const token = await accessTokenOf(ctx, owner.agent.agentId);
      const { quoteId } = await quoted({ token, paymentMethod: 'wallet', items: four });
      return { owner, token, quoteId, refused: await confirm({ quoteId }, { token }) };
    };

    it('is PAYMENT_REQUIRED with where the owner is asked; after their yes the same call is the order', async () => {
      const { owner, token, quoteId, refused } = await begin();
      expect(refused).toMatchObject({
        status: 402,
        body: { errorCode: 'PAYMENT_REQUIRED', retryable: true, trigger_type: 'per_transaction', approval_url: expect.stringContaining('/approve/') as string, poll_url: expect.stringMatching(/\/payments\/pay_\w+\/status$/) as string, next_step: expect.any(String) as string },
      });
      expect((await confirm({ quoteId }, { token })).body).toEqual(refused.body);
      const query = { approvalId: String(refused.body.step_up_id), walletId: owner.agent.walletId };
      const opened = await openStepUp(ctx, query);
      if (!opened.ok) throw new Error(opened.error.code);
      await approveStepUp(ctx, { ...query, assertion: owner.authenticator.assert(opened.value.publicKey) });
      expect(await confirm({ quoteId }, { token })).toMatchObject({ status: 200, body: { status: 'paid', totalCents: 4050 } });
      expect(await ordersOf(quoteId)).toBe(1);
    });

    it('after the owner’s no is refused by policy', async () => {
      const { owner, token, quoteId, refused } = await begin();
      await rejectStepUp(ctx, { approvalId: String(refused.body.step_up_id), walletId: owner.agent.walletId });
      expect(await confirm({ quoteId }, { token })).toMatchObject({ status: 403, body: { errorCode: 'POLICY_REFUSED', retryable: true, retryAfterMs: expect.any(Number) as number, details: { rule: 'recently_declined' } } });
    });
  });

  it('a paused agent is FORBIDDEN, a revoked one UNAUTHORIZED, one that may not buy is UNAUTHORIZED for buying', async () => {
    const [paused, revoked] = [await buyer(), await buyer()];
    const quotes = [await quoted({ token: paused.token }), await quoted({ token: revoked.token })];
    await suspendAgent(ctx, { walletId: paused.agent.walletId, agentId: paused.agent.agentId });
    await revokeAgent(ctx, { walletId: revoked.agent.walletId, agentId: revoked.agent.agentId });
    expect(await confirm({ quoteId: quotes[0]?.quoteId, paymentMethod: 'wallet' }, { token: paused.token })).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN' } });
    expect(await confirm({ quoteId: quotes[1]?.quoteId, paymentMethod: 'wallet' }, { token: revoked.token })).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
    const looker = await makeAgent(ctx, { permissions: ['browse_products', 'create_cart'] });
    expect(await confirm({ quoteId: quotes[0]?.quoteId }, { token: await accessTokenOf(ctx, looker.agentId) })).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN', details: { scope: 'initiate_purchase' } } });
  });
});

describe('PAYMENT_UNAVAILABLE', () => {
  it('is 400 for a rail that the merchant lacks, and 503 where none is up; the quote stays', async () => {
    const own = await makePizzeria(ctx);
    const { quoteId } = await quoted({ of: own });
    expect(await confirm({ quoteId, paymentMethod: 'crypto' })).toMatchObject({ status: 400, body: { errorCode: 'PAYMENT_UNAVAILABLE', retryable: false } });
    await ctx.pool.query(`update merchant_storefront set payment_methods = '{}' where merchant_id = $1`, [own.merchantId]);
    expect(await confirm({ quoteId, paymentMethod: 'card' })).toMatchObject({ status: 503, body: { errorCode: 'PAYMENT_UNAVAILABLE', retryable: true } });
    await ctx.pool.query(`update merchant_storefront set payment_methods = '{card,wallet}' where merchant_id = $1`, [own.merchantId]);
    expect(await confirm({ quoteId, paymentMethod: 'card' })).toMatchObject({ status: 200 });
  });
});

describe('an assertion', () => {
  const wrong: readonly (readonly [assertion: string, value: unknown, code: string])[] = [
    ['expectedQuoteHash', `sha256:${'0'.repeat(64)}`, 'ASSERTION_FAILED_QUOTE_HASH'],
    ['expectedTotalCents', 1049, 'ASSERTION_FAILED_TOTAL'],
    ['maxTotalCents', 1000, 'ASSERTION_FAILED_TOTAL'],
    ['expectedCurrency', 'USD', 'ASSERTION_FAILED_CURRENCY'],
    ['expectedPaymentMethod', 'card', 'ASSERTION_FAILED_METHOD'],
    ['expectedExpiresAt', '2026-11-21T12:16:00Z', 'ASSERTION_FAILED_EXPIRY'],
    ['expectedMerchantHandle', 'someone-else', 'ASSERTION_FAILED_MERCHANT'],
    ['expectedMerchantAddress', '1 rue Autre', 'ASSERTION_FAILED_MERCHANT'],
  ];

  it.each(wrong)('%s that is not so refuses by its own code, and the quote can still be paid', async (assertion, value, errorCode) => {
    const { token } = await buyer();
    const quote = await quoted({ token, paymentMethod: 'wallet' });
    expect(await confirm({ quoteId: quote.quoteId, assertions: { ...RIGHT(quote), [assertion]: value } }, { token })).toMatchObject({ status: 400, body: { errorCode, retryable: false, details: { assertion } } });
    expect(await charges(quote.quoteId)).toBe(0);
    expect(await confirm({ quoteId: quote.quoteId, assertions: RIGHT(quote) }, { token })).toMatchObject({ status: 200, body: { status: 'paid' } });
    // And of what is paid already.
    expect(await confirm({ quoteId: quote.quoteId, assertions: { ...RIGHT(quote), [assertion]: value } }, { token })).toMatchObject({ status: 400, body: { errorCode } });
  });

  it('comes before the rail: a switch that was not agreed to is the method’s fault', async () => {
    const { quoteId } = await quoted();
    expect(await confirm({ quoteId, paymentMethod: 'crypto', assertions: { expectedPaymentMethod: 'card' } })).toMatchObject({ body: { errorCode: 'ASSERTION_FAILED_METHOD' } });
  });

  it('that is unknown, or of another kind, is INVALID_PAYLOAD', async () => {
    const { quoteId } = await quoted();
    const cases: readonly (readonly [object, string])[] = [
      [{ expectedTip: 1 }, '$.assertions.expectedTip'],
      [{ expectedTotalCents: '1050' }, '$.assertions.expectedTotalCents'],
      [{ maxTotalCents: 10.5 }, '$.assertions.maxTotalCents'],
      [{ expectedExpiresAt: 'soon' }, '$.assertions.expectedExpiresAt'],
      [{ expectedCurrency: null }, '$.assertions.expectedCurrency'],
    ];
    for (const [assertions, param] of cases) expect(await confirm({ quoteId, assertions })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param } } });
    expect(await confirm({ quoteId })).toMatchObject({ status: 200 });
  });
});

describe('INVALID_PAYLOAD', () => {
  it.each<[string, unknown, string]>([
    ['no quote', {}, '$.quoteId'],
    ['a list', [], '$'],
    ['an unknown field', { quoteId: 'x', tip: 1 }, '$.tip'],
    ['an unknown method', { quoteId: 'x', paymentMethod: 'cash' }, '$.paymentMethod'],
    ['a payment token by card', { quoteId: 'x', paymentMethod: 'card', paymentToken: 'vt_x' }, '$.paymentToken'],
    ['no body', '', '$'],
  ])('is the answer to %s', async (_what, body, param) => {
    expect(await confirm(body)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param } } });
  });
});

describe('QUOTE_NOT_FOUND', () => {
  it.each(['00000000-0000-4000-8000-000000000000', 'none', 'x'.repeat(200), "' or 1=1"])('is the answer to the unknown id %s', async (quoteId) => {
    expect(await confirm({ quoteId })).toMatchObject({ status: 400, body: { errorCode: 'QUOTE_NOT_FOUND', retryable: false } });
  });

  it('is the answer once fifteen minutes are over, and not a second sooner', async () => {
    const { quoteId } = await quoted();
    const at = (seconds: number): Promise<TestCtx> => testCtx({ now: addSeconds(ctx.clock.now(), seconds) });
    expect(await confirm({ quoteId, paymentMethod: 'card' }, { on: await at(901) })).toMatchObject({ status: 400, body: { errorCode: 'QUOTE_NOT_FOUND' } });
    expect(await confirm({ quoteId, paymentMethod: 'card' }, { on: await at(900) })).toMatchObject({ status: 400, body: { errorCode: 'QUOTE_NOT_FOUND' } });
    expect(await confirm({ quoteId, paymentMethod: 'card' }, { on: await at(899) })).toMatchObject({ status: 200 });
  });

  it('comes of age by /testing/age too', async () => {
    const operator = (await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'operator', scopes: [] })).key;
    const { quoteId } = await quoted();
    expect(await callEndpoint(ctx, postAge, { token: operator, body: { id: quoteId, seconds: 16 * 60 } })).toMatchObject({ status: 200 });
    expect(await confirm({ quoteId })).toMatchObject({ status: 400, body: { errorCode: 'QUOTE_NOT_FOUND' } });
  });

  it('tells nothing of another agent’s quote, to an agent or to a guest', async () => {
    const [mine, other] = [await buyer(), await buyer()];
    const { quoteId } = await quoted({ token: mine.token, paymentMethod: 'wallet' });
    const missing = (await confirm({ quoteId: newUuid() })).body;
    for (const reply of [await confirm({ quoteId }, { token: other.token }), await confirm({ quoteId }), await confirm({ quoteId, paymentToken: 'vt_x' })]) expect(reply).toMatchObject({ status: 400, body: missing });
    expect(await confirm({ quoteId }, { token: mine.token })).toMatchObject({ status: 200 });
  });

  it('a foreign handle given with it is 404, its own is not', async () => {
    const other = await makePizzeria(ctx);
    const { quoteId } = await quoted();
    expect(await confirm({ quoteId }, { headers: { 'x-merchant-handle': other.handle } })).toMatchObject({ status: 404, body: { errorCode: 'QUOTE_NOT_FOUND' } });
    expect(await confirm({ quoteId }, { headers: { 'x-merchant-handle': 'nobody-here' } })).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND' } });
    expect(await confirm({ quoteId }, { headers: { 'x-merchant-handle': shop.handle } })).toMatchObject({ status: 200 });
  });
});

describe('what moved since the quote', () => {
  it('ITEM_UNAVAILABLE is the answer when it was sold out or marked out meanwhile, and nothing is charged', async () => {
    const own = await makePizzeria(ctx);
    const { token } = await buyer();
    const quotes = [await quoted({ of: own, token, paymentMethod: 'wallet' }), await quoted({ of: own, token, paymentMethod: 'wallet' })];
    await ctx.pool.query(`update item set stock = 0 where merchant_id = $1 and id = 'PZ-MAR'`, [own.merchantId]);
    expect(await confirm({ quoteId: quotes[0]?.quoteId }, { token })).toMatchObject({ status: 400, body: { errorCode: 'ITEM_UNAVAILABLE', details: { sku: 'PZ-MAR' } } });
    await ctx.pool.query(`update item set stock = null, ingredients_in_stock = false where merchant_id = $1 and id = 'PZ-MAR'`, [own.merchantId]);
    expect(await confirm({ quoteId: quotes[1]?.quoteId }, { token })).toMatchObject({ status: 400, body: { errorCode: 'ITEM_UNAVAILABLE', details: { sku: 'PZ-MAR' } } });
    expect([await charges(quotes[0]?.quoteId ?? ''), await charges(quotes[1]?.quoteId ?? '')]).toEqual([0, 0]);
  });

  it('two quotes for the last piece: one is paid, the other is ITEM_UNAVAILABLE', async () => {
    const own = await makePizzeria(ctx);
    await insertItem(ctx, { merchantId: own.merchantId, id: 'LAST', name: 'The last one', description: '', category: 'food', imagePath: null, amount: 500n, currency: 'EUR', stock: 1n }, 9);
    const [one, two] = [await buyer(), await buyer()];
    const items = [{ sku: 'LAST', qty: 1 }];
    const quotes = [await quoted({ of: own, token: one.token, items, paymentMethod: 'wallet' }), await quoted({ of: own, token: two.token, items, paymentMethod: 'wallet' })];
    const replies = await Promise.all([confirm({ quoteId: quotes[0]?.quoteId }, { token: one.token }), confirm({ quoteId: quotes[1]?.quoteId }, { token: two.token })]);
    expect(replies.map(({ status, body }) => body.errorCode ?? status).toSorted()).toEqual([200, 'ITEM_UNAVAILABLE']);
  });
});
