import { z } from 'zod';
import { isFreshlySignedIn } from '@/lib/auth';
import { endOrder } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { parseDecimal, toDecimal, type Currency } from '@/lib/kernel/money';
import {
  advanceFulfillment, cancellationRefund, findOrder, goodsOf, openLines, orderStage, shipOrder, type CancelRefusal, type FulfillmentStatus, type LineQuantity, type Order,
  type ShipRefusal,
} from '@/lib/order';
import { answer } from '../errors';
import { readBody } from '../read-body';
import { askForFreshSignIn, merchantEndpoint, orderIdOf, unknownOrder, WITHOUT_FRESH_SIGN_IN } from './merchant-endpoint';

const MAX_LINES = 200;
const MAX_QUANTITY = 1_000_000;

const Line = z.strictObject({ line_id: z.string().min(1).max(100), quantity: z.int().min(1).max(MAX_QUANTITY) });
const Lines = z
  .array(Line)
  .min(1)
  .max(MAX_LINES)
  .refine((lines) => new Set(lines.map(({ line_id }) => line_id)).size === lines.length, 'must name each line once')
  .optional();
const Words = z.string().max(100).optional();

const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';
export const ShipBody = z.strictObject({
  fulfillment_id: z.uuid(),
  lines: Lines,
  carrier: Words,
  tracking_number: Words,
  tracking_url: z.string().max(500).refine(isHttps, 'must be an https URL').optional(),
});
export const CancelBody = z.strictObject({ cancellation_id: z.uuid(), lines: Lines, reason: z.string().max(300).optional() });
const TELLABLE = ['in_transit', 'out_for_delivery', 'delivered', 'failed'] as const satisfies readonly FulfillmentStatus[];
export const ProgressBody = z.strictObject({ fulfillment_id: z.string().max(64), status: z.enum(TELLABLE), description: Words });

const toLines = (lines: z.infer<typeof Lines>): LineQuantity[] | null => lines?.map(({ line_id, quantity }) => ({ lineId: line_id, quantity })) ?? null;

/** POST /api/dashboard/orders/{id}/ship {fulfillment_id, lines?, carrier?, tracking_number?, tracking_url?}: all that is left without lines; once for a fulfillment_id. */
export const postOrderShip: Endpoint = merchantEndpoint('POST', '/api/dashboard/orders/[id]/ship', async (ctx, request, { merchantId }, params) => {
  const body = await readBody(request, ShipBody);
  const shipped = await shipOrder(ctx, {
    merchantId,
    orderId: orderIdOf(params),
    key: `page-${body.fulfillment_id}`,
    lines: toLines(body.lines),
    carrier: body.carrier ?? null,
    trackingNumber: body.tracking_number ?? null,
    trackingUrl: body.tracking_url ?? null,
  });
  return shipped.ok ? answer(200, { fulfillment_id: shipped.value.fulfillment.id, status: shipped.value.fulfillment.status }) : refuse(shipped.error);
});

/** POST /api/dashboard/orders/{id}/progress {fulfillment_id, status, description?}: what became of goods on their way. */
export const postOrderProgress: Endpoint = merchantEndpoint('POST', '/api/dashboard/orders/[id]/progress', async (ctx, request, { merchantId }, params) => {
  const { fulfillment_id: fulfillmentId, status, description = null } = await readBody(request, ProgressBody);
  const advanced = await advanceFulfillment(ctx, { merchantId, orderId: orderIdOf(params), fulfillmentId, status, description });
  if (advanced.ok) return answer(200, { fulfillment_id: fulfillmentId, status });
  switch (advanced.error.code) {
    case 'not_found':
      return unknownOrder();
    case 'too_many':
      return answer(409, { error: 'too_many', message: 'This parcel has as many steps as one can have.' });
    case 'wrong_status':
      return answer(409, { error: 'wrong_state', message: 'This is not what can happen to it next. Reload the page.' });
  }
});

/** POST /api/dashboard/orders/{id}/cancel {cancellation_id, lines?, reason?}: all that is not handed over without lines; once for a cancellation_id. */
export const postOrderCancel: Endpoint = merchantEndpoint('POST', '/api/dashboard/orders/[id]/cancel', async (ctx, request, user, params) => {
  const { cancellation_id, lines, reason = null } = await readBody(request, CancelBody);
  const { merchantId } = user;
  const orderId = orderIdOf(params);
  const order = await findOrder(ctx, { orderId, reader: { merchantId } });
  if (!order) return unknownOrder();
  if (givesMuchBack(order, toLines(lines)) && !(await isFreshlySignedIn(ctx, user))) return askForFreshSignIn();
  const canceled = await endOrder(ctx, { merchantId, orderId, key: `page-${cancellation_id}`, lines: toLines(lines), reason });
  return canceled.ok ? answer(200, toStanding(canceled.value)) : refuse(canceled.error);
});

/** Whether so much money would go back that a fresh sign-in is needed. What was not captured is not given back, but released. */
function givesMuchBack(order: Order, lines: readonly LineQuantity[] | null): boolean {
  if (order.status === 'canceled') return false;
  const goods = lines ?? openLines(goodsOf(order));
  return cancellationRefund(order, goods) > threshold(order.currency);
}

const threshold = (currency: Currency): bigint => parseDecimal(String(WITHOUT_FRESH_SIGN_IN), currency) ?? 0n;

const toStanding = (order: Order): object => ({
  status: orderStage(goodsOf(order)),
  payment_status: order.paymentStatus,
  refunded_amount: toDecimal({ amount: order.refundedAmount, currency: order.currency }),
  currency: order.currency,
});

function refuse(error: ShipRefusal | CancelRefusal): Response {
  switch (error.code) {
    case 'not_found':
      return unknownOrder();
    case 'order_canceled':
      return answer(409, { error: 'wrong_state', message: 'This order is canceled.' });
    case 'too_many':
      return answer(409, { error: 'too_many', message: 'This order has as many parcels as one can have.' });
    case 'nothing_left':
      return answer(409, { error: 'nothing_left', message: 'Everything was handed over or canceled already. Reload the page.' });
    case 'unknown_line':
      return answer(400, { error: 'invalid_request', message: 'The order has no such line.', param: '$.lines' });
    case 'quantity_exceeded':
      return answer(409, { error: 'quantity_exceeded', message: `Only ${error.leftQuantity} of it is left. Reload the page.`, param: '$.lines' });
  }
}

