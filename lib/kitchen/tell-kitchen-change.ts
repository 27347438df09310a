import { sha256Hex } from '@/lib/kernel/hash';
import { getOrder } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { announce } from '@/lib/webhook';
import { loadTicket } from './store';
import type { KitchenChange } from './types';

/**
 * Tells who listens that a ticket moved: the agent that bought, at its webhook. The merchant's order webhooks are promised with the order's own
 * change (lib/order), where ACP has a word for it. Delivered from the outbox, so it may run twice: an event of one revision has one id.
 */
export async function tellKitchenChange(ctx: Ctx, { orderId, status, revision }: KitchenChange): Promise<void> {
  const [order, ticket] = await Promise.all([getOrder(ctx, orderId), loadTicket(ctx, orderId)]);
  if (!order || !ticket || order.agentId === null) return;
  const { agentId, checkoutId, merchantHandle } = order;
  await inTransaction(ctx, (tx) =>
    announce(tx, {
      type: 'order.updated',
      agentId,
      sessionId: checkoutId,
      eventId: `evt_${sha256Hex(`${orderId}:${revision}`).slice(0, 26)}`,
      data: { order_id: orderId, session_id: checkoutId, merchant_id: merchantHandle, status, pickup_eta: ticket.etaAt.toISOString(), pickup_code: ticket.pickupCode, revision: String(revision) },
    }),
  );
}
