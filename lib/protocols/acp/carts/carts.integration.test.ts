import { beforeAll, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { expireCarts, findOpenCart } from '@/lib/cart';
import { insertItem } from '@/lib/catalog';
import type { Endpoint } from '@/lib/http/endpoint';
import { newUuid } from '@/lib/kernel/id';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { SUPPORTED_VERSIONS } from '../version';
import { cancelCart, createCart, getCart, putCart } from './index';

let ctx: TestCtx;
let shop: Shop;
let other: Shop;
let token: string;
let foreignToken: string;
let merchantKey: string;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date() });
  [shop, other] = [await makeShop(ctx), await makeShop(ctx)];
  await insertItem(ctx, { merchantId: shop.merchantId, id: 'gone', name: 'Gone', description: '', category: 'pantry', imagePath: null, currency: 'CAD', amount: 700n, stock: 0n }, 2);
  [token, foreignToken] = [await tokenOf(), await tokenOf()];
  merchantKey = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'platform', scopes: [] })).key;
});

const tokenOf = async (): Promise<string> => accessTokenOf(ctx, (await makeAgent(ctx)).agentId);

type Cart = {
  id: string;
  line_items: { item: { id: string }; quantity: number; unit_amount: number; availability_status: string }[];
  totals: { type: string; amount: number }[];
  messages?: { type: string; code: string; param: string }[];
  continue_url: string;
  expires_at: string;
};
type Call = { id?: string; body?: unknown; as?: string; version?: string | null; key?: string | null; at?: Shop };

/** Calls as an agent at the shop. */
async function ask(endpoint: Endpoint, { id, body, as = token, version = '2026-04-17', key = newUuid(), at = shop }: Call = {}): Promise<EndpointReply & { cart: Cart }> {
  const headers: Record<string, string> = { 'x-merchant-handle': at.handle, 'request-id': 'r-1' };
  if (version !== null) headers['api-version'] = version;
  if (key !== null && endpoint.method !== 'GET') headers['idempotency-key'] = key;
  const reply = await callEndpoint(ctx, endpoint, { token: as, headers, body, ...(id !== undefined && { params: { id } }) });
  return { ...reply, cart: reply.body as Cart };
}

const two = { line_items: [{ id: 'tea', quantity: 2 }] };
const amountOf = ({ totals }: Cart, type: string): number | undefined => totals.find((total) => total.type === type)?.amount;
const errorOf = ({ status, body }: EndpointReply) => [status, body.code];
const made = async (call: Call = {}): Promise<Cart> => (await ask(createCart, { body: two, ...call })).cart;

describe('POST /carts', () => {
  it('makes a cart with its estimate, without tax while the address is unknown', async () => {
    const { status, headers, cart } = await ask(createCart, { body: { ...two, buyer: { email: 'ada@buyer.example' }, locale: 'en-CA' }, key: 'k-1' });
    expect(status).toBe(201);
    expect(cart.line_items).toMatchObject([{ item: { id: 'tea' }, quantity: 2, unit_amount: 1000 }]);
    expect([amountOf(cart, 'subtotal'), amountOf(cart, 'tax'), amountOf(cart, 'total')]).toEqual([2000, undefined, 2000]);
    expect(cart).toMatchObject({ currency: 'cad', buyer: { email: 'ada@buyer.example' } });
    expect(cart.messages).toBeUndefined();
    expect(cart.continue_url).toBe(`http://localhost:3000/cart/${cart.id}`);
    expect(new Date(cart.expires_at).getTime() - ctx.clock.now().getTime()).toBe(24 * 3600 * 1000);
    expect([headers.get('request-id'), headers.get('idempotency-key')]).toEqual(['r-1', 'k-1']);
  });

  it('keeps what is sold out, with a message, when something else can be bought', async () => {
    const { status, cart } = await ask(createCart, { body: { line_items: [{ id: 'gone' }, { item: { id: 'tea' }, quantity: 1 }] } });
    expect(status).toBe(201);
    expect(cart.line_items.map(({ item, availability_status }) => [item.id, availability_status])).toEqual([['gone', 'out_of_stock'], ['tea', 'in_stock']]);
    expect(cart.messages).toMatchObject([{ type: 'error', code: 'out_of_stock', param: '$.line_items[0]' }]);
  });

  it('says that fewer are left than are wanted', async () => {
    const { status, cart } = await ask(createCart, { body: { line_items: [{ id: 'last', quantity: 2 }] } });
    expect([status, cart.messages?.map(({ code }) => code)]).toEqual([201, ['out_of_stock']]);
  });

  it('is 422 out_of_stock when nothing of it can be bought, and makes no cart', async () => {
    expect(errorOf(await ask(createCart, { body: { line_items: [{ id: 'gone' }, { id: 'gone', quantity: 3 }] } }))).toEqual([422, 'out_of_stock']);
  });

  it.each<[string, unknown, [number, string, string]]>([
    ['no body', undefined, [400, 'invalid', '$']],
    ['no items', { line_items: [] }, [400, 'invalid', '$.line_items']],
    ['a quantity of 0', { line_items: [{ id: 'tea', quantity: 0 }] }, [400, 'invalid', '$.line_items[0].quantity']],
    ['an unknown item', { line_items: [{ id: 'tea' }, { id: 'nothing' }] }, [400, 'invalid_item_id', '$.line_items[1].id']],
    ['a field that a cart has not', { ...two, currency: 'cad' }, [400, 'invalid', '$']],
    ['a buyer without an email', { ...two, buyer: { first_name: 'Ada' } }, [400, 'invalid', '$.buyer.email']],
  ])('refuses %s', async (_name, body, [status, code, param]) => {
    const refused = await ask(createCart, { body });
    expect([status, code]).toEqual(errorOf(refused));
    expect(refused.body.param).toContain(param);
  });
});

