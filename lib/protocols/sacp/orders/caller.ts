import { findOrder, type Order, type OrderReader } from '@/lib/order';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/**
 * Whose orders a call may see: those the agent bought, or those the merchant sold. An order's id resolves by itself; a merchant that was
 * named beside it must be its own.
 */
export function readerOf({ principal, merchant }: RequestCtx): OrderReader {
  if (principal.kind === 'agent') return { agentId: principal.agentId, merchantId: merchant?.id };
  invariant(principal.kind === 'merchant_key' || principal.kind === 'merchant_user', 'the entrance admits agents and merchants only');
  return { merchantId: principal.merchantId };
}

export const findOwn = (ctx: RequestCtx, orderId: string): Promise<Order | null> => findOrder(ctx, { orderId, reader: readerOf(ctx) });

/** Who decides for a merchant, and in whose name that is recorded. Staff see orders and decide nothing. */
export function deciderOf({ principal }: RequestCtx): { merchantId: string; decidedBy: string } {
  if (principal.kind === 'merchant_key') return { merchantId: principal.merchantId, decidedBy: principal.keyId };
  invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
  if (principal.role === 'staff') throw fail(403, 'forbidden', 'Only the owner or a manager of the store decides on returns.');
  return { merchantId: principal.merchantId, decidedBy: principal.userId };
}
