import type { RailRefusal } from '@/lib/quote';
import { refuse } from './common';

/** 400 for a way to pay that the merchant lacks; 503 only when it has none at all (rules.md). */
export function railUnavailable({ available }: RailRefusal): Response {
  const isNoneUp = available.length === 0;
  return refuse(isNoneUp ? 503 : 400, 'PAYMENT_UNAVAILABLE', 'No payment rail is currently configured for the requested merchant or payment method.', {
    details: { availablePaymentMethods: available },
    ...(isNoneUp && { retryable: true }),
  });
}

/** The quarter of an hour of that moment takes no more orders. */
export const slotFull = (at: Date): Response =>
  refuse(400, 'SLOT_FULL', 'The kitchen takes no more orders for this time. Ask for a later window.', { retryable: true, details: { at: at.toISOString() } });