describe('the versions', () => {
  it.each([['2026-01-30'], ['2025-09-29'], ['2099-01-01'], [null]])('%s has no carts: 400 names the one that has', async (version) => {
    const { id } = await made();
    for (const reply of [
      await ask(createCart, { body: two, version }), await ask(getCart, { id, version }), await ask(putCart, { id, body: two, version }), await ask(cancelCart, { id, version }),
    ]) {
      expect(reply.body).toMatchObject({ code: version === null ? 'missing_api_version' : 'unsupported_api_version', supported_versions: ['2026-04-17'] });
      expect(reply.status).toBe(400);
    }
    expect(SUPPORTED_VERSIONS).toContain('2026-04-17');
  });
});

describe('PUT /carts/{id}', () => {
  it('replaces the whole cart: what is not named is gone from it, the buyer too', async () => {
    const { id, expires_at } = await made({ body: { ...two, buyer: { email: 'ada@buyer.example' } } });
    ctx.clock.advance(60);
    const { status, cart, body } = await ask(putCart, { id, body: { line_items: [{ id: 'last' }] } });
    expect([status, cart.line_items.map(({ item }) => item.id), body.buyer]).toEqual([200, ['last'], undefined]);
    expect(new Date(cart.expires_at).getTime() - new Date(expires_at).getTime()).toBe(60_000);
    expect((await ask(getCart, { id })).body).toEqual(body);
  });

  it('changes nothing when it is refused', async () => {
    const { id } = await made();
    const before = await ask(getCart, { id });
    expect(errorOf(await ask(putCart, { id, body: { line_items: [{ id: 'gone' }] } }))).toEqual([422, 'out_of_stock']);
    expect(errorOf(await ask(putCart, { id, body: { line_items: [{ id: 'tea' }], locale: 'en' } }))).toEqual([400, 'invalid']);
    expect((await ask(getCart, { id })).body).toEqual(before.body);
  });
});

describe('GET /carts/{id}', () => {
  it("is at today's prices and says what changed since the cart was written; what left the shop stays in the cart", async () => {
    const item = { merchantId: shop.merchantId, description: '', category: 'pantry', imagePath: null, currency: 'CAD', stock: 5n } as const;
    await insertItem(ctx, { ...item, id: 'jam', name: 'Jam', amount: 500n }, 3);
    await insertItem(ctx, { ...item, id: 'honey', name: 'Honey', amount: 900n }, 4);
    const { id } = await made({ body: { line_items: [{ id: 'jam', quantity: 2 }, { id: 'honey' }] } });
    await ctx.pool.query(`update item set amount = 550 where merchant_id = $1 and id = 'jam'`, [shop.merchantId]);
    await ctx.pool.query(`update item set available = false where merchant_id = $1 and id = 'honey'`, [shop.merchantId]);
    const { cart } = await ask(getCart, { id });
    expect(cart.line_items.map(({ item: { id: itemId }, unit_amount }) => [itemId, unit_amount])).toEqual([['jam', 550], ['honey', 900]]);
    expect(amountOf(cart, 'total')).toBe(2000);
    expect(cart.messages).toMatchObject([
      { type: 'warning', code: 'price_change', param: '$.line_items[0]' },
      { type: 'error', code: 'out_of_stock', param: '$.line_items[1]' },
    ]);
    expect((await ask(putCart, { id, body: { line_items: [{ id: 'jam', quantity: 2 }] } })).cart.messages).toBeUndefined();
  });

  it.each(['nothing', newUuid()])('is 404 for the unknown id %s', async (id) => expect(errorOf(await ask(getCart, { id }))).toEqual([404, 'not_found']));
});

