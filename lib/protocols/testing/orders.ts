import { z } from 'zod';
import { refundOrder } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { newUuid } from '@/lib/kernel/id';
import { money, toDecimal, toWireAmount, type Currency } from '@/lib/kernel/money';
import { getOrder, shipOrder, type Order } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { readBody, testing } from './endpoint';

const ShipBody = z.strictObject({});
/** As in ACP: minor units. As text: major units. */
const RefundBody = z.strictObject({ amount: z.union([z.int().min(1), z.string().max(32)]).optional() });

async function ofAnyMerchant(ctx: Ctx, orderId: string): Promise<Order> {
  const order = await getOrder(ctx, orderId);
  if (!order) throw fail(404, 'not_found', 'There is no such order.');
  return order;
}

/** 409, for an amount that is none 400; `code` as the use case says it. */
const refuse = (code: string): Response => Response.json({ error: code, message: 'This cannot be done to the order as it stands.' }, { status: code === 'invalid_amount' ? 400 : 409 });

/** The same Idempotency-Key acts once. */
const keyOf = (request: Request): string => `test-${(request.headers.get('idempotency-key') ?? newUuid()).slice(0, 200)}`;

/** POST /testing/orders/{id}/ship {}: hands over all that is left, as the merchant would. Under COUNTERSIGN_TEST=1 alone. */
export const postTestShip: Endpoint = testing({
  path: '/testing/orders/[id]/ship',
  handle: async (ctx, request, { id = '' }) => {
    await readBody(request, ShipBody);
    const { merchantId } = await ofAnyMerchant(ctx, id);
    const shipped = await shipOrder(ctx, {
      merchantId, orderId: id, key: keyOf(request), lines: null, carrier: 'Test carrier', trackingNumber: 'TEST-1', trackingUrl: `${ctx.settings.publicOrigin}/orders/${id}`,
    });
    if (!shipped.ok) return refuse(shipped.error.code);
    const { fulfillment } = shipped.value;
    return Response.json({ order_id: id, fulfillment_id: fulfillment.id, type: fulfillment.kind, status: fulfillment.status });
  },
});

/**
 * POST /testing/orders/{id}/refund {amount?}: gives so much back, or all that is left, as the merchant would; once for an Idempotency-Key. Under
 * COUNTERSIGN_TEST=1 alone.
 */
export const postTestRefund: Endpoint = testing({
  path: '/testing/orders/[id]/refund',
  handle: async (ctx, request, { id = '' }) => {
    const body = await readBody(request, RefundBody);
    const { merchantId, currency } = await ofAnyMerchant(ctx, id);
    const refunded = await refundOrder(ctx, { merchantId, orderId: id, amount: toMajorUnits(body.amount, currency), refundKey: keyOf(request) });
    if (!refunded.ok) return refuse(refunded.error.code);
    return Response.json({ order_id: id, amount_refunded: toWireAmount(refunded.value.refundedAmount), currency: currency.toLowerCase() });
  },
});

function toMajorUnits(amount: number | string | undefined, currency: Currency): string | null {
  if (amount === undefined) return null;
  return typeof amount === 'string' ? amount : toDecimal(money(BigInt(amount), currency));
}
