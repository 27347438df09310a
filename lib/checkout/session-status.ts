import type { Checkout } from './types';

/** SACP's CheckoutStatus (seed). `awaiting_authorization`: the card's issuer asks for its holder, or a ready session's approval is pending, which the wallet knows. */
export type SessionStatus =
  | 'cart_building'
  | 'awaiting_buyer_info'
  | 'awaiting_authorization'
  | 'ready_for_payment'
  | 'processing'
  | 'completed'
  | 'cancelled'
  | 'failed';

/**
 * Where a checkout stands in SACP's words, as far as the store knows (specs/systems.md, "One model"). A declined card leaves it payable;
 * it has failed for good when its time ran out after a decline.
 */
export function sessionStatus(checkout: Pick<Checkout, 'status' | 'messages'>): SessionStatus {
  switch (checkout.status) {
    case 'open':
      return 'cart_building';
    case 'needs_input':
      return 'awaiting_buyer_info';
    case 'ready':
      return 'ready_for_payment';
    case 'authentication_required':
      return 'awaiting_authorization';
    case 'paying':
      return 'processing';
    case 'completed':
      return 'completed';
    case 'canceled':
      return 'cancelled';
    case 'expired':
      return wasDeclined(checkout) ? 'failed' : 'cancelled';
  }
}

/** Its last payment was declined, and nothing was changed since. */
export const wasDeclined = ({ messages }: Pick<Checkout, 'messages'>): boolean => messages.some(({ code }) => code === 'payment_declined');
