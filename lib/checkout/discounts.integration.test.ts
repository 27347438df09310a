import { beforeAll, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx, PaymentPort } from '@/lib/ports';
import { addDiscount } from '@/lib/testing/discounts';
import { BUYER, makeAgent, makeShop, openCheckout, payWith, TORONTO, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { completeCheckout, createCheckout, followNetwork, getCheckout, updateCheckout, type Checkout, type CheckoutPatch } from './index';

let ctx: TestCtx;
let shop: Shop;
beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const by = ({ agentId }: TestAgent) => ({ kind: 'agent', agentId }) as const;
const complete = (on: Ctx, agent: TestAgent, checkout: Checkout, token: string) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: by(agent), token, wireVersion: '2026-04-17', resumed: false });

async function change(agent: TestAgent, checkout: Checkout, patch: CheckoutPatch): Promise<Checkout> {
  const changed = await updateCheckout(ctx, { checkoutId: checkout.id, actor: by(agent), patch });
  if (!changed.ok) throw new Error(changed.error.code);
  return changed.value;
}

async function read(agent: TestAgent, checkout: Checkout): Promise<Checkout> {
  const found = await getCheckout(ctx, { checkoutId: checkout.id, actor: by(agent) });
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

/** A checkout of teas with a code, by an agent of its own. */
async function withCode(code: string, { on = shop, email = BUYER.email, quantity = 1 } = {}): Promise<{ agent: TestAgent; checkout: Checkout }> {
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, on, agent, [{ id: 'tea', quantity }]);
  return { agent, checkout: await change(agent, checkout, { discountCodes: [code], buyer: { ...BUYER, email } }) };
}

const redeemed = async (id: string): Promise<{ count: number; counted: number }> => {
  const [row] = await ctx.db.query<{ count: number; counted: number }>({
    name: 'test.redeemed',
    text: `select redeemed_count as count, (select count(*)::int from discount_redemption r where r.discount_id = d.id and r.status = 'counted') as counted from discount d where id = $1`,
    values: [id],
  });
  return row ?? { count: -1, counted: -1 };
};

