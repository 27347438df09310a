import type { CheckoutRefusal } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';
import { InvariantError } from '@/lib/kernel/invariant';
import { toDecimal, type Currency, type Money } from '@/lib/kernel/money';
import type { CaptureError, NetworkTransaction, RefundError, VoidError } from '@/lib/network';
import { answer, refusal } from '../errors';

/** Amounts are decimal strings in major units. */
export const transactionResponse = (transaction: NetworkTransaction): Response => answer(200, toWireTransaction(transaction));

/** SACP's transaction (rules.md, Network). */
export function toWireTransaction({ id, status, currency, amount, capturedAmount, refundedAmount, declineReason }: NetworkTransaction) {
  const decimal = (minor: bigint): string => toDecimal({ amount: minor, currency });
  return {
    transactionId: id,
    status,
    amount: decimal(amount),
    capturedAmount: decimal(capturedAmount),
    refundedAmount: decimal(refundedAmount),
    ...(status === 'declined' ? { declineReason } : {}),
  };
}

const error = (status: number, code: string, message: string, nextStep: string, more: object = {}): Answer => ({
  status,
  body: { error: code, message, ...more, next_step: nextStep },
});

/** The same whether the checkout is another merchant's or no one's. */
export const orderNotFound: Answer = error(404, 'order_not_found', 'No checkout of yours has this id.', 'Send the id of the checkout that the token was issued for as orderId.', {
  param: '$.orderId',
});

export const currencyMismatch = (expected: Currency): Answer =>
  error(400, 'currency_mismatch', `The checkout is in ${expected}.`, 'Send the currency of the checkout.', { param: '$.currency', expected });

export const amountMismatch = (total: Money): Answer =>
  error(400, 'amount_mismatch', `The checkout comes to ${toDecimal(total)} ${total.currency}.`, 'Authorise the total of the checkout; capture parts of it later.', {
    param: '$.amount',
    expected: toDecimal(total),
  });

export const contextMismatch = (field: string): Answer =>
  error(400, 'agent_context_mismatch', `agentContext.${field} contradicts the token.`, 'Leave agentContext out: the network derives it from the token.', {
    param: `$.agentContext.${field}`,
  });

/** Nothing was charged, and asking again charges once. */
const unavailable: Answer = error(503, 'unavailable', 'The bank of the card does not answer.', 'Send the same request again in a few seconds: it charges once.');

type TokenFault = Extract<CheckoutRefusal, { code: 'invalid_token' }>['reason'];

const TOKEN_FAULTS: Record<TokenFault, string> = {
  unknown: 'The token is not one for this checkout.',
  used: 'The token was used before.',
  expired: 'The token has expired.',
  voided: 'The token is void: the checkout was changed, or the agent was paused or revoked.',
  mismatch: 'The token was issued for another amount, currency or state of this checkout.',
};

export const invalidCardToken = (reason: TokenFault): Answer =>
  error(400, 'invalid_card_token', TOKEN_FAULTS[reason], 'Let the agent ask its wallet for a new one with POST /api/agent/v1/payments/token.', { param: '$.cardToken', reason });

/** A checkout that cannot be paid, in the network's words. */
export function authorizeRefusal(refusal: CheckoutRefusal): Answer {
  switch (refusal.code) {
    case 'not_found':
      return orderNotFound;
    case 'invalid_token':
      return invalidCardToken(refusal.reason);
    case 'not_ready':
      return error(409, 'order_not_ready', `The checkout cannot be paid. ${refusal.messages[0]?.text ?? ''}`.trim(), 'Mend the checkout, then let the agent ask for a new token.');
    case 'not_editable':
      return error(409, 'order_closed', `The checkout is ${refusal.status}.`, 'Read its transaction with GET /api/v1/payments/{id}.', { status: refusal.status });
    case 'in_progress':
      if (refusal.unavailable) return unavailable;
      return error(409, 'authorization_in_progress', 'The checkout is being paid just now.', 'Send the same request again in a few seconds.');
    case 'requires_3ds':
    case 'invalid_authentication':
      return error(409, 'authentication_required', 'The card needs its holder authenticated (3-D Secure).', 'Complete the checkout over ACP, with the authentication result.');
    case 'attribution_conflict':
    case 'bad_fulfillment_item':
    case 'buyer_mismatch':
    case 'channel_closed':
    case 'currency_not_supported':
    case 'invalid_consent':
    case 'not_as_expected':
    case 'unknown_item':
    case 'unknown_option':
      throw new InvariantError(`an authorisation edits nothing: ${refusal.code}`);
  }
}

/** The same whether the transaction is another merchant's or no one's. */
export const transactionNotFound = (): Response =>
  refusal(404, 'transaction_not_found', 'No transaction of yours has this id.', {
    next_step: 'Use the transactionId of the authorisation, with the key of the merchant it was made for.',
  });

export function captureRefusal(error: CaptureError): Response {
  switch (error.code) {
    case 'transaction_not_found':
      return transactionNotFound();
    case 'wrong_state':
      return refusal(409, 'wrong_state', `A transaction that is ${error.status} has nothing to capture.`, {
        status: error.status,
        next_step: 'Read the transaction with GET /api/v1/payments/{id}.',
      });
    case 'amount_exceeds_authorized': {
      const available = toDecimal({ amount: error.leftAmount, currency: error.currency });
      return refusal(409, 'amount_exceeds_authorized', `Of this authorisation ${available} ${error.currency} is left to capture.`, {
        param: '$.amount',
        available,
        next_step: 'Capture what is left, or less.',
      });
    }
    case 'idempotency_conflict':
      return keyConflict('capture');
  }
}

export function refundRefusal(error: RefundError): Response {
  switch (error.code) {
    case 'transaction_not_found':
      return transactionNotFound();
    case 'wrong_state':
      return refusal(409, 'wrong_state', `A transaction that is ${error.status} has nothing captured to refund.`, {
        status: error.status,
        next_step: 'Capture it first, or void it: a void gives back what is held.',
      });
    case 'amount_exceeds_captured': {
      const available = toDecimal({ amount: error.leftAmount, currency: error.currency });
      return refusal(409, 'amount_exceeds_captured', `Of what was captured ${available} ${error.currency} is left to refund.`, {
        param: '$.amount',
        available,
        next_step: 'Refund what is left, or less.',
      });
    }
    case 'refund_refused':
      return refusal(409, 'refund_refused', 'The bank could not take the refund from your settlement account.', {
        next_step: 'Refund less, or again under a new Idempotency-Key once your settlement account bears it.',
      });
    case 'idempotency_conflict':
      return keyConflict('refund');
  }
}

const keyConflict = (action: 'capture' | 'refund'): Response =>
  refusal(409, 'idempotency_conflict', 'This Idempotency-Key was used for another amount.', {
    next_step: `Use a new Idempotency-Key for a new ${action}.`,
  });

export function voidRefusal(error: VoidError): Response {
  switch (error.code) {
    case 'transaction_not_found':
      return transactionNotFound();
    case 'wrong_state':
      return refusal(409, 'wrong_state', voidFault(error), {
        status: error.status,
        next_step: 'Read the transaction with GET /api/v1/payments/{id}.',
      });
  }
}

const voidFault = ({ status, capturedAmount }: Extract<VoidError, { code: 'wrong_state' }>): string =>
  capturedAmount > 0n ? 'A transaction is void only while nothing of it is captured.' : `A transaction that is ${status} holds nothing to void.`;
