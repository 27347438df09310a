import type { DelegateCard, VaultRefusal } from '@/lib/vault';
import type { AcpError } from '../wire';
import { invalidCard } from './errors';
import type { DelegatePaymentRequest } from './schema';

/** What a request asks of the vault, once it is known whose checkout it is for and who asks. */
export function toDelegateCard(request: DelegatePaymentRequest, { merchantId, delegatedBy }: { merchantId: string; delegatedBy: string }): DelegateCard {
  const { payment_method: method, allowance, billing_address: billingAddress, risk_signals: riskSignals } = request;
  return {
    card: {
      numberType: method.card_number_type,
      number: method.number,
      expiry: method.exp_month === undefined || method.exp_year === undefined ? null : { month: Number(method.exp_month), year: toYear(method.exp_year) },
      verificationCode: method.cvc ?? null,
      holderName: method.name ?? null,
      funding: method.display_card_funding_type,
    },
    allowance: {
      merchantId,
      checkoutId: allowance.checkout_session_id,
      currency: allowance.currency,
      maxAmount: allowance.max_amount,
      expiresAt: new Date(allowance.expires_at),
    },
    billingAddress: billingAddress ?? null,
    riskSignals,
    delegatedBy,
  };
}

/** Two digits, as they are printed on a card, are of this century. */
const toYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text));

/** A refusal of the vault in ACP's words. None of them holds a digit of the card. */
export function toVaultRefusal(refusal: VaultRefusal): AcpError {
  switch (refusal.code) {
    case 'number_invalid':
      return invalidCard('The card number is not valid.', '$.payment_method.number');
    case 'expired':
      return invalidCard('The card has expired.', '$.payment_method.exp_year');
    case 'verification_code_invalid':
      return invalidCard('The card verification code is not valid.', '$.payment_method.cvc');
    case 'allowance_expired':
      return invalidCard('The allowance has expired.', '$.allowance.expires_at');
    case 'risk_blocked':
      return invalidCard('A card that is blocked is not taken.', `$.risk_signals[${refusal.index}].action`);
  }
}
