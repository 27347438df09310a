import { getOrder, goodsOf, orderStage, type Order } from '@/lib/order';
import type { Ctx, KitchenTicketPort } from '@/lib/ports';
import { moveTo } from './decide-move';
import { emitChange } from './emit-change';
import { releasePlace } from './place-store';
import { mayMove, type TicketStatus } from './status';
import { lockTicket, writeTicket } from './store';

/** A ticket goes the way of its order. */
export const kitchenTickets: KitchenTicketPort = { follow: followOrder };

/**
 * Brings a ticket in line with its order, in the transaction that changed the order and holds its lock: canceled, refunded wholly, or handed over by
 * the merchant's hand. Where there is no ticket, or nothing follows, it changes nothing. Its timeline is the order's, which has the step.
 */
async function followOrder(tx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string }): Promise<void> {
  const ticket = await lockTicket(tx, { merchantId, orderId });
  const order = ticket && (await getOrder(tx, orderId));
  const status = order && statusOf(order);
  if (!ticket || !order || !status || !mayMove(ticket.status, status)) return;
  await writeTicket(tx, ticket, moveTo(ticket, status, tx.clock.now()));
  await emitChange(tx, { merchantId, orderId, status, revision: ticket.revision + 1 });
  if (ticket.status !== 'fulfilled' && (status === 'canceled' || status === 'refunded')) await releasePlace(tx, { merchantId, checkoutId: order.checkoutId });
}

/** What the order says of the ticket; null where it says nothing. */
function statusOf(order: Order): TicketStatus | null {
  if (order.refundedAmount > 0n && order.refundedAmount >= order.totalAmount) return 'refunded';
  switch (orderStage(goodsOf(order))) {
    case 'canceled':
      return 'canceled';
    case 'shipped':
      return 'ready';
    case 'completed':
      return 'fulfilled';
    case 'confirmed':
    case 'processing':
      return null;
  }
}
