import { toDecimal } from '@/lib/kernel/money';
import type { PaymentEvent, PaymentEventType } from '@/lib/webhook';
import type { NetworkTransaction } from './types';

/** What a merchant is told of a change of one of its transactions: amounts are decimal strings in major units. */
export function toPaymentEvent(before: NetworkTransaction, after: NetworkTransaction): PaymentEvent {
  const { id: transactionId, merchantId, checkoutId, currency, status, declineReason } = after;
  const decimal = (amount: bigint): string => toDecimal({ amount, currency });
  return {
    type: typeOf(before, after),
    merchantId,
    transactionId,
    data: {
      transactionId,
      orderId: checkoutId,
      status,
      amount: decimal(after.amount),
      capturedAmount: decimal(after.capturedAmount),
      refundedAmount: decimal(after.refundedAmount),
      currency,
      ...(declineReason === null ? {} : { declineReason }),
    },
  };
}

/** A part that lapsed after another was captured is told as expired, with what was captured. */
function typeOf(before: NetworkTransaction, { status, declineReason, capturedAmount, refundedAmount }: NetworkTransaction): PaymentEventType {
  if (status === 'declined') return declineReason === 'issuer_unavailable' ? 'payment.failed' : 'payment.declined';
  if (status === 'voided') return 'payment.voided';
  if (refundedAmount > before.refundedAmount) return 'payment.refunded';
  if (capturedAmount > before.capturedAmount) return 'payment.captured';
  return before.status === 'initiated' ? 'payment.authorized' : 'payment.expired';
}
