import { toDecimal } from '@/lib/kernel/money';
import type { CaptureError, NetworkTransaction, RefundError, VoidError } from '@/lib/network';
import { answer, refusal } from '../errors';

/** SACP's transaction (rules.md, Network): amounts are decimal strings in major units. */
export const transactionResponse = (transaction: NetworkTransaction): Response => answer(200, toWireTransaction(transaction));

function toWireTransaction({ id, status, currency, amount, capturedAmount, refundedAmount, declineReason }: NetworkTransaction) {
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
