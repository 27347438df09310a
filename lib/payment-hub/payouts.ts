import type { Ctx } from '@/lib/ports';
import { listPaid, listPayoutRows } from './store';
import type { OrderShare, Payout } from './types';

/** The last payouts of a merchant, the newest first, as the provider told them when the account was last asked for. */
export const listPayouts = (ctx: Ctx, merchantId: string, limit = 20): Promise<Payout[]> => listPayoutRows(ctx, merchantId, limit);

/** The last card orders of a merchant with what it receives of each. Of a refund the platform gives back its share of the fee. */
export async function listOrderShares(ctx: Ctx, merchantId: string, limit = 50): Promise<OrderShare[]> {
  const rows = await listPaid(ctx, merchantId, limit);
  return rows.map(({ id, created_at, currency, amount, refunded_amount, application_fee_amount }) => {
    const left = amount - refunded_amount;
    // As Stripe takes it back: the fee goes with the part that is refunded, less than a unit stays.
    const feeAmount = amount === 0n ? 0n : application_fee_amount - (application_fee_amount * refunded_amount) / amount;
    return { orderId: id, paidAt: created_at, currency, amount, refundedAmount: refunded_amount, feeAmount, netAmount: left - feeAmount };
  });
}
