import type { AuthenticationRefusal } from '@/lib/authentication';
import { invalidCard } from '../delegate-payment/errors';
import { invalidRequest } from '../errors';
import type { AcpError } from '../wire';

export const wrongMerchant = invalidCard('There is no such merchant here.', '$.merchant_id');

const CARD_FAULTS = { number: 'The card number is not valid.', exp_month: 'The card has expired, or its month is none.', exp_year: 'The card has expired, or its year is none.' } as const;

export function refusalError(refusal: AuthenticationRefusal): AcpError {
  switch (refusal.code) {
    case 'not_found':
      return invalidRequest(404, 'not_found', 'There is no such authentication session.');
    case 'invalid_card':
      return invalidCard(CARD_FAULTS[refusal.field], `$.payment_method.${refusal.field}`);
    case 'unknown_checkout':
      return invalidCard('There is no such open checkout session of this merchant.', '$.checkout_session_id');
    case 'already_asked':
      return invalidRequest(409, 'duplicate_request', 'The authentication session was submitted before. Read it with GET.');
  }
}
