import { money, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { listReturns } from './store';
import type { ReturnStatus } from './status';
import type { ReturnReason } from './types';

export type ReturnView = {
  readonly id: string;
  readonly status: ReturnStatus;
  readonly reason: ReturnReason;
  /** The agent's own words. */
  readonly note: string | null;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
  /** Expected, granted or given back, as the status says. */
  readonly refund: Money;
  /** The merchant's words. */
  readonly message: string | null;
  readonly createdAt: Date;
};

/** The returns of an order whose reader may see it, oldest first. */
export async function loadReturns(ctx: Ctx, orderId: string): Promise<ReturnView[]> {
  const returns = await listReturns(ctx, [orderId]);
  return returns.map(({ id, status, reason, note, lines, refundAmount, currency, message, createdAt }) => ({
    id,
    status,
    reason,
    note,
    lines: lines.map(({ name, quantity }) => ({ name, quantity })),
    refund: money(refundAmount, currency),
    message,
    createdAt,
  }));
}
