import type { AuthenticationRefusal } from '@/lib/authentication';
import { invalidRequest } from '../errors';
import type { AcpError } from '../wire';

// Its list of codes is closed: invalid_card, duplicate_request, idempotency_conflict. What the list has no word for (401, 404, 405, 413, the
// version, the key) is a checkout Error, as at the vault (rules.md, ACP).

/** 400 of a field: the list's only word for it. */
export const invalidField = (message: string, param: string): AcpError => invalidRequest(400, 'invalid_card', message, param);

export const wrongMerchant = invalidField('There is no such merchant here.', '$.merchant_id');

const CARD_FAULTS = { number: 'The card number is not valid.', exp_month: 'The card has expired, or its month is none.', exp_year: 'The card has expired, or its year is none.' } as const;

export function refusalError(refusal: AuthenticationRefusal): AcpError {
  switch (refusal.code) {
    case 'not_found':
      return invalidRequest(404, 'not_found', 'There is no such authentication session.');
    case 'invalid_card':
      return invalidField(CARD_FAULTS[refusal.field], `$.payment_method.${refusal.field}`);
    case 'unknown_checkout':
      return invalidField('There is no such open checkout session of this merchant.', '$.checkout_session_id');
    case 'already_asked':
      return invalidRequest(409, 'duplicate_request', 'The authentication session was submitted before. Read it with GET.');
  }
}
