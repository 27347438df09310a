import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '@/lib/kernel/hash';
import { addDiscount } from '@/lib/testing/discounts';
import { makeAgent, makeShop, openCheckout, payWith, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { completeCheckout, getCheckout, updateCheckout, type Checkout } from './index';

// What moved between pricing and paying: 2xx with a message, nothing charged, nothing spent (rules.md, ACP).

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx();
});

const by = ({ agentId }: TestAgent) => ({ kind: 'agent', agentId }) as const;
const complete = (agent: TestAgent, checkout: Checkout, token: string) =>
  completeCheckout(ctx, { checkoutId: checkout.id, actor: by(agent), token, wireVersion: '2026-04-17', resumed: false });

const sql = (text: string, values: unknown[]): Promise<void> => ctx.db.write({ name: `test.${sha256Hex(text).slice(0, 16)}`, text, values });

async function ready(items = [{ id: 'tea', quantity: 1 }]): Promise<{ shop: Shop; agent: TestAgent; checkout: Checkout; token: string }> {
  const shop = await makeShop(ctx);
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, shop, agent, items);
  return { shop, agent, checkout, token: await tokenFor(ctx, agent, checkout) };
}

const charges = async ({ id }: Checkout): Promise<number> => {
  const rows = await ctx.db.query<{ n: number }>({ name: 'test.charges', text: 'select count(*)::int as n from network_transaction where checkout_id = $1', values: [id] });
  return rows[0]?.n ?? -1;
};

