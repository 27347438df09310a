import { beforeAll, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { createCheckout, type Checkout } from '@/lib/checkout';
import { addDiscount } from '@/lib/testing/discounts';
import { askFor, BUYER, makeAgent, makeShop, openCheckout, TORONTO, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadApprovalView, type ApprovalView } from './index';

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx();
});

async function viewOf(agent: TestAgent, checkout: Checkout): Promise<ApprovalView> {
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  const view = await loadApprovalView(ctx, { approvalId: asked.value.approvalId, walletId: agent.walletId });
  if (!view) throw new Error('no view');
  return view;
}

it('shows by name what was taken off, every way of handing over, and every place that goods go to; its figures sum to the amount', async () => {
  const [shop, agent] = await Promise.all([makeShop(ctx), makeAgent(ctx)]);
  await insertItem(ctx, { merchantId: shop.merchantId, id: 'ebook', name: 'E-book', description: '', category: 'books', imagePath: null, currency: 'CAD', amount: 9_000n, stock: null, delivery: 'digital' }, 2);
  await addDiscount(ctx, shop, { id: 'each', code: null, name: 'A tenth of tea', scope: 'items', targets: ['tea'], method: 'each' });
  await addDiscount(ctx, shop, { id: 'whole', code: null, name: 'Three off', percentBasisPoints: null, offAmount: 300n, priority: 2 });
  const mum = { ...TORONTO, line_one: '2 Other Street' };
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, wire: 'acp', wireVersion: '2026-04-17', buyer: BUYER, address: TORONTO,
    items: [{ id: 'tea', quantity: 2 }, { id: 'ebook', quantity: 1 }],
    groups: [{ id: 'mum', method: 'shipping', itemIds: ['tea'], contact: null, address: mum, locationId: null, instructions: null }],
  });
  if (!created.ok) throw new Error(created.error.code);
  const view = await viewOf(agent, created.value);
  expect(view).toMatchObject({
    items: [{ id: 'tea', discount: { amount: 200n }, total: { amount: 1_800n } }, { id: 'ebook', discount: null, total: { amount: 9_000n } }],
    discounts: [{ name: 'Three off', amount: { amount: 300n } }],
    discount: { amount: 300n },
    fulfillmentTitle: 'Post + Digital delivery',
    fulfillment: { amount: 500n },
    address: TORONTO,
    destinations: [mum],
  });
  const off = view.discounts.reduce((whole, { amount }) => whole + amount.amount, 0n);
  const items = view.items.reduce((whole, { total }) => whole + total.amount, 0n);
  expect(items - off + (view.fulfillment?.amount ?? 0n) + (view.tax?.amount ?? 0n)).toBe(view.total.amount);
});

it('shows nothing of all that where there is none', async () => {
  const [shop, agent] = await Promise.all([makeShop(ctx), makeAgent(ctx)]);
  const view = await viewOf(agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]));
  expect(view).toMatchObject({ items: [{ discount: null }], discounts: [], discount: null, destinations: [], fulfillmentTitle: 'Post' });
});
