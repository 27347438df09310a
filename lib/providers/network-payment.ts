import { authorize, capture, getTransaction, retrieve, voidAuthorization, type NetworkTransaction } from '@/lib/network';
import { invariant, InvariantError, unreachable } from '@/lib/kernel/invariant';
import type { Ctx, PaymentPort, PaymentState } from '@/lib/ports';

/** How long the network may take; what it did meanwhile is learnt by `retrieve`. */
const CALL_TIMEOUT_MS = 10_000;

/** The network did not answer in time. Whether it acted is not known: ask `retrieve`, never repeat blindly. */
export class PaymentTimeout extends Error {
  override readonly name = 'PaymentTimeout';
}

/** The payment port over the simulated network, as the store sees it. Its calls are made outside any transaction. */
export function networkPayment(options: { timeoutMs: number } = { timeoutMs: CALL_TIMEOUT_MS }): PaymentPort {
  const call = <T>(name: string, work: Promise<T>): Promise<T> => withTimeout(name, options.timeoutMs, work);
  return {
    authorize: (ctx, request) => call('authorize', authorizePayment(ctx, request)),
    retrieve: (ctx, idempotencyKey) => call('retrieve', retrievePayment(ctx, idempotencyKey)),
    capture: (ctx, command) => call('capture', capturePayment(ctx, command)),
    void: (ctx, reference) => call('void', voidPayment(ctx, reference)),
  };
}

const authorizePayment: PaymentPort['authorize'] = async (ctx, request) => {
  const result = await authorize(ctx, request);
  invariant(result.ok, 'a payment attempt uses its key for one payment');
  return toPaymentState(result.value);
};

const retrievePayment: PaymentPort['retrieve'] = async (ctx, idempotencyKey) => {
  const transaction = await retrieve(ctx, idempotencyKey);
  return transaction && toPaymentState(transaction);
};

/** One capture per order: asked again, it takes nothing more. A refusal answers the state that refused it. */
const capturePayment: PaymentPort['capture'] = async (ctx, { reference, amount, orderId }) => {
  const result = await capture(ctx, { transactionId: reference, merchantId: null, amount, captureKey: `order-${orderId}`, orderId });
  return result.ok ? toPaymentState(result.value) : currentState(ctx, reference);
};

const voidPayment: PaymentPort['void'] = async (ctx, reference) => {
  const result = await voidAuthorization(ctx, { transactionId: reference, merchantId: null });
  return result.ok ? toPaymentState(result.value) : currentState(ctx, reference);
};

async function currentState(ctx: Ctx, reference: string): Promise<PaymentState> {
  const transaction = await getTransaction(ctx, { transactionId: reference, merchantId: null });
  invariant(transaction, `the network knows the transaction: ${reference}`);
  return toPaymentState(transaction);
}

function toPaymentState({ id: reference, status, declineReason }: NetworkTransaction): PaymentState {
  switch (status) {
    case 'authorized':
    case 'captured':
    case 'voided':
      return { status, reference };
    case 'declined':
      return { status, reference, reason: declineReason ?? 'declined' };
    case 'initiated':
      throw new InvariantError('the network answers a transaction once it has ended');
    default:
      return unreachable(status);
  }
}

async function withTimeout<T>(name: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PaymentTimeout(`The payment network did not answer ${name} within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
