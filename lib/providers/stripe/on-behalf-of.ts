import { toWireAmount } from '@/lib/kernel/money';
import type { Payee } from '@/lib/ports';

type Charge = { readonly on_behalf_of: string; readonly transfer_data: { readonly destination: string }; readonly application_fee_amount?: number };

/** The fields of a destination charge (docs.stripe.com/connect/destination-charges): the merchant is paid, and named to the buyer; the fee stays. Nothing for the platform's own. */
export function onBehalfOf(payee: Payee | null): Charge | object {
  if (payee === null) return {};
  const { accountId, applicationFeeAmount } = payee;
  return { on_behalf_of: accountId, transfer_data: { destination: accountId }, ...(applicationFeeAmount > 0n && { application_fee_amount: toWireAmount(applicationFeeAmount) }) };
}
