import { money, toDecimal } from '@/lib/kernel/money';
import type { Order } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { announce } from '@/lib/webhook';
import type { OrderReturn } from './types';

/** Promises the agent word of what became of its return, in the caller's transaction. */
export const announceReturn = (ctx: Ctx, type: 'approved' | 'refused' | 'refunded', order: Order, orderReturn: OrderReturn): Promise<void> =>
  announce(ctx, {
    type: `return.${type}`,
    agentId: orderReturn.agentId,
    sessionId: order.checkoutId,
    data: {
      return_id: orderReturn.id,
      order_id: order.id,
      session_id: order.checkoutId,
      merchant_id: order.merchantHandle,
      status: orderReturn.status,
      refund_amount: toDecimal(money(orderReturn.refundAmount, orderReturn.currency)),
      currency: orderReturn.currency,
      ...(orderReturn.message === null ? {} : { message: orderReturn.message }),
    },
  });
