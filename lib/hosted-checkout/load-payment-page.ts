import { findCheckout, totalRows } from '@/lib/checkout';
import { invariant } from '@/lib/kernel/invariant';
import { money, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { findHosted } from './store';
import { toHostedCheckout } from './to-hosted-checkout';
import type { HostedCheckout } from './types';

/** What a person sees who is to pay. */
export type PaymentPageView = {
  readonly hosted: HostedCheckout;
  readonly merchantName: string;
  /** As it was priced: what is held, not what the merchant asks today. */
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly total: Money }[];
  readonly totals: readonly { readonly label: string; readonly amount: Money }[];
  /** A try is under way. */
  readonly isBeingPaid: boolean;
  /** Whole minutes that are left, rounded down. */
  readonly minutesLeft: number;
};

/** By the unguessable id; null where there is none. */
export async function loadPaymentPage(ctx: Ctx, id: string): Promise<PaymentPageView | null> {
  const row = await findHosted(ctx, id);
  if (!row) return null;
  const checkout = await findCheckout(ctx, row.checkoutId);
  invariant(checkout, `hosted checkout ${id} has a checkout`);
  const { currency } = row;
  return {
    hosted: toHostedCheckout(ctx, row),
    merchantName: checkout.merchantName,
    lines: checkout.lines.map(({ name, quantity, subtotalAmount }) => ({ name, quantity, total: money(subtotalAmount, currency) })),
    totals: totalRows(checkout).map(({ label, amount }) => ({ label, amount: money(amount, currency) })),
    isBeingPaid: row.checkoutStatus === 'paying',
    minutesLeft: Math.max(0, Math.floor((row.expiresAt.getTime() - ctx.clock.now().getTime()) / 60_000)),
  };
}
