import { parseDecimal, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { loadMerchantOrder } from '@/lib/order';
import type { Ctx, RefundRefusal } from '@/lib/ports';
import { followNetwork } from './follow-network';

export type RefundOrder = {
  readonly merchantId: string;
  readonly orderId: string;
  /** Major units as written; null refunds all that is left. */
  readonly amount: string | null;
  /** Names this refund among those of its order: the same key refunds once. */
  readonly refundKey: string;
};

export type RefundOrderError =
  | { readonly code: 'not_found' | 'invalid_amount' }
  | (RefundRefusal & { readonly currency: Currency });

/**
 * Refunds a merchant's order, wholly or in part, and answers the sum refunded until now (minor units). The order's total and status stay.
 * Refused with not_found (another merchant's as none), invalid_amount, or what the network says: nothing_captured,
 * amount_exceeds_captured, refused, idempotency_conflict. Asks the network, so call it outside any transaction.
 */
export async function refundOrder(ctx: Ctx, command: RefundOrder): Promise<Result<{ refundedAmount: bigint; currency: Currency }, RefundOrderError>> {
  const order = await loadMerchantOrder(ctx, command);
  const reference = order?.networkTransactionId;
  if (!order || !reference) return err({ code: 'not_found' });
  const { currency } = order.total;
  const amount = command.amount === null ? null : parseDecimal(command.amount, currency);
  if (amount === 0n || (amount === null && command.amount !== null)) return err({ code: 'invalid_amount' });
  const refunded = await ctx.ports.payment.refund(ctx, { reference, amount, refundKey: command.refundKey });
  if (!refunded.ok) return err({ ...refunded.error, currency });
  await followNetwork(ctx, reference);
  const state = refunded.value;
  return ok({ refundedAmount: 'refundedAmount' in state ? state.refundedAmount : 0n, currency });
}