describe('at completion', () => {
  it.each<[name: string, statement: string, expected: object]>([
    ['a price', `update item set amount = 1100 where merchant_id = $1 and id = 'tea'`, { totals: { totalAmount: 1_760n }, messages: [{ kind: 'warning', code: 'price_change', subject: { field: 'line', index: 0 }, text: 'Tea is now $11.00 a piece. It was $10.00.' }] }],
    ['a tax', `update tax_rate set rate_basis_points = 1200 where merchant_id = $1`, { totals: { totalAmount: 1_680n }, messages: [{ code: 'price_change', subject: { field: 'address' }, text: 'Tax is now $1.80. It was $1.50.' }] }],
    ['a shipping rate', `update shipping_rate set amount = 700 where merchant_id = $1`, { totals: { totalAmount: 1_870n }, messages: [{ code: 'price_change', subject: { field: 'fulfillment_option' }, text: 'Delivery is now $7.00. It was $5.00.' }] }],
    ['a service fee', `update merchant set service_fee_amount = 75 where id = $1`, { totals: { totalAmount: 1_725n, feeAmount: 75n }, messages: [{ code: 'price_change', subject: { field: 'payment' }, text: 'The service fee is now $0.75. It was $0.00.' }] }],
  ])('%s that changed is told, with the checkout priced anew and nothing charged or spent', async (_name, statement, expected) => {
    const { shop, agent, checkout, token } = await ready();
    await sql(statement, [shop.merchantId]);
    expect(await complete(agent, checkout, token)).toMatchObject({ ok: true, value: { outcome: 'declined', checkout: { status: 'ready', ...expected } } });
    expect(await charges(checkout)).toBe(0);
    expect(await complete(agent, checkout, token)).toMatchObject({ error: { code: 'invalid_token', reason: 'voided' } });
    const found = await getCheckout(ctx, { checkoutId: checkout.id, actor: by(agent) });
    if (!found.ok) throw new Error(found.error.code);
    await payWith(ctx, agent, found.value, await tokenFor(ctx, agent, found.value));
  });

  it('a discount that was taken back is told', async () => {
    const shop = await makeShop(ctx);
    await addDiscount(ctx, shop, { id: 'own', code: null });
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    await sql('update discount set active = false where merchant_id = $1', [shop.merchantId]);
    expect(await complete(agent, checkout, token)).toMatchObject({ value: { outcome: 'declined', checkout: { messages: [{ code: 'price_change', text: 'Discounts now take $0.00 off. They took $1.00.' }] } } });
  });

  it('what moved for others only, or moved back, keeps nobody from paying what was approved', async () => {
    const { shop, agent, checkout, token } = await ready();
    await sql('update tax_rate set rate_basis_points = 1200 where merchant_id = $1', [shop.merchantId]);
    await sql('update tax_rate set rate_basis_points = 1000 where merchant_id = $1', [shop.merchantId]);
    await sql(`insert into tax_rate (merchant_id, country, region, category, name, rate_basis_points) values ($1, 'US', 'NY', '', 'Sales tax', 400)`, [shop.merchantId]);
    expect(await complete(agent, checkout, token)).toMatchObject({ value: { outcome: 'completed' } });
  });

  it('goods that are not for sale any more are told, and the token is free again', async () => {
    const { shop, agent, checkout, token } = await ready();
    await sql(`update item set available = false where merchant_id = $1 and id = 'tea'`, [shop.merchantId]);
    expect(await complete(agent, checkout, token)).toMatchObject({ value: { outcome: 'declined', checkout: { status: 'needs_input', messages: [{ code: 'out_of_stock', subject: { field: 'line', index: 0 } }] } } });
    expect(await charges(checkout)).toBe(0);
  });

  it('fewer goods than are wanted are told with how many there are', async () => {
    const { shop, agent, checkout, token } = await ready([{ id: 'tea', quantity: 3 }]);
    await sql(`update item set stock = 2 where merchant_id = $1 and id = 'tea'`, [shop.merchantId]);
    expect(await complete(agent, checkout, token)).toMatchObject({ value: { outcome: 'declined', checkout: { status: 'needs_input', messages: [{ kind: 'error', code: 'quantity_exceeded', text: 'Tea: 2 in stock, not 3.' }] } } });
    const fewer = await updateCheckout(ctx, { checkoutId: checkout.id, actor: by(agent), patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(fewer).toMatchObject({ value: { status: 'ready', messages: [{ kind: 'warning', code: 'low_stock' }] } });
  });

  it('no purchase is charged at another price than the one approved, while the price moves back and forth under thirty that pay', async () => {
    const shop = await makeShop(ctx);
    const carts = [];
    for (let n = 0; n < 30; n++) {
      const agent = await makeAgent(ctx);
      const checkout = await openCheckout(ctx, shop, agent);
      carts.push({ agent, checkout, token: await tokenFor(ctx, agent, checkout) });
    }
    const moves = async (): Promise<void> => {
      for (let n = 0; n < 10; n++) await sql(`update item set amount = $2 where merchant_id = $1 and id = 'tea'`, [shop.merchantId, n % 2 === 0 ? '1300' : '1000']);
      await sql(`update item set amount = 1300 where merchant_id = $1 and id = 'tea'`, [shop.merchantId]);
    };
    const [results] = await Promise.all([Promise.all(carts.map(({ agent, checkout, token }) => complete(agent, checkout, token))), moves()]);
    for (const result of results) {
      if (!result.ok) throw new Error(result.error.code);
      const { outcome, checkout } = result.value;
      if (outcome === 'completed') expect(checkout.totals.totalAmount).toBe(1_650n);
    }
    const wrong = await ctx.db.query<{ id: string }>({
      name: 'test.wrong',
      text: `select id from network_transaction where checkout_id = any($1) and amount <> 1650`,
      values: [carts.map(({ checkout }) => checkout.id)],
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe('while pricing', () => {
  it('says that little is left, and that more is wanted than there is', async () => {
    const { agent, checkout } = await ready([{ id: 'last', quantity: 1 }]);
    expect([checkout.status, checkout.messages]).toMatchObject(['ready', [{ kind: 'warning', code: 'low_stock', subject: { field: 'line', index: 0 }, text: 'The last one: 1 left.' }]]);
    const more = await updateCheckout(ctx, { checkoutId: checkout.id, actor: by(agent), patch: { items: [{ id: 'last', quantity: 2 }] } });
    expect(more).toMatchObject({ value: { status: 'needs_input', messages: [{ kind: 'error', code: 'quantity_exceeded' }] } });
  });
});
