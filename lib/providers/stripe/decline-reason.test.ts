import { describe, expect, it } from 'vitest';
import { toDeclineReason, toRefusalReason } from './decline-reason';

describe('why a card was declined', () => {
  it.each([
    [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds'],
    [{ code: 'expired_card', decline_code: 'expired_card' }, 'expired_card'],
    [{ code: 'incorrect_cvc', decline_code: null }, 'incorrect_cvc'],
    [{ code: 'card_declined', decline_code: 'invalid_cvc' }, 'incorrect_cvc'],
    [{ code: 'processing_error' }, 'processing_error'],
    [{ code: 'authentication_required', decline_code: 'authentication_required' }, 'authentication_required'],
    [{ code: 'card_declined', decline_code: 'issuer_not_available' }, 'issuer_unavailable'],
    // What Stripe advises not to tell a buyer.
    [{ code: 'card_declined', decline_code: 'lost_card' }, 'card_declined'],
    [{ code: 'card_declined', decline_code: 'stolen_card' }, 'card_declined'],
    [{ code: 'card_declined', decline_code: 'fraudulent' }, 'card_declined'],
    [{ code: 'card_declined', decline_code: 'a_code_of_tomorrow' }, 'card_declined'],
    [{}, 'card_declined'],
  ])('%j is %s', (fault, reason) => {
    expect(toDeclineReason(fault)).toBe(reason);
  });
});

describe('why Stripe would not try', () => {
  it.each([
    [{ code: 'resource_missing', param: 'payment_method' }, 'payment_method_unusable'],
    [{ code: 'payment_method_unexpected_state', param: null }, 'payment_method_unusable'],
    [{ code: 'resource_missing', param: 'payment_method_data[shared_payment_granted_token]' }, 'payment_method_unusable'],
    [{ code: 'amount_too_small', param: 'amount' }, 'amount_too_small'],
    [{ code: 'parameter_unknown', param: 'captur_method' }, 'request_refused'],
    [{}, 'request_refused'],
  ])('%j is %s', (fault, reason) => {
    expect(toRefusalReason(fault)).toBe(reason);
  });
});