describe('a code', () => {
  it('takes its part before tax, whatever its letter case, and its allocations are its amount', async () => {
    await addDiscount(ctx, shop, { id: 'half', percentBasisPoints: 5_000, method: 'each' });
    await addDiscount(ctx, shop, { id: 'order' });
    await addDiscount(ctx, shop, { id: 'ship', scope: 'shipping', percentBasisPoints: 10_000, priority: 2 });
    const agent = await makeAgent(ctx);
    const checkout = await createCheckout(ctx, {
      merchantId: shop.merchantId, actor: by(agent), wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'tea', quantity: 2 }], buyer: BUYER, address: TORONTO,
      discountCodes: ['hAlF', 'ORDER', 'ship'],
    });
    expect(checkout).toMatchObject({
      value: {
        status: 'ready',
        messages: [],
        lines: [{ baseAmount: 2_000n, discountAmount: 1_000n, subtotalAmount: 1_000n, taxAmount: 90n }],
        discounts: {
          codes: ['hAlF', 'ORDER', 'ship'],
          applied: [
            { code: 'HALF', couponId: 'half', amount: 1_000n, allocations: [{ target: { kind: 'line', index: 0 }, amount: 1_000n }] },
            { code: 'ORDER', amount: 100n, allocations: [{ target: { kind: 'subtotal' }, amount: 100n }] },
            { code: 'SHIP', amount: 500n, allocations: [{ target: { kind: 'fulfillment' }, amount: 500n }] },
          ],
          rejected: [],
        },
        totals: { itemsBaseAmount: 2_000n, itemsDiscountAmount: 1_000n, subtotalAmount: 1_000n, discountAmount: 600n, fulfillmentAmount: 500n, taxAmount: 90n, totalAmount: 990n },
      },
    });
  });

  it('replaces those before it, none clears them, and an update that does not speak of codes keeps them', async () => {
    await addDiscount(ctx, shop, { id: 'first' });
    await addDiscount(ctx, shop, { id: 'second', percentBasisPoints: 2_000 });
    const { agent, checkout } = await withCode('first');
    const codes = (changed: Checkout): unknown => changed.discounts.applied.map(({ code }) => code);
    expect(codes(await change(agent, checkout, { items: [{ id: 'tea', quantity: 3 }] }))).toEqual(['FIRST']);
    expect(codes(await change(agent, checkout, { discountCodes: ['SECOND'] }))).toEqual(['SECOND']);
    const cleared = await change(agent, checkout, { discountCodes: [] });
    expect([cleared.discounts, cleared.totals.discountAmount]).toEqual([{ codes: [], applied: [], rejected: [] }, 0n]);
  });

  it('that is not taken is told with its place, in plain words, and does not keep anyone from paying', async () => {
    const { checkout } = await withCode('no \u202e such https://evil.example/x');
    expect(checkout).toMatchObject({
      status: 'ready',
      discounts: { applied: [], rejected: [{ code: 'no such [link removed]', reason: 'discount_code_invalid' }] },
      messages: [{ kind: 'warning', code: 'discount_code_invalid', subject: { field: 'discount_code', index: 0 } }],
    });
  });

  it('makes another cart of what was approved: the token from before is void', async () => {
    await addDiscount(ctx, shop, { id: 'later' });
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    const changed = await change(agent, checkout, { discountCodes: ['LATER'] });
    expect(await complete(ctx, agent, changed, token)).toMatchObject({ error: { code: 'invalid_token', reason: 'voided' } });
    await payWith(ctx, agent, changed, await tokenFor(ctx, agent, changed));
  });

  it('that takes all there is leaves nothing that could be paid, and says so', async () => {
    await addDiscount(ctx, shop, { id: 'all', percentBasisPoints: 10_000 });
    await addDiscount(ctx, shop, { id: 'free', scope: 'shipping', percentBasisPoints: 10_000 });
    const { agent, checkout } = await withCode('all');
    expect(checkout.totals.totalAmount).toBe(550n);
    expect(await change(agent, checkout, { discountCodes: ['all', 'free'] })).toMatchObject({ status: 'needs_input', totals: { totalAmount: 0n }, messages: [{ code: 'minimum_not_met' }] });
  });

  it("for a first purchase is refused to nobody's cart, and to a buyer who bought before", async () => {
    const own = await makeShop(ctx);
    await addDiscount(ctx, own, { id: 'new', firstPurchaseOnly: true });
    const anonymous = await createCheckout(ctx, {
      merchantId: own.merchantId, actor: { kind: 'guest' }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'tea', quantity: 1 }], discountCodes: ['new'],
    });
    expect(anonymous).toMatchObject({ value: { discounts: { rejected: [{ reason: 'discount_code_user_not_logged_in' }] } } });
    const { agent, checkout } = await withCode('new', { on: own });
    expect(checkout.discounts.applied).toHaveLength(1);
    await payWith(ctx, agent, checkout, await tokenFor(ctx, agent, checkout));
    const again = await withCode('new', { on: own, email: BUYER.email.toUpperCase() });
    expect(again.checkout.discounts.rejected).toMatchObject([{ reason: 'discount_code_user_ineligible' }]);
  });
});

describe('a discount without a code', () => {
  it('applies by itself, and is no refusal where it does not hold', async () => {
    const own = await makeShop(ctx);
    await addDiscount(ctx, own, { id: 'bulk', code: null, minimumAmount: 3_000n });
    const agent = await makeAgent(ctx);
    const small = await openCheckout(ctx, own, agent, [{ id: 'tea', quantity: 2 }]);
    expect([small.discounts.applied, small.messages]).toEqual([[], []]);
    expect((await change(agent, small, { items: [{ id: 'tea', quantity: 3 }] })).discounts.applied).toMatchObject([{ code: null, amount: 300n }]);
  });
});

