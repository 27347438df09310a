import { money, sum, toDecimal } from '@/lib/kernel/money';
import type { Order } from '@/lib/order';
import { returningQuantity, type OrderReturn, type ReturnStatus } from '@/lib/order-return';

const ORDERS = '/api/agent/v1/orders';

/** An order of SACP: amounts are decimal strings in major units, `items` as in a session's cart. */
export function toOrder(order: Order, returns: readonly OrderReturn[], origin: string): object {
  const decimal = (amount: bigint): string => toDecimal(money(amount, order.currency));
  const { content } = order;
  return {
    id: order.id,
    number: order.number,
    merchant_id: order.merchantHandle,
    session_id: order.checkoutId,
    agent_id: order.agentId,
    status: order.status === 'canceled' ? 'cancelled' : order.status,
    payment: { status: order.paymentStatus, human_present: order.humanPresent },
    items: content.lines.map((line) => ({
      product_id: line.itemId,
      name: line.name,
      quantity: line.quantity,
      unit_price: decimal(line.unitAmount),
      total: decimal(line.totalAmount),
      tax: decimal(line.taxAmount),
    })),
    totals: content.totals.map(({ label, amount }) => ({ label, amount: decimal(amount) })),
    total: decimal(order.totalAmount),
    currency: order.currency,
    ...(content.buyer && { buyer: { ...(content.buyer.name === null ? {} : { name: content.buyer.name }), email: content.buyer.email } }),
    ...(content.address && { shipping_address: content.address }),
    ...(content.fulfillmentTitle === null ? {} : { fulfillment: { title: content.fulfillmentTitle } }),
    refund: toRefund(order, returns),
    returns: returns.map(toReturn),
    permalink_url: `${origin}/orders/${order.id}`,
    links: {
      self: `${origin}${ORDERS}/${order.id}`,
      returns: `${origin}${ORDERS}/${order.id}/returns`,
      session: `${origin}/api/agent/v1/sessions/${order.checkoutId}`,
    },
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    next_step: nextStep(order, returns),
  };
}

/** What of the total came back (`amount`), for returns or without one, and what is on its way (`pending_amount`). */
function toRefund(order: Order, returns: readonly OrderReturn[]): object {
  const approved = sum(returns.filter(({ status }) => status === 'approved').map(({ refundAmount }) => refundAmount));
  const ofMerchant = order.progress.adjustments.filter(({ kind, status, origin }) => kind === 'refund' && status === 'pending' && origin !== 'return');
  const [refunded, pending] = [order.refundedAmount, approved + sum(ofMerchant.map(({ amount }) => amount))];
  const status = refunded === order.totalAmount ? 'full' : refunded > 0n ? 'partial' : pending > 0n ? 'pending' : 'none';
  return { status, amount: toDecimal(money(refunded, order.currency)), pending_amount: toDecimal(money(pending, order.currency)) };
}

function nextStep(order: Order, returns: readonly OrderReturn[]): string {
  if (order.status === 'canceled') return order.paymentStatus === 'captured' ? 'Nothing: the merchant canceled it; refund tells what came back.' : 'Nothing: the payment was voided and nothing was charged.';
  if (returns.some(({ status }) => status === 'requested')) return `The merchant decides on the return: read GET ${ORDERS}/{id}/returns, or listen to return.approved and return.refused.`;
  const isAllReturned = order.content.lines.every(({ itemId }) => returningQuantity(returns, itemId) >= boughtQuantity(order, itemId));
  return isAllReturned ? 'Nothing: everything was returned.' : `Nothing, unless goods are to go back: POST ${ORDERS}/{id}/returns.`;
}

const boughtQuantity = (order: Order, itemId: string): number =>
  order.content.lines.filter((line) => line.itemId === itemId).reduce((total, { quantity }) => total + quantity, 0);

/** A return; `refund_amount` has been paid back once `status` says refunded. */
export const toReturn = (made: OrderReturn): object => ({
  id: made.id,
  order_id: made.orderId,
  status: made.status,
  items: made.lines.map(({ itemId, name, quantity }) => ({ product_id: itemId, name, quantity })),
  reason: made.reason,
  ...(made.note === null ? {} : { note: made.note }),
  refund_amount: toDecimal(money(made.refundAmount, made.currency)),
  currency: made.currency,
  ...(made.message === null ? {} : { message: made.message }),
  created_at: made.createdAt.toISOString(),
  ...(made.decidedAt && { decided_at: made.decidedAt.toISOString() }),
  ...(made.refundedAt && { refunded_at: made.refundedAt.toISOString() }),
  next_step: RETURN_STEPS[made.status],
});

const RETURN_STEPS: Record<ReturnStatus, string> = {
  requested: `Wait for the merchant: read GET ${ORDERS}/{id}/returns, or listen to return.approved and return.refused.`,
  approved: 'Send the goods back. The refund is on its way; return.refunded tells when it was made.',
  refused: 'Read message. The same goods may be asked for again.',
  refunded: 'Nothing: the refund was made to the card that paid.',
};
