import { findCheckout, selectedOptions } from '@/lib/checkout';
import { invariant } from '@/lib/kernel/invariant';
import { money } from '@/lib/kernel/money';
import type { Ctx, HostedPage } from '@/lib/ports';
import type { HostedRow } from './types';

/** What a provider is to show and charge: the checkout at its held price. Asked for again, it is the same, word for word. */
export async function toHostedPage(ctx: Ctx, row: HostedRow): Promise<HostedPage> {
  const { id, merchantId, checkoutId, amount, currency, expiresAt, cancelUrl, payee } = row;
  const checkout = await findCheckout(ctx, checkoutId);
  invariant(checkout, `hosted checkout ${id} has a checkout`);
  const options = selectedOptions(checkout).filter(({ totalAmount }) => totalAmount > 0n);
  return {
    id, merchantId, checkoutId, expiresAt, cancelUrl, payee,
    amount: money(amount, currency),
    feeAmount: checkout.totals.feeAmount,
    lines: [
      ...checkout.lines.map(({ name, quantity, totalAmount }) => ({ name, quantity, amount: totalAmount })),
      ...options.map(({ title, totalAmount }) => ({ name: title, quantity: 1, amount: totalAmount })),
    ],
    email: checkout.buyer?.email ?? null,
    successUrl: `${ctx.settings.publicOrigin}/pay/${id}`,
  };
}
