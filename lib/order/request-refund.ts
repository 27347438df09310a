import { newId } from '@/lib/kernel/id';
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { leftToRefund } from './progress';
import { lockOrder, writeProgress } from './store';
import type { Adjustment, LineQuantity, Order } from './types';

const MAX_ADJUSTMENTS = 200;
const MAX_REASON_LENGTH = 60;
const MAX_DESCRIPTION_LENGTH = 300;

export type RequestRefund = {
  readonly merchantId: string;
  readonly orderId: string;
  /** Minor units, above zero; null: all that is left. */
  readonly amount: bigint | null;
  /** Names this refund among those of its order, here and at the network: the same key refunds once. */
  readonly refundKey: string;
  readonly origin: Adjustment['origin'];
  readonly lines?: readonly LineQuantity[];
  readonly reason?: string | null;
  readonly description?: string | null;
};

export type RequestRefundRefusal =
  | { readonly code: 'not_found' | 'nothing_captured' | 'too_many' }
  /** The key was used for another amount. */
  | { readonly code: 'idempotency_conflict' }
  | { readonly code: 'amount_exceeds_captured'; readonly leftAmount: bigint; readonly currency: Currency };

/**
 * Records a refund before anybody is asked for the money, with the key that the network will know it by, and promises that it is made:
 * however the process ends, this key and no other is asked with again. What is recorded never exceeds the order's total, under any number
 * of calls at once. A key that is known answers its refund as it stands.
 */
export const requestRefund = (ctx: Ctx, command: RequestRefund): Promise<Result<{ order: Order; refund: Adjustment }, RequestRefundRefusal>> =>
  inTransaction<Ctx, Result<{ order: Order; refund: Adjustment }, RequestRefundRefusal>>(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderId: command.orderId, reader: { merchantId: command.merchantId } });
    if (!order) return err({ code: 'not_found' });
    const earlier = order.progress.adjustments.find(({ key, kind }) => kind === 'refund' && key === command.refundKey);
    if (earlier) return command.amount === null || command.amount === earlier.amount ? ok({ order, refund: earlier }) : err({ code: 'idempotency_conflict' });
    if (order.paymentStatus === 'voided' || order.paymentStatus === 'expired') return err({ code: 'nothing_captured' });
    if (order.progress.adjustments.length >= MAX_ADJUSTMENTS) return err({ code: 'too_many' });
    const leftAmount = leftToRefund(order);
    const amount = command.amount ?? leftAmount;
    if (amount <= 0n || amount > leftAmount) return err({ code: 'amount_exceeds_captured', leftAmount, currency: order.currency });
    return ok(await recordRequest(tx, order, { ...command, amount }));
  });

/** The same for a locked order and an amount that is known to be left. */
export async function recordRequest(tx: Ctx, order: Order, { amount, ...command }: RequestRefund & { readonly amount: bigint }): Promise<{ order: Order; refund: Adjustment }> {
  const now = tx.clock.now();
  const words = (text: string | null | undefined, max: number): string | null => (text ? cleanText(text, max) || null : null);
  const refund: Adjustment = {
    id: newId('adjustment', now.getTime()),
    key: command.refundKey,
    kind: 'refund',
    status: 'pending',
    lines: command.lines ?? [],
    amount,
    reason: words(command.reason, MAX_REASON_LENGTH),
    description: words(command.description, MAX_DESCRIPTION_LENGTH),
    origin: command.origin,
    at: now.toISOString(),
  };
  const requested: Order = { ...order, progress: { ...order.progress, adjustments: [...order.progress.adjustments, refund] } };
  await writeProgress(tx, requested);
  await emit(tx, { topic: 'order.refund', aggregateId: refund.id, tenantId: order.merchantId, payload: { orderId: order.id, adjustmentId: refund.id } });
  return { order: requested, refund };
}
