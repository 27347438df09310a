import { money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { hostedStatus } from './hosted-status';
import type { HostedCheckout, HostedRow } from './types';

export function toHostedCheckout(ctx: Ctx, row: HostedRow): HostedCheckout {
  const { id, merchantId, checkoutId, provider, url, orderId, expiresAt, cancelUrl } = row;
  const status = hostedStatus(row, ctx.clock.now());
  return {
    id, merchantId, checkoutId, provider, url, orderId, expiresAt, cancelUrl, status,
    amount: money(row.amount, row.currency),
    paymentStatus: status === 'complete' ? 'paid' : 'unpaid',
    returnUrl: row.returnUrl ?? (orderId === null ? null : `${ctx.settings.publicOrigin}/orders/${orderId}`),
  };
}
