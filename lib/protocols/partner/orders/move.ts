import { recordAct } from '@/lib/auth';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findKitchenOrder, moveTicket, type KitchenAction, type TicketStatus } from '@/lib/kitchen';
import { inTransaction } from '@/lib/ports';
import { toOrderBody } from './to-wire';

/** POST /partner/orders/{id}/ack: the kitchen has seen it. */
export const postPartnerOrderAck: Endpoint = moving('ack', 'acknowledge', ['acknowledged', 'ready', 'fulfilled']);
/** POST /partner/orders/{id}/ready: it waits at the counter. */
export const postPartnerOrderReady: Endpoint = moving('ready', 'ready', ['ready', 'fulfilled']);
/** POST /partner/orders/{id}/fulfill: it was fetched. */
export const postPartnerOrderFulfill: Endpoint = moving('fulfill', 'fulfill', ['fulfilled']);

/** Called again, or after a later step, it answers the order as it is: `reached` are the states in which there is nothing left to do. */
function moving(name: string, action: KitchenAction, reached: readonly TicketStatus[]): Endpoint {
  return endpoint({
    method: 'POST',
    path: `/partner/orders/[id]/${name}`,
    wire: 'partner',
    credentials: ['partner_key'],
    scope: null,
    tenant: 'none',
    handle: (ctx, _request, { id = '' }) => move(ctx, id, action, reached),
  });
}

async function move(ctx: RequestCtx, orderId: string, action: KitchenAction, reached: readonly TicketStatus[]): Promise<Response> {
  const order = await findKitchenOrder(ctx, orderId);
  const moved = order && (await inTransaction(ctx, async (tx) => {
    const tapped = await moveTicket(tx, { merchantId: order.merchantId, orderId, action, commandId: null, userId: null });
    await recordAct(tx, { action: 'move_order', subjects: [orderId], note: action, outcome: tapped.ok && tapped.value.outcome === 'moved' ? 'done' : 'nothing' });
    return tapped;
  }));
  if (!order || !moved?.ok) return answerCoded(404, { error: 'There is no such order.', errorCode: 'ORDER_NOT_FOUND', retryable: false });
  const { status } = moved.value.ticket;
  if (moved.value.outcome === 'stale' && !reached.includes(status)) {
    return answerCoded(409, { error: `The order is ${status}: this is not what can happen to it next.`, errorCode: 'ORDER_STATE_CONFLICT', retryable: false, details: { status } });
  }
  const after = await findKitchenOrder(ctx, orderId);
  return answerCoded(200, toOrderBody(after ?? order));
}
