import Stripe from 'stripe';
import { PaymentTimeout, withTimeout } from '../payment-timeout';
import { Unavailable } from '@/lib/ports';

/**
 * How a call of Stripe's failed. `declined`: by the card's bank. `refused`: Stripe did not try. `conflict`: the key was used for another
 * request. `unclear`: Stripe failed inside (5xx), and answers the same under the same key; whether it acted is to be found out.
 */
export type Trouble = { readonly kind: 'declined' | 'refused' | 'conflict' | 'unclear'; readonly error: Stripe.errors.StripeError };

export type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/**
 * Waits for a call. Throws Unavailable when there was no answer that binds: a cut or silent line, too many requests, the same key under way
 * elsewhere, a key of ours that Stripe does not take. The words of a thrown error hold no secret and nothing that Stripe sent.
 */
export async function ask<T>(name: string, deadlineMs: number, call: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await withTimeout(name, deadlineMs, call()) };
  } catch (error) {
    if (error instanceof PaymentTimeout) throw new Unavailable(`Stripe did not answer ${name} in time.`);
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const kind = kindOf(error);
    if (kind === null) throw new Unavailable(`Stripe could not be asked to ${name}: ${wordsOf(error)}.`);
    return { ok: false, trouble: { kind, error } };
  }
}

function kindOf(error: Stripe.errors.StripeError): Trouble['kind'] | null {
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError || error.statusCode === 409 || error.statusCode === 429) return null;
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError) return null;
  if (error instanceof errors.StripeCardError) return 'declined';
  if (error instanceof errors.StripeIdempotencyError) return 'conflict';
  if (error instanceof errors.StripeInvalidRequestError) return 'refused';
  return 'unclear';
}

/** For a log: class, codes and Stripe's own id of the request. Never its message or body. */
export const wordsOf = ({ type, code, param, statusCode, requestId }: Stripe.errors.StripeError): string =>
  [type, statusCode, code, param, requestId].filter(Boolean).join(' ');
