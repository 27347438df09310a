import { z } from 'zod';
import type { PaymentState } from '@/lib/ports';

/** What we read of a PaymentIntent, with `latest_charge` expanded. */
export const PaymentIntent = z.object({
  id: z.string().regex(/^pi_\w+$/),
  status: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  cancellation_reason: z.string().nullish(),
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
  transfer_data: z.object({}).nullish(),
  application_fee_amount: z.number().int().nullish(),
  latest_charge: z.union([z.string(), z.object({ amount_captured: z.number().int(), amount_refunded: z.number().int() })]).nullish(),
});
export type PaymentIntent = z.infer<typeof PaymentIntent>;

export const EXPAND = ['latest_charge'];

/** Stripe ends an authorisation by itself when its time is over. */
const LAPSED: readonly unknown[] = ['automatic', 'expired'];

/**
 * The state of one whose bank has said yes at some time; null while that has not happened (a method, an action or a confirmation is waited
 * for, or it is being processed).
 */
export function toSettledState({ id: reference, status, cancellation_reason, latest_charge }: PaymentIntent): PaymentState | null {
  switch (status) {
    case 'requires_capture':
      return { status: 'authorized', reference, refundedAmount: 0n };
    case 'succeeded':
      return { status: 'captured', reference, refundedAmount: typeof latest_charge === 'object' ? BigInt(latest_charge?.amount_refunded ?? 0) : 0n };
    case 'canceled':
      return { status: LAPSED.includes(cancellation_reason) ? 'expired' : 'voided', reference };
    default:
      return null;
  }
}
