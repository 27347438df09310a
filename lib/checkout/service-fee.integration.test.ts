import { beforeAll, describe, expect, it } from 'vitest';
import { createCart, loadCart } from '@/lib/cart';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { newUuid } from '@/lib/kernel/id';
import { publicJwks } from '@/lib/mandate';
import { verifyEvidence } from '@/lib/evidence';
import { getOrder } from '@/lib/order';
import { toSession } from '@/lib/protocols/sacp/sessions/to-wire';
import { loadApprovalView } from '@/lib/approval';
import { addDiscount } from '@/lib/testing/discounts';
import { buyCheckout, makeOwner } from '@/lib/testing/evidence';
import { askFor, buyItems, makeAgent, makeShop, openCheckout, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getEvidence } from '@/lib/wallet';
import { checkoutSnapshotPort, endOrder, type Checkout } from './index';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;

const FEE = 75n;

/** As shop.ts says, with a service fee of 0.75 on each order. */
async function makeShopWithFee(): Promise<Shop> {
  const made = await makeShop(ctx);
  await ctx.db.write({ name: 'test.take-fee', text: 'update merchant set service_fee_amount = $2 where id = $1', values: [made.merchantId, FEE.toString()] });
  return made;
}

beforeAll(async () => {
  ctx = await testCtx();
  [shop, agent] = await Promise.all([makeShopWithFee(), makeAgent(ctx)]);
});

const snapshotOf = async (checkout: Checkout) => {
  const found = await checkoutSnapshotPort.find(ctx, { merchant: checkout.merchantId, checkoutId: checkout.id, agentId: agent.agentId });
  if (found.state !== 'ready') throw new Error(found.state);
  return found.snapshot;
};

describe('a merchant with a service fee', () => {
  it('takes it once an order, untaxed, whatever the quantity', async () => {
    const [one, three] = await Promise.all([openCheckout(ctx, shop, agent), openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 3 }])]);
    expect(one.totals).toEqual({ itemsBaseAmount: 1_000n, itemsDiscountAmount: 0n, subtotalAmount: 1_000n, discountAmount: 0n, fulfillmentAmount: 500n, taxAmount: 150n, feeAmount: FEE, totalAmount: 1_725n });
    expect([three.totals.feeAmount, three.totals.totalAmount]).toEqual([FEE, 3_925n]);
  });

  it('keeps it whole under a discount of everything, and the totals add up', async () => {
    const own = await makeShopWithFee();
    await addDiscount(ctx, own, { id: 'all', code: null, percentBasisPoints: 10_000 });
    const { totals } = await openCheckout(ctx, own, agent);
    expect([totals.discountAmount, totals.feeAmount, totals.totalAmount]).toEqual([1_000n, FEE, 500n + 50n + FEE]);
    expect(totals.itemsBaseAmount - totals.itemsDiscountAmount - totals.discountAmount + totals.fulfillmentAmount + totals.taxAmount + totals.feeAmount).toBe(totals.totalAmount);
  });

  it('is shown with it in the cart, in the session, to the owner who approves, and on the order; each list sums to its total', async () => {
    const cart = await createCart(ctx, { merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, items: [{ id: 'tea', quantity: 1 }] });
    if (!cart.ok) throw new Error(cart.error.code);
    expect((await loadCart(ctx, cart.value.id))?.totals).toMatchObject([{ label: 'Service fee', amount: { amount: FEE } }, { label: 'Estimate', amount: { amount: 1_075n } }]);

    const over = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 6 }]);
    expect(toSession({ checkout: over, stepUp: null, payment: null }, 'http://localhost')).toMatchObject({ cart: { fee: '0.75', total: '72.25' } });
    const asked = await askFor(ctx, agent, over);
    if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
    const view = await loadApprovalView(ctx, { approvalId: asked.value.approvalId, walletId: agent.walletId });
    expect([view?.fee?.amount, view?.total.amount]).toEqual([FEE, 7_225n]);

    const order = await getOrder(ctx, await buyItems(ctx, shop, agent));
    const shown = order?.content.totals ?? [];
    expect(shown.filter(({ label }) => label === 'Service fee')).toEqual([{ label: 'Service fee', amount: FEE }]);
    expect(shown.filter(({ label }) => label !== 'Total').reduce((whole, { amount }) => whole + amount, 0n)).toBe(order?.totalAmount);
  });

  it('binds it: another fee is another snapshot, and its facts say so', async () => {
    const snapshot = await snapshotOf(await openCheckout(ctx, shop, agent));
    expect([snapshot.feeAmount, snapshot.facts]).toMatchObject([FEE, { fee: '75', tax: '150', total: '1725' }]);
  });

  it('has evidence that verifies offline, and one whose fee was changed does not', async () => {
    const owner = await makeOwner(ctx);
    const paymentId = await buyCheckout(ctx, owner, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity: 6 }]));
    const evidence = await getEvidence(ctx, { paymentId, agentId: owner.agent.agentId });
    if (!evidence.ok) throw new Error(evidence.error.code);
    const bundle = JSON.parse(JSON.stringify(evidence.value)) as { snapshot: { fee: string } };
    const trust = { jwks: await publicJwks(ctx), origin: ctx.settings.publicOrigin, rpId: new URL(ctx.settings.publicOrigin).hostname };
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: true });
    expect(verifyEvidence({ ...bundle, snapshot: { ...bundle.snapshot, fee: '0' } }, trust)).toMatchObject({ ok: false });
  });

  it('gives it back with the last of the goods, and not before', async () => {
    const buyer = await makeAgent(ctx);
    const orderId = await buyItems(ctx, shop, buyer, [{ id: 'tea', quantity: 3 }]);
    const cancel = (quantity: number) => endOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines: [{ lineId: 'line_1', quantity }], reason: null });
    const refunded = async () => {
      while ((await relayBatch(ctx, consumers)) > 0);
      return (await getOrder(ctx, orderId))?.refundedAmount;
    };
    await cancel(1);
    expect(await refunded()).toBe(1_100n);
    await cancel(2);
    expect(await refunded()).toBe(3_925n);
  });
});

it('a merchant without a fee has none anywhere', async () => {
  const checkout = await openCheckout(ctx, await makeShop(ctx), agent);
  const snapshot = await snapshotOf(checkout);
  expect(checkout.totals).toMatchObject({ feeAmount: 0n, totalAmount: 1_650n });
  expect([snapshot, snapshot.facts, toSession({ checkout, stepUp: null, payment: null }, 'http://localhost')].filter((shown) => /"fee(Amount)?"/.test(JSON.stringify(shown, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))))).toEqual([]);
});