describe('a discount with one use left', () => {
  it('is taken once by fifty that pay at the same moment; the others are told, nothing is charged, and nobody pays more than was approved', async () => {
    await addDiscount(ctx, shop, { id: 'last', maxRedemptions: 1 });
    const carts = [];
    for (let n = 0; n < 50; n++) {
      const cart = await withCode('last', { email: `buyer-${n}@buyer.example` });
      carts.push({ ...cart, token: await tokenFor(ctx, cart.agent, cart.checkout) });
    }
    const results = await Promise.all(carts.map(({ agent, checkout, token }) => complete(ctx, agent, checkout, token)));
    const outcomes = results.map((result) => result.ok && result.value.outcome);
    expect(outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'declined')).toHaveLength(49);
    expect(await redeemed('last')).toEqual({ count: 1, counted: 1 });
    const index = outcomes.indexOf('declined');
    const loser = carts[index];
    if (!loser) throw new Error('nobody lost');
    expect(results[index]).toMatchObject({
      value: {
        checkout: {
          status: 'ready', totals: { discountAmount: 0n, totalAmount: 1_650n },
          messages: [{ kind: 'warning', code: 'discount_code_usage_limit_reached', subject: { field: 'discount_code', index: 0 } }],
        },
      },
    });
    expect(await complete(ctx, loser.agent, loser.checkout, loser.token)).toMatchObject({ error: { code: 'invalid_token', reason: 'voided' } });
    const [charges] = await ctx.db.query<{ n: number }>({ name: 'test.charges', text: 'select count(*)::int as n from network_transaction where checkout_id = any($1)', values: [carts.map(({ checkout }) => checkout.id)] });
    expect(charges?.n).toBe(1);
    const now = await read(loser.agent, loser.checkout);
    await payWith(ctx, loser.agent, now, await tokenFor(ctx, loser.agent, now));
  }, 120_000);

  it('is free again when the card is declined, and when the payment is voided', async () => {
    await addDiscount(ctx, shop, { id: 'again', maxRedemptions: 1 });
    const { agent, checkout } = await withCode('again');
    const declining = (network: Partial<PaymentPort>): Ctx => ({ ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, ...network } } });
    const no = declining({ retrieve: () => Promise.resolve(null), authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_x', reason: 'insufficient_funds' }) });
    expect(await complete(no, agent, checkout, await tokenFor(ctx, agent, checkout))).toMatchObject({ value: { outcome: 'declined' } });
    expect(await redeemed('again')).toEqual({ count: 0, counted: 0 });
    await payWith(ctx, agent, checkout, await tokenFor(ctx, agent, checkout), { capture: false });
    expect(await redeemed('again')).toEqual({ count: 1, counted: 1 });
    expect((await withCode('again')).checkout.discounts.rejected).toMatchObject([{ reason: 'discount_code_usage_limit_reached' }]);
    const [charge] = await ctx.db.query<{ id: string }>({ name: 'test.charge', text: 'select id from network_transaction where checkout_id = $1', values: [checkout.id] });
    await ctx.ports.payment.void(ctx, charge?.id ?? '');
    await followNetwork(ctx, charge?.id ?? '');
    await followNetwork(ctx, charge?.id ?? '');
    expect(await redeemed('again')).toEqual({ count: 0, counted: 0 });
  });

  it('once for each buyer is taken once by one buyer in two carts at the same moment', async () => {
    await addDiscount(ctx, shop, { id: 'each', maxPerBuyer: 1 });
    const carts = await Promise.all([withCode('each'), withCode('each')]);
    const tokens: string[] = [];
    for (const { agent, checkout } of carts) tokens.push(await tokenFor(ctx, agent, checkout));
    const results = await Promise.all(carts.map(({ agent, checkout }, index) => complete(ctx, agent, checkout, tokens[index] ?? '')));
    expect(results.map((result) => result.ok && result.value.outcome).sort()).toEqual(['completed', 'declined']);
    expect(await redeemed('each')).toEqual({ count: 1, counted: 1 });
  });

  it('that ends between pricing and paying is told, and nothing is charged', async () => {
    const at = await testCtx();
    const own = await makeShop(at);
    await addDiscount(at, own, { id: 'brief', endsAt: addSeconds(at.clock.now(), 60) });
    const agent = await makeAgent(at);
    const opened = await openCheckout(at, own, agent);
    const changed = await updateCheckout(at, { checkoutId: opened.id, actor: by(agent), patch: { discountCodes: ['brief'] } });
    if (!changed.ok) throw new Error(changed.error.code);
    const token = await tokenFor(at, agent, changed.value);
    at.clock.advance(61);
    expect(await complete(at, agent, changed.value, token)).toMatchObject({ value: { outcome: 'declined', checkout: { status: 'ready', messages: [{ code: 'discount_code_expired' }] } } });
  });
});
