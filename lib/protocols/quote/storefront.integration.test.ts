import { beforeAll, describe, expect, it } from 'vitest';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getContactDetails, getInfo, getLegal, getMenu, getWalletSetup } from './index';

let ctx: TestCtx;
let shop: Shop;
beforeAll(async () => {
  ctx = await testCtx();
  shop = await makePizzeria(ctx);
});

const at = ({ handle }: Shop) => ({ 'x-merchant-handle': handle });
const menuOf = (of: Shop, query = '', headers = {}): Promise<EndpointReply> => callEndpoint(ctx, getMenu, { headers: { ...at(of), ...headers }, query });
const info = (handle: string, query = '', headers = {}): Promise<EndpointReply> => callEndpoint(ctx, getInfo, { params: { handle }, query, headers });
type Item = { sku: string; name: string; description: string; priceCents: number; itemType: string; sectionKey?: string; imageUrl?: string };
const itemsOf = ({ body }: EndpointReply): Item[] => body.items as Item[];
const sql = (text: string, values: unknown[]): Promise<unknown> => ctx.pool.query(text, values);

describe('merchant info', () => {
  it('says who, where, when, in which languages, and how to go on', async () => {
    const { status, body, headers } = await info(shop.handle);
    expect([status, headers.get('cache-control'), headers.get('vary')]).toEqual([200, 'public, max-age=5', 'accept-language, x-api-key, x-merchant-handle']);
    expect(body).toEqual({
      merchantHandle: shop.handle, defaultContentLocale: 'sv-SE', publishedStorefrontLocales: ['sv-SE', 'en', 'fr'], requestedLocale: '', resolvedLocale: 'sv-SE', availableLocales: ['sv-SE', 'en', 'fr'], suggestedLocale: 'sv-SE',
      name: 'Test oven', address: '111 rue Sébastien Gryphe, 69007 Lyon, France', city: 'Lyon', country: 'FR',
      requestContext: { transport: 'header', header: 'X-Merchant-Handle', value: shop.handle },
      fulfillment: { type: 'pickup' },
      hours: expect.objectContaining({ timezone: 'Europe/Paris', notes: ['Pickup only.'], exceptions: [] }) as object,
      paymentRails: { defaultCheckoutMethod: 'card', available: ['card', 'wallet'], card: { availabilityStatus: 'available' } },
      menuUrl: 'http://localhost:3000/v1/menu', legalUrl: `http://localhost:3000/v1/merchants/${shop.handle}/legal`,
      contactDetailsUrl: `http://localhost:3000/v1/merchants/${shop.handle}/contact-details`, walletSetupUrl: 'http://localhost:3000/v1/wallet-setup',
    });
    expect((body.hours as { windows: object[] }).windows[0]).toEqual({ day: 'monday', opensAt: '10:00', closesAt: '22:00' });
  });

  it('shows no card where the merchant does not take one', async () => {
    const cash = await makePizzeria(ctx);
    await sql(`update merchant_storefront set payment_methods = '{wallet}' where merchant_id = $1`, [cash.merchantId]);
    expect((await info(cash.handle)).body.paymentRails).toEqual({ defaultCheckoutMethod: 'wallet', available: ['wallet'], card: { availabilityStatus: 'needs_onboarding' } });
  });

  it.each([getInfo, getLegal, getContactDetails])('of an unknown handle is MERCHANT_NOT_FOUND, never another merchant: $path', async (endpoint) => {
    for (const handle of ['nobody-here', 'AU', '..', 'x'.repeat(200)]) {
      expect(await callEndpoint(ctx, endpoint, { params: { handle } })).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND', retryable: false, error: expect.any(String) as string } });
    }
  });

  it('of a merchant without a live storefront is MERCHANT_NOT_FOUND', async () => {
    const [draft, plain] = [await makePizzeria(ctx, { storefront: { status: 'draft' } }), await makeShop(ctx)];
    for (const { handle } of [draft, plain]) expect(await info(handle)).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND' } });
  });

  it('refuses a header that names another merchant than the path', async () => {
    const other = await makePizzeria(ctx);
    expect(await info(shop.handle, '', at(other))).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
    expect(await info(shop.handle, '', at(shop))).toMatchObject({ status: 200 });
  });
});

describe('the locale contract', () => {
  it.each([
    ['', '', 'sv-SE'],
    ['?locale=fr', 'fr', 'fr'],
    ['?locale=FR', 'fr', 'fr'],
    ['?locale=sv-se', 'sv-SE', 'sv-SE'],
    ['?locale=en', 'en', 'en'],
    ['?locale=de', 'de', 'sv-SE'],
    ['?locale=fr-CA', 'fr-CA', 'sv-SE'],
  ])('%s asks for "%s" and is served %s', async (query, requestedLocale, resolvedLocale) => {
    for (const { body } of [await info(shop.handle, query), await menuOf(shop, query)]) expect(body).toMatchObject({ requestedLocale, resolvedLocale, availableLocales: ['sv-SE', 'en', 'fr'] });
  });

  it.each(['?locale=', '?locale=e', '?locale=en_US', '?locale=../fr', `?locale=${'x'.repeat(50)}`])('%s is INVALID_PAYLOAD', async (query) => {
    expect(await menuOf(shop, query)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param: 'locale' } } });
  });

  it('Accept-Language suggests, and serves nothing else', async () => {
    const { body } = await menuOf(shop, '', { 'accept-language': 'fr-CA, en;q=0.5' });
    expect(body).toMatchObject({ suggestedLocale: 'fr', resolvedLocale: 'sv-SE', requestedLocale: '' });
  });

  it('falls back to the language that something was written in, word by word', async () => {
    const names = async (query: string) => itemsOf(await menuOf(shop, query)).slice(0, 2).map(({ name, description }) => [name, description]);
    expect(await names('?locale=fr')).toEqual([['Marguerite', 'Tomate, mozzarella.'], ['Diavola', '']]);
    expect(await names('?locale=en')).toEqual([['Margherita', 'Tomat, mozzarella.'], ['Diavola', '']]);
    const titles = async (query: string) => ((await menuOf(shop, query)).body.sections as { title: string; note?: string }[]).map(({ title, note }) => [title, note]);
    expect(await titles('?locale=fr')).toEqual([['Pizzas', 'Au four.'], ['Dryck', undefined]]);
    expect(await titles('?locale=sv-SE')).toEqual([['Pizzor', 'Ur stenugnen.'], ['Dryck', undefined]]);
    const legal = await callEndpoint(ctx, getLegal, { params: { handle: shop.handle }, query: '?locale=fr' });
    expect(legal.body).toMatchObject({ merchantHandle: shop.handle, resolvedLocale: 'fr', pages: [{ key: 'terms', title: 'Conditions', body: 'Mat.' }] });
  });
});

