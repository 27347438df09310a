import type { Checkout } from '@/lib/checkout';
import type { Quote } from './types';

type Standing = { readonly quote: Pick<Quote, 'expiresAt'>; readonly checkout: Pick<Checkout, 'status' | 'expiresAt'>; readonly method: string; readonly now: Date };

/**
 * Whether a quote can still be confirmed. Pure. It is over at its expiry, but for the page of a card payment that was opened in time: as long as that
 * keeps the checkout alive, confirming by card again finds it.
 */
export function decideState({ quote, checkout, method, now }: Standing): 'paid' | 'open' | 'over' {
  if (checkout.status === 'completed') return 'paid';
  if (checkout.status === 'paying') return 'open';
  if (checkout.status === 'canceled' || checkout.expiresAt <= now) return 'over';
  return quote.expiresAt > now || (method === 'card' && checkout.expiresAt > quote.expiresAt) ? 'open' : 'over';
}
