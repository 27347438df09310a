import { authorize, capture, getTransaction, refund, retrieve, voidAuthorization, type NetworkTransaction } from '@/lib/network';
import { invariant, InvariantError, unreachable } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx, PaymentPort, PaymentState, RefundRefusal } from '@/lib/ports';
import { withTimeout } from './payment-timeout';

/** How long the network may take; what it did meanwhile is learnt by `retrieve`. */
const CALL_TIMEOUT_MS = 10_000;

/** The payment port over the simulated network, as the store sees it. Its calls are made outside any transaction. */
export function networkPayment(options: { timeoutMs: number } = { timeoutMs: CALL_TIMEOUT_MS }): PaymentPort {
  const call = <T>(name: string, work: Promise<T>): Promise<T> => withTimeout(name, options.timeoutMs, work);
  return {
    authorize: (ctx, request) => call('authorize', authorizePayment(ctx, request)),
    retrieve: (ctx, idempotencyKey) => call('retrieve', retrievePayment(ctx, idempotencyKey)),
    capture: (ctx, command) => call('capture', capturePayment(ctx, command)),
    void: (ctx, reference) => call('void', voidPayment(ctx, reference)),
    refund: (ctx, command) => call('refund', refundPayment(ctx, command)),
  };
}

const authorizePayment: PaymentPort['authorize'] = async (ctx, request) => {
  const { credential } = request;
  invariant(credential.kind !== 'provider', 'the network takes cards, not what a payment provider issued');
  const result = await authorize(ctx, credential.kind === 'wallet' ? { ...request, credential } : { ...request, credential });
  invariant(result.ok, 'a payment attempt uses its key for one payment');
  return toPaymentState(result.value);
};

const retrievePayment: PaymentPort['retrieve'] = async (ctx, idempotencyKey) => {
  const transaction = await retrieve(ctx, idempotencyKey);
  return transaction && toPaymentState(transaction);
};

/** One capture per order, of all that its merchant has not captured itself: asked again, it takes nothing more. A refusal answers the state that refused it. */
const capturePayment: PaymentPort['capture'] = async (ctx, { reference, orderId }) => {
  const result = await capture(ctx, { transactionId: reference, merchantId: null, amount: null, captureKey: `order-${orderId}`, orderId });
  return result.ok ? toPaymentState(result.value) : currentState(ctx, reference);
};

const voidPayment: PaymentPort['void'] = async (ctx, reference) => {
  const result = await voidAuthorization(ctx, { transactionId: reference, merchantId: null });
  return result.ok ? toPaymentState(result.value) : currentState(ctx, reference);
};

const refundPayment: PaymentPort['refund'] = async (ctx, { reference, amount, refundKey }): Promise<Result<PaymentState, RefundRefusal>> => {
  const result = await refund(ctx, { transactionId: reference, merchantId: null, amount, refundKey });
  if (result.ok) return ok(toPaymentState(result.value));
  switch (result.error.code) {
    case 'amount_exceeds_captured':
      return err({ code: 'amount_exceeds_captured', leftAmount: result.error.leftAmount });
    case 'wrong_state':
      return err({ code: 'nothing_captured' });
    case 'refund_refused':
      return err({ code: 'refused' });
    case 'idempotency_conflict':
      return err({ code: 'idempotency_conflict' });
    case 'transaction_not_found':
      throw new InvariantError(`the network knows the transaction: ${reference}`);
  }
};

async function currentState(ctx: Ctx, reference: string): Promise<PaymentState> {
  const transaction = await getTransaction(ctx, { transactionId: reference, merchantId: null });
  invariant(transaction, `the network knows the transaction: ${reference}`);
  return toPaymentState(transaction);
}

function toPaymentState({ id: reference, status, declineReason, refundedAmount }: NetworkTransaction): PaymentState {
  switch (status) {
    case 'authorized':
    case 'captured':
      return { status, reference, refundedAmount };
    case 'refunded':
      return { status: 'captured', reference, refundedAmount };
    case 'voided':
    case 'expired':
      return { status, reference };
    case 'declined':
      return { status, reference, reason: declineReason ?? 'declined' };
    case 'initiated':
      throw new InvariantError('the network answers a transaction once it has ended');
    default:
      return unreachable(status);
  }
}
