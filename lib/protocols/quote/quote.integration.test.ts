import { beforeAll, describe, expect, it } from 'vitest';
import { insertTaxRate } from '@/lib/demo/store';
import { canonicalJson, sha256Hex } from '@/lib/kernel/hash';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { addDiscount } from '@/lib/testing/discounts';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { postQuote } from './index';

let ctx: TestCtx;
let shop: Shop;
beforeAll(async () => {
  ctx = await testCtx(); // 13:00 in Paris
  shop = await makePizzeria(ctx);
});

const BODY = {
  items: [{ sku: 'PZ-MAR', qty: 1 }],
  fulfillment: { type: 'pickup' },
  contact: { name: 'Ada Test', phone: '+33612345678', email: 'ada@buyer.example' },
  notes: 'No olives, please.',
  paymentMethod: 'card',
};
type Call = { body?: unknown; query?: string; token?: string; on?: TestCtx; headers?: Record<string, string> };
const quote = (of: Shop, { body = BODY, query, token, on = ctx, headers = {} }: Call = {}): Promise<EndpointReply> =>
  callEndpoint(on, postQuote, { headers: { 'content-type': 'application/json', 'x-merchant-handle': of.handle, ...headers }, body, query, token });
const change = (of: Shop, set: string, sku = 'PZ-MAR'): Promise<unknown> => ctx.pool.query(`update item set ${set} where merchant_id = $1 and id = $2`, [of.merchantId, sku]);
const window = (text: string) => ({ ...BODY, fulfillment: { type: 'pickup', window: text } });
const countQuotes = async ({ merchantId }: Shop): Promise<number[]> => {
  const { rows } = await ctx.pool.query<{ quotes: string; checkouts: string }>(
    'select (select count(*) from quote where merchant_id = $1) as quotes, (select count(*) from checkout where merchant_id = $1) as checkouts', [merchantId],
  );
  return [Number(rows[0]?.quotes), Number(rows[0]?.checkouts)];
};