describe('the menu', () => {
  it('shows what can be ordered, by list and by section, with a picture of each pizza', async () => {
    const { status, body } = await menuOf(shop);
    expect([status, body.currency, body.merchantHandle]).toEqual([200, 'EUR', shop.handle]);
    expect(body.items).toEqual([
      { sku: 'PZ-MAR', name: 'Margherita', description: 'Tomat, mozzarella.', priceCents: 1000, itemType: 'pizza', sectionKey: 'pizzas', imageUrl: `http://localhost:3000/art/${shop.handle}/PZ-MAR.svg` },
      { sku: 'PZ-DIA', name: 'Diavola', description: '', priceCents: 1500, itemType: 'pizza', sectionKey: 'pizzas', imageUrl: `http://localhost:3000/art/${shop.handle}/PZ-DIA.svg` },
      { sku: 'DR-COL', name: 'Cola', description: '', priceCents: 250, itemType: 'drink', sectionKey: 'drinks' },
      { sku: 'DS-TIR', name: 'Tiramisù', description: '', priceCents: 550, itemType: 'dessert' },
    ]);
    expect(body.sections).toMatchObject([{ sectionKey: 'pizzas', sortOrder: 100, items: [{ sku: 'PZ-MAR' }, { sku: 'PZ-DIA' }] }, { sectionKey: 'drinks', sortOrder: 200, items: [{ sku: 'DR-COL' }] }]);
  });

  it.each([
    ['archived', 'archived = true'],
    ['taken off', 'available = false'],
    ['out of an ingredient', 'ingredients_in_stock = false'],
    ['snoozed', `snoozed_until = '2026-11-21T12:30:00Z'`],
    ['sold out', 'stock = 0'],
  ])('hides what is %s at once, and a section that is empty without it', async (_what, change) => {
    const own = await makePizzeria(ctx);
    await sql(`update item set ${change} where merchant_id = $1 and id = 'DR-COL'`, [own.merchantId]);
    const { body } = await menuOf(own);
    expect([(body.items as Item[]).map(({ sku }) => sku), (body.sections as { sectionKey: string }[]).map(({ sectionKey }) => sectionKey)]).toEqual([['PZ-MAR', 'PZ-DIA', 'DS-TIR'], ['pizzas']]);
  });

  it('shows what was snoozed again once its time is over', async () => {
    const own = await makePizzeria(ctx);
    await sql(`update item set snoozed_until = $2 where merchant_id = $1 and id = 'DR-COL'`, [own.merchantId, ctx.clock.now()]);
    expect(itemsOf(await menuOf(own)).map(({ sku }) => sku)).toContain('DR-COL');
  });

  it('is not sent again to who has it, and has another mark once something changed', async () => {
    const own = await makePizzeria(ctx);
    const etag = (await menuOf(own)).headers.get('etag') ?? '';
    expect((await menuOf(own, '', { 'if-none-match': etag })).status).toBe(304);
    await sql(`update item set amount = 1100 where merchant_id = $1 and id = 'PZ-MAR'`, [own.merchantId]);
    expect((await menuOf(own, '', { 'if-none-match': etag })).status).toBe(200);
  });

  it('of an unknown merchant is MERCHANT_NOT_FOUND', async () => {
    expect(await callEndpoint(ctx, getMenu, { headers: { 'x-merchant-handle': 'nobody-here' } })).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND' } });
  });
});

it('contact details are the merchant’s public ones', async () => {
  const { body } = await callEndpoint(ctx, getContactDetails, { params: { handle: shop.handle } });
  expect(body).toEqual({ merchantHandle: shop.handle, email: 'oven@oven.example', phone: '+33 4 00 00 00 00', address: '111 rue Sébastien Gryphe, 69007 Lyon, France' });
});

it('the wallet guide is as the contract prints it, with our address and the merchant’s', async () => {
  const { status, body } = await callEndpoint(ctx, getWalletSetup, { headers: at(shop) });
  expect([status, body]).toMatchObject([200, {
    title: 'Wallet Setup Guide for USDC on Base', estimatedTime: '5-10 minutes', steps: [{ step: 1, options: [{ name: 'Coinbase Wallet', recommended: true }, {}] }, {}, {}, {}],
    network: { chainId: 'eip155:8453', chainIdNumeric: 8453, assetAddress: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913' },
    resources: { thisEndpoint: 'http://localhost:3000/v1/wallet-setup' }, quickStart: { steps: ['Download Coinbase Wallet from coinbase.com/wallet', 'Buy USDC in the Coinbase app', 'Send USDC to your Coinbase Wallet on Base network', 'Ready to pay!'] },
    support: { merchantAddress: '111 rue Sébastien Gryphe, 69007 Lyon, France' },
  }]);
});
