import { beforeAll, describe, expect, it } from 'vitest';
import { capturePayment, completeCheckout, createCheckout, estimateItems, findCheckoutPayment, updateCheckout, type Checkout } from '@/lib/checkout';
import { getMerchant } from '@/lib/merchant';
import { inTransaction } from '@/lib/ports';
import { openCheckout, TORONTO, type Shop } from './shop';
import type { TestCtx } from './test-ctx';
import { vaultToken } from './vault';

/** Somebody who stands behind the ports of catalogue, prices, tax, places, payments and receipts, and a shop as makeShop makes it that all of them know. */
export type DownstreamWorld = { readonly ctx: TestCtx; readonly shop: Shop };

/** What carts rely on, whoever stands behind the six ports: what is built in, or services of the operator's. */
export function describeDownstream(name: string, makeWorld: () => Promise<DownstreamWorld>): void {
  describe(`the downstream ports over ${name}`, () => {
    let ctx: TestCtx;
    let shop: Shop;
    beforeAll(async () => {
      ({ ctx, shop } = await makeWorld());
    });

    const query = ({ id: checkoutId }: Checkout) => ({ checkoutId, actor: { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const });
    const pay = async (checkout: Checkout, token: string) => completeCheckout(ctx, { ...query(checkout), token, wireVersion: '2026-04-17', resumed: false });

    it('price a cart with its tax', async () => {
      const { totals, lines } = await openCheckout(ctx, shop, null, [{ id: 'tea', quantity: 3 }, { id: 'last', quantity: 1 }]);
      expect(lines.map(({ name: title, unitAmount }) => [title, unitAmount])).toEqual([['Tea', 1_000n], ['The last one', 1_000n]]);
      expect(totals).toMatchObject({ itemsBaseAmount: 4_000n, fulfillmentAmount: 500n, taxAmount: 450n, totalAmount: 4_950n });
    });

    it('price one that is made and changed within a transaction, and again', async () => {
      const changed = await inTransaction(ctx, async (tx) => {
        const checkout = await openCheckout(tx, shop, null);
        return updateCheckout(tx, { ...query(checkout), patch: { items: [{ id: 'tea', quantity: 2 }, { id: 'last', quantity: 1 }] } });
      });
      expect(changed).toMatchObject({ ok: true, value: { totals: { itemsBaseAmount: 3_000n, taxAmount: 350n, totalAmount: 3_850n } } });
    });

    it('know no item that is not sold', async () => {
      const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const;
      const items = [{ id: 'tea', quantity: 1 }, { id: 'coffee', quantity: 1 }];
      expect(await createCheckout(ctx, { merchantId: shop.merchantId, actor, wire: 'acp', wireVersion: '2026-04-17', items, address: TORONTO })).toEqual({
        ok: false, error: { code: 'unknown_item', index: 1, itemId: 'coffee' },
      });
    });

    it('tell what items cost before anything is known of the buyer', async () => {
      expect(await estimateItems(ctx, await getMerchant(ctx, shop.merchantId), [{ id: 'tea', quantity: 2 }])).toMatchObject({ ok: true, value: { totals: { itemsBaseAmount: 2_000n } } });
    });

    it('sell where the merchant sells, and nowhere else', async () => {
      const sells = (country: string | null) => ctx.ports.geo.sells(ctx, { merchantId: shop.merchantId, country });
      expect(await Promise.all([sells('CA'), sells(null), sells('FR')])).toEqual([true, true, false]);
    });

    it('pay once, capture and give a receipt', async () => {
      const checkout = await openCheckout(ctx, shop, null);
      const token = await vaultToken(ctx, checkout);
      const paid = await pay(checkout, token);
      expect(paid).toMatchObject({ ok: true, value: { outcome: 'completed' } });
      const order = paid.ok ? paid.value.checkout.order : null;
      const payment = await findCheckoutPayment(ctx, checkout.id);
      if (!order || !payment) throw new Error('nothing was paid');
      await capturePayment(ctx, { orderId: order.id, attemptId: payment.attemptId });
      await capturePayment(ctx, { orderId: order.id, attemptId: payment.attemptId });
      expect(await findCheckoutPayment(ctx, checkout.id)).toMatchObject({ status: 'captured' });
      expect(await ctx.ports.payment.retrieve(ctx, payment.attemptId)).toMatchObject({ status: 'captured', reference: payment.transactionId, refundedAmount: 0n });
      const receipt = () => ctx.ports.receipt.generate(ctx, { merchantId: shop.merchantId, orderId: order.id, facts: { order_id: order.id, total_minor: 1_650 } });
      const first = await receipt();
      expect(first).toContain(order.id);
      expect(await receipt()).toBe(first);
    });
  });
}
