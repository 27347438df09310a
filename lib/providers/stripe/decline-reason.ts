/** Stripe's codes (docs.stripe.com/declines/codes) and what we call them. Any other is card_declined: what Stripe advises not to repeat to a buyer, a stolen card for one, is among those. */
const REASONS: Readonly<Record<string, string>> = {
  insufficient_funds: 'insufficient_funds',
  expired_card: 'expired_card',
  incorrect_cvc: 'incorrect_cvc',
  invalid_cvc: 'incorrect_cvc',
  incorrect_number: 'incorrect_number',
  invalid_number: 'incorrect_number',
  processing_error: 'processing_error',
  try_again_later: 'processing_error',
  issuer_not_available: 'issuer_unavailable',
  authentication_required: 'authentication_required',
  authentication_not_handled: 'authentication_required',
  payment_intent_authentication_failure: 'authentication_failed',
  card_not_supported: 'card_not_supported',
  currency_not_supported: 'currency_not_supported',
  card_velocity_exceeded: 'card_limit_exceeded',
  withdrawal_count_limit_exceeded: 'card_limit_exceeded',
};

type CardFault = { readonly code?: string | null; readonly decline_code?: string | null };

/** Why a card was declined. The issuer's own code says more than Stripe's, where it says anything that we know. */
export const toDeclineReason = ({ code, decline_code }: CardFault): string => REASONS[decline_code ?? ''] ?? REASONS[code ?? ''] ?? 'card_declined';

type RequestFault = { readonly code?: string | null; readonly param?: string | null };

/** Why Stripe would not even try: the method is unknown, spent, expired or does not fit; the amount is none that it takes; or the request is at fault. */
export function toRefusalReason({ code, param }: RequestFault): string {
  if (code === 'amount_too_small' || code === 'amount_too_large') return code;
  const isOfMethod = param?.startsWith('payment_method') || param?.startsWith('shared_payment') || code?.startsWith('payment_method_') || code?.startsWith('shared_payment');
  return isOfMethod ? 'payment_method_unusable' : 'request_refused';
}