describe('POST /carts/{id}/cancel', () => {
  it('answers what the cart held, and from then on there is none of this id', async () => {
    const { id } = await made();
    const held = await ask(getCart, { id });
    const key = newUuid();
    const canceled = await ask(cancelCart, { id, key });
    expect(canceled).toMatchObject({ status: 200, body: held.body });
    for (const endpoint of [getCart, putCart, cancelCart]) expect(errorOf(await ask(endpoint, { id, ...(endpoint !== getCart && { body: two }) }))).toEqual([404, 'not_found']);
    const again = await ask(cancelCart, { id, key });
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', held.body]);
  });
});

describe('a cart that ran out', () => {
  it('is unknown from that moment on, for the vault too, and a job removes it', async () => {
    const { id } = await made();
    ctx.clock.advance(24 * 3600 - 1);
    await expireCarts(ctx);
    expect((await findOpenCart(ctx, { merchantId: shop.merchantId, cartId: id }))?.id).toBe(id);
    expect(await findOpenCart(ctx, { merchantId: other.merchantId, cartId: id })).toBeNull();
    ctx.clock.advance(1);
    token = await accessTokenOf(ctx, (await makeAgent(ctx)).agentId);
    expect(await findOpenCart(ctx, { merchantId: shop.merchantId, cartId: id })).toBeNull();
    expect((await ask(getCart, { id, as: merchantKey })).status).toBe(404);
    await expireCarts(ctx);
    expect((await ctx.pool.query('select id from cart where id = $1', [id])).rows).toEqual([]);
    foreignToken = await tokenOf();
  });
});

describe('whose a cart is', () => {
  it("is that agent's alone; the merchant's key reads it and leaves it alone; at another merchant it does not exist", async () => {
    const { id } = await made();
    for (const endpoint of [getCart, putCart, cancelCart]) expect((await ask(endpoint, { id, as: foreignToken, ...(endpoint !== getCart && { body: two }) })).status).toBe(404);
    expect((await ask(getCart, { id, as: merchantKey })).status).toBe(200);
    expect((await ask(putCart, { id, as: merchantKey, body: two })).status).toBe(404);
    expect((await ask(cancelCart, { id, as: merchantKey })).status).toBe(404);
    expect((await ask(getCart, { id, at: other })).status).toBe(404);
    expect((await ask(getCart, { id })).status).toBe(200);
  });

  it("made with a merchant's key is the platform's, and any agent's that was handed its id", async () => {
    const { id } = await made({ as: merchantKey });
    expect((await ask(putCart, { id, as: merchantKey, body: two })).status).toBe(200);
    expect((await ask(getCart, { id, as: foreignToken })).status).toBe(200);
  });
});

describe('the Idempotency-Key', () => {
  it('is needed for every POST and PUT, and has 1 to 255 characters', async () => {
    const { id } = await made();
    for (const [endpoint, call] of [[createCart, { body: two }], [putCart, { id, body: two }], [cancelCart, { id }]] as const) {
      expect(errorOf(await ask(endpoint, { ...call, key: null }))).toEqual([400, 'idempotency_key_required']);
      expect(errorOf(await ask(endpoint, { ...call, key: 'x'.repeat(256) }))).toEqual([400, 'invalid_idempotency_key']);
    }
  });

  it('gives the first answer again, marked, and is 422 with another body', async () => {
    const key = newUuid();
    const [first, again] = [await ask(createCart, { body: two, key }), await ask(createCart, { body: { line_items: [{ quantity: 2, id: 'tea' }] }, key })];
    expect(again.body).toEqual(first.body);
    expect([first, again].map(({ status, headers }) => [status, headers.get('idempotent-replayed')])).toEqual([[201, null], [201, 'true']]);
    expect(errorOf(await ask(createCart, { body: { line_items: [{ id: 'tea', quantity: 3 }] }, key }))).toEqual([422, 'idempotency_conflict']);
  });

  it('makes one cart of requests that come together, and belongs to one path', async () => {
    const key = newUuid();
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask(createCart, { body: two, key })));
    const ids = new Set(replies.filter(({ status }) => status === 201).map(({ cart }) => cart.id));
    expect(ids.size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) expect(errorOf(reply)).toEqual([409, 'idempotency_in_flight']);
    const [id = ''] = ids;
    expect((await ask(putCart, { id, body: two, key })).headers.get('idempotent-replayed')).toBeNull();
  });
});
