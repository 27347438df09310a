import { newId } from '@/lib/kernel/id';
import { formatMoney, money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { changeOrder } from './change-order';
import { pendingRefundAmount, refundedAmount } from './progress';
import { lockOrderOf, writeProgress } from './store';
import type { Adjustment, Order } from './types';

type NetworkRefunds = { readonly merchantId: string; readonly checkoutId: string; readonly reference: string; /** The sum until now, minor units. */ readonly refundedAmount: bigint };

/**
 * So much of a checkout's order went back to the card until now, as the network tells; its total stays. What no refund of ours accounts for was
 * made at the network itself, and is listed with the others. While one of ours is under way it cannot be told apart: its end asks again.
 * In the caller's transaction. Called again, or late, it changes nothing.
 */
export async function recordRefund(ctx: Ctx, told: NetworkRefunds): Promise<void> {
  const order = await lockOrderOf(ctx, told);
  if (!order) return;
  const known: Order = { ...order, refundedAmount: told.refundedAmount > order.refundedAmount ? told.refundedAmount : order.refundedAmount };
  const elsewhere = told.refundedAmount - refundedAmount(order.progress);
  if (pendingRefundAmount(order.progress) > 0n || elsewhere <= 0n) {
    if (known.refundedAmount !== order.refundedAmount) await writeProgress(ctx, known);
    return;
  }
  const now = ctx.clock.now();
  const refund: Adjustment = {
    id: newId('adjustment', now.getTime()), key: `${told.reference}:${told.refundedAmount}`, kind: 'refund', status: 'completed', lines: [], amount: elsewhere,
    reason: null, description: null, origin: 'network', at: now.toISOString(),
  };
  await changeOrder(
    ctx,
    { ...known, progress: { ...order.progress, adjustments: [...order.progress.adjustments, refund] } },
    { kind: 'refunded', detail: { reference: told.reference, amount: String(elsewhere) }, note: formatMoney(money(elsewhere, order.currency)) },
  );
}