describe('a quote', () => {
  it('has every field of the contract, its amounts add up, and its hash is of all the rest', async () => {
    const { status, body, headers } = await quote(shop, { body: { ...BODY, items: [{ sku: 'PZ-MAR', qty: 1 }, { sku: 'DR-COL', qty: 2 }] } });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { quoteHash, quoteId, ...rest } = body;
    expect(rest).toEqual({
      currency: 'EUR', subtotalCents: 1500, feeCents: 50, totalCents: 1550,
      lineItems: [
        { sku: 'PZ-MAR', name: 'Margherita', qty: 1, unitPriceCents: 1000, lineTotalCents: 1000 },
        { sku: 'DR-COL', name: 'Cola', qty: 2, unitPriceCents: 250, lineTotalCents: 500 },
      ],
      fulfillment: { type: 'pickup', window: null },
      pickupETA: '2026-11-21T12:10:00.000Z', expiresAt: '2026-11-21T12:15:00.000Z',
      paymentMethod: 'card', availablePaymentMethods: ['card', 'wallet'], walletSetupUrl: 'http://localhost:3000/v1/wallet-setup',
      paymentInstructions: 'Card payment required: 15.50 EUR. Confirm your order to complete checkout securely by card.',
      merchantHandle: shop.handle, merchantAddress: '111 rue Sébastien Gryphe, 69007 Lyon, France',
      significance: 'medium', riskHints: { unusual: false, reasons: [], maxDownsideCents: 1550, recommendedConfirmation: 'confirm', kitchen: { openOrders: 0, busyMinutes: 0 } },
    });
    expect(quoteHash).toBe(`sha256:${sha256Hex(canonicalJson({ quoteId, ...rest }))}`);
  });

  it('is a checkout with the same id, the price and the buyer in it', async () => {
    const { body } = await quote(shop);
    const { rows } = await ctx.pool.query<object>(
      `select c.wire, c.status, c.total_amount::text as total, c.agent_id, c.content->'buyer' as buyer, c.content#>>'{details,orderNotes}' as notes, q.contact
         from checkout c join quote q on q.merchant_id = c.merchant_id and q.id = c.id where c.id = $1`, [body.quoteId],
    );
    expect(rows).toEqual([{
      wire: 'quote', status: 'ready', total: '1050', agent_id: null, notes: 'No olives, please.',
      buyer: { email: 'ada@buyer.example', fullName: 'Ada Test', phoneNumber: '+33612345678' }, contact: { name: 'Ada Test', phone: '+33612345678', email: 'ada@buyer.example' },
    }]);
  });

  it('asks for more care the more it costs', async () => {
    // The median item costs 7.75.
    const ask = async (qty: number) => (await quote(shop, { body: { ...BODY, items: [{ sku: 'PZ-DIA', qty }] } })).body;
    expect(await ask(1)).toMatchObject({ significance: 'medium', riskHints: { unusual: false, recommendedConfirmation: 'confirm' } });
    expect(await ask(3)).toMatchObject({ significance: 'medium', riskHints: { unusual: true, reasons: ['above_typical_total'], maxDownsideCents: 4550, recommendedConfirmation: 'confirm' } });
    expect(await ask(10)).toMatchObject({ significance: 'high', riskHints: { unusual: true, recommendedConfirmation: 'human' } });
  });

  it('names goods in the language that is asked for, and in the merchant’s own where that has no words', async () => {
    const named = async (query: string) => ((await quote(shop, { query })).body.lineItems as { name: string }[]).map(({ name }) => name);
    expect([await named('?locale=fr'), await named('?locale=en'), await named('?locale=de'), await named('')]).toEqual([['Marguerite'], ['Margherita'], ['Margherita'], ['Margherita']]);
    expect(await quote(shop, { query: '?locale=x' })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
  });

  it('tells the tax where list prices do not hold it, and none where they do', async () => {
    const own = await makePizzeria(ctx);
    await insertTaxRate(ctx, own.merchantId, { country: 'FR', region: '', name: 'TVA', rateBasisPoints: 1_000 });
    expect((await quote(own)).body).toMatchObject({ subtotalCents: 1100, taxCents: 100, feeCents: 50, totalCents: 1150, lineItems: [{ unitPriceCents: 1000, lineTotalCents: 1000 }] });
    const gross = await makePizzeria(ctx, { merchant: { pricesIncludeTax: true } });
    await insertTaxRate(ctx, gross.merchantId, { country: 'FR', region: '', name: 'TVA', rateBasisPoints: 1_000 });
    const { body } = await quote(gross);
    expect(body).toMatchObject({ subtotalCents: 1000, feeCents: 50, totalCents: 1050, lineItems: [{ unitPriceCents: 1000, lineTotalCents: 1000 }] });
    expect(body).not.toHaveProperty('taxCents');
    expect(body).not.toHaveProperty('discountCents');
  });

  it('takes discounts off the subtotal, and nothing off the fee', async () => {
    const own = await makePizzeria(ctx);
    await addDiscount(ctx, own, { id: 'tenth', code: null });
    expect((await quote(own)).body).toMatchObject({ subtotalCents: 900, discountCents: 100, feeCents: 50, totalCents: 950, lineItems: [{ lineTotalCents: 1000 }] });
  });

  it('needs no payment method, and takes the merchant’s first', async () => {
    const { paymentMethod: _card, ...rest } = BODY;
    expect((await quote(shop, { body: rest })).body).toMatchObject({ paymentMethod: 'card' });
    expect((await quote(shop, { body: { ...BODY, paymentMethod: 'wallet' } })).body).toMatchObject({ paymentMethod: 'wallet', paymentInstructions: expect.stringContaining('10.50 EUR') as string });
  });

  it('opened with an agent’s token is that agent’s', async () => {
    const { agentId } = await makeAgent(ctx);
    const { body } = await quote(shop, { token: await accessTokenOf(ctx, agentId) });
    const { rows } = await ctx.pool.query<{ agent_id: string }>('select agent_id from checkout where id = $1', [body.quoteId]);
    expect(rows).toEqual([{ agent_id: agentId }]);
  });
});

describe('INVALID_PAYLOAD', () => {
  const { items: _items, ...noItems } = BODY;
  const { contact: _contact, ...noContact } = BODY;
  const { fulfillment: _fulfillment, ...noFulfillment } = BODY;
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['no body', '', '$'],
    ['a list', [], '$'],
    ['null', null, '$'],
    ['no items', noItems, '$.items'],
    ['an empty list of items', { ...BODY, items: [] }, '$.items'],
    ['too many lines', { ...BODY, items: Array.from({ length: 101 }, () => ({ sku: 'PZ-MAR', qty: 1 })) }, '$.items'],
    ['a quantity of none', { ...BODY, items: [{ sku: 'PZ-MAR', qty: 0 }] }, '$.items[0].qty'],
    ['a quantity below none', { ...BODY, items: [{ sku: 'PZ-MAR', qty: -1 }] }, '$.items[0].qty'],
    ['half a pizza', { ...BODY, items: [{ sku: 'PZ-MAR', qty: 0.5 }] }, '$.items[0].qty'],
    ['a quantity as text', { ...BODY, items: [{ sku: 'PZ-MAR', qty: '1' }] }, '$.items[0].qty'],
    ['an empty sku', { ...BODY, items: [{ sku: '', qty: 1 }] }, '$.items[0].sku'],
    ['a price that the caller made up', { ...BODY, items: [{ sku: 'PZ-MAR', qty: 1, unitPriceCents: 1 }] }, '$.items[0].unitPriceCents'],
    ['an unknown field', { ...BODY, discount: 'all' }, '$.discount'],
    ['no fulfilment', noFulfillment, '$.fulfillment'],
    ['delivery', { ...BODY, fulfillment: { type: 'delivery' } }, '$.fulfillment.type'],
    ['no contact', noContact, '$.contact'],
    ['no email', { ...BODY, contact: { name: 'Ada', phone: '+33612345678' } }, '$.contact.email'],
    ['no address in the email', { ...BODY, contact: { ...BODY.contact, email: 'ada' } }, '$.contact.email'],
    ['an empty name', { ...BODY, contact: { ...BODY.contact, name: ' ' } }, '$.contact.name'],
    ['a phone that is none', { ...BODY, contact: { ...BODY.contact, phone: 'call me' } }, '$.contact.phone'],
    ['notes without an end', { ...BODY, notes: 'x'.repeat(501) }, '$.notes'],
    ['an unknown payment method', { ...BODY, paymentMethod: 'cheque' }, '$.paymentMethod'],
    ['a window that is none', window('soon'), '$.fulfillment.window'],
    ['a window in the past', window('2026-11-20T12:00:00Z/2026-11-20T12:30:00Z'), '$.fulfillment.window'],
    ['a window that ends before it begins', window('2026-11-21T14:00:00Z/2026-11-21T13:00:00Z'), '$.fulfillment.window'],
    ['a window while it is closed', window('2026-11-22T03:00:00Z/2026-11-22T03:30:00Z'), '$.fulfillment.window'],
  ];
  it.each(wrong)('is the answer to %s, and names the field', async (_what, body, param) => {
    const own = await countQuotes(shop);
    expect(await quote(shop, { body })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', retryable: false, error: expect.any(String) as string, details: { param } } });
    expect(await countQuotes(shop)).toEqual(own);
  });

  it('is the answer to what is no JSON, and to text that nobody can keep', async () => {
    for (const body of ['{', '{"items":', '"x"', '\u0000', '{"items":[{"sku":"\\ud800","qty":1}]}', '['.repeat(10_000)]) {
      expect(await quote(shop, { body })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
    }
    expect(await quote(shop, { body: { ...BODY, notes: 'a\u0000b' } })).toMatchObject({ status: 200 }); // control characters are taken out
    expect(await quote(shop, { body: { ...BODY, items: [{ sku: 'a\u0000b', qty: 1 }] } })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
  });

  it('a body without an end is 413', async () => {
    expect(await quote(shop, { body: { ...BODY, notes: 'x'.repeat(70_000) } })).toMatchObject({ status: 413, body: { errorCode: 'PAYLOAD_TOO_LARGE', retryable: false } });
  });
});

describe('what cannot be sold', () => {
  it('INVALID_SKU names what the menu never had', async () => {
    const before = await countQuotes(shop);
    for (const sku of ['PZ-NONE', 'tea', "'; drop table item; --"]) {
      expect(await quote(shop, { body: { ...BODY, items: [{ sku: 'PZ-MAR', qty: 1 }, { sku, qty: 1 }] } })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_SKU', retryable: false, details: { sku, param: '$.items[1].sku' } } });
    }
    expect(await countQuotes(shop)).toEqual(before);
  });

  it.each([
    ['archived', 'archived = true'],
    ['taken off the menu', 'available = false'],
    ['out of an ingredient', 'ingredients_in_stock = false'],
    ['snoozed', `snoozed_until = '2026-11-21T12:30:00Z'`],
    ['sold out', 'stock = 0'],
  ])('ITEM_UNAVAILABLE names what is %s, and nothing is written', async (_what, set) => {
    const own = await makePizzeria(ctx);
    await change(own, set);
    expect(await quote(own)).toMatchObject({ status: 400, body: { errorCode: 'ITEM_UNAVAILABLE', details: { sku: 'PZ-MAR' } } });
    expect(await countQuotes(own)).toEqual([0, 0]);
    expect(await quote(own, { body: { ...BODY, items: [{ sku: 'PZ-DIA', qty: 1 }] } })).toMatchObject({ status: 200 });
  });

  it('ITEM_UNAVAILABLE is the answer to more than is left, over all lines of an item', async () => {
    expect(await quote(shop, { body: { ...BODY, items: [{ sku: 'DR-COL', qty: 2 }, { sku: 'DR-COL', qty: 2 }] } })).toMatchObject({ status: 400, body: { errorCode: 'ITEM_UNAVAILABLE', details: { sku: 'DR-COL' } } });
    expect(await quote(shop, { body: { ...BODY, items: [{ sku: 'DR-COL', qty: 3 }] } })).toMatchObject({ status: 200 });
  });

  it('an item of another merchant is unknown here', async () => {
    const own = await makePizzeria(ctx);
    await change(own, `id = 'OWN-1'`, 'DS-TIR');
    expect(await quote(shop, { body: { ...BODY, items: [{ sku: 'OWN-1', qty: 1 }] } })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_SKU' } });
  });
});

describe('MERCHANT_NOT_FOUND', () => {
  it('is the answer to an unknown handle, and to a merchant without a live storefront', async () => {
    const draft = await makePizzeria(ctx, { storefront: { status: 'draft' } });
    for (const of of [{ merchantId: '', handle: 'nobody-here' }, draft, await makeShop(ctx)]) expect(await quote(of)).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND', retryable: false } });
  });
});

describe('PAYMENT_UNAVAILABLE', () => {
  it('is 400 for a rail that the merchant lacks', async () => {
    expect(await quote(shop, { body: { ...BODY, paymentMethod: 'crypto' } })).toMatchObject({ status: 400, body: { errorCode: 'PAYMENT_UNAVAILABLE', retryable: false, details: { availablePaymentMethods: ['card', 'wallet'] } } });
  });

  it('is 503 only where no rail is up at all', async () => {
    const own = await makePizzeria(ctx);
    await ctx.pool.query(`update merchant_storefront set payment_methods = '{}' where merchant_id = $1`, [own.merchantId]);
    expect(await quote(own)).toMatchObject({ status: 503, body: { errorCode: 'PAYMENT_UNAVAILABLE', retryable: true } });
  });
});

describe('when it is fetched', () => {
  const at = (iso: string): Promise<TestCtx> => testCtx({ now: new Date(iso) });

  it('outside hours as soon as possible is MERCHANT_CLOSED, with when it opens', async () => {
    expect(await quote(shop, { on: await at('2026-11-21T21:30:00Z') })).toMatchObject({ status: 400, body: { errorCode: 'MERCHANT_CLOSED', retryable: true, details: { nextOpenAt: '2026-11-22T09:00:00.000Z' } } });
    expect(await quote(shop, { on: await at('2026-11-21T20:59:00Z') })).toMatchObject({ status: 200 });
  });

  it('a closed shop takes an order for when it is open', async () => {
    const asked = '2026-11-22T11:00:00Z/2026-11-22T11:30:00Z';
    expect(await quote(shop, { on: await at('2026-11-21T21:30:00Z'), body: window(asked) })).toMatchObject({
      status: 200, body: { fulfillment: { window: '2026-11-22T11:00:00.000Z/2026-11-22T11:30:00.000Z' }, pickupETA: '2026-11-22T11:00:00.000Z' },
    });
  });

  it('a window that begins before the oven is done is met within it', async () => {
    expect((await quote(shop, { body: window('2026-11-21T12:05:00Z/2026-11-21T12:30:00Z') })).body).toMatchObject({ pickupETA: '2026-11-21T12:10:00.000Z' });
  });
});
