import { followNetwork } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { oncePerKeyInSteps, type Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { sha256Hex } from '@/lib/kernel/hash';
import { invariant } from '@/lib/kernel/invariant';
import { capture, getTransaction, refund, voidAuthorization, type CaptureError, type NetworkTransaction, type RefundError, type VoidError } from '@/lib/network';
import type { Result } from '@/lib/kernel/result';
import type { PaymentOperation, PaymentServicePort } from '@/lib/ports';
import { callerOf, strangerIn } from './caller';
import { readBody } from './read-body';
import { PaymentBody } from './schema';
import { done, refuse, respond } from './words';

type Verb = 'capture' | 'void' | 'refund';
type Operation = (ctx: RequestCtx, transaction: NetworkTransaction, command: { amount: bigint; key: string }) => Promise<Result<NetworkTransaction, CaptureError | VoidError | RefundError>>;

/** Exactly the amount; partial ones until their sum. */
const OPERATIONS: Record<Verb, Operation> = {
  capture: (ctx, { id, merchantId }, { amount, key }) => capture(ctx, { transactionId: id, merchantId, amount, captureKey: key, orderId: null }),
  void: (ctx, { id, merchantId }) => voidAuthorization(ctx, { transactionId: id, merchantId }),
  refund: (ctx, { id, merchantId }, { amount, key }) => refund(ctx, { transactionId: id, merchantId, amount, refundKey: key }),
};

/**
 * POST /api/v1/payments/{capture,void,refund} {tenant_id, merchant_id, transaction_id, amount_minor, idempotency_key} -> {success, reference}
 * (specs/systems.md, Orchestrator): for the merchant's key alone. Once for its key; 422 PAYMENT_ERROR where the payment's state or the amount forbids it.
 */
const paymentEndpoint = (verb: Verb): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/api/v1/payments/${verb}`,
    wire: 'orchestrator',
    credentials: ['merchant_key'],
    scope: null,
    tenant: 'merchant',
    handle: async (ctx, request) => {
      const caller = callerOf(ctx);
      const body = await readBody(request, PaymentBody);
      const stranger = strangerIn(caller, body);
      if (stranger) return respond(stranger);
      const outcome = await oncePerKeyInSteps(
        ctx,
        { principal: `${caller.merchant.id} ${caller.principal}`, path: `/api/v1/payments/${verb}`, key: body.idempotency_key, body },
        ctx.settings.completionLeaseSeconds,
        () => operate(ctx, verb, { ...body, merchantId: caller.merchant.id }),
        ({ status }) => status < 400,
      );
      if (outcome.kind === 'answered') return respond(outcome.answer);
      return respond(refuse('IDEMPOTENCY_CONFLICT', outcome.kind === 'conflict' ? 'This idempotency_key was used with another body.' : 'The first request with this idempotency_key is still being answered.'));
    },
  });

async function operate(ctx: RequestCtx, verb: Verb, body: PaymentBody & { readonly merchantId: string }): Promise<Answer> {
  const transaction = await getTransaction(ctx, { transactionId: body.transaction_id, merchantId: body.merchantId });
  const elsewhere = transaction ? null : await ctx.ports.paymentService?.find(ctx, { reference: body.transaction_id, merchantId: body.merchantId });
  const payment = transaction ?? elsewhere;
  if (!payment) return refuse('NOT_FOUND', 'No transaction of yours has this id.');
  const amount = BigInt(body.amount_minor);
  if (verb === 'void' && amount !== 0n && amount !== payment.amount) return refuse('PAYMENT_ERROR', 'A void gives the whole authorisation back: send its amount, or 0.');
  if (verb !== 'void' && amount === 0n) return refuse('VALIDATION_ERROR', '$.amount_minor must be above 0');
  const key = `key-${sha256Hex(body.idempotency_key)}`;
  const result = transaction ? await OPERATIONS[verb](ctx, transaction, { amount, key }) : await operateElsewhere(ctx, { verb, amount, key, merchantId: body.merchantId, reference: body.transaction_id });
  if (!result.ok) return refuse('PAYMENT_ERROR', REASON[result.error.code]);
  await followNetwork(ctx, body.transaction_id);
  return done({ success: true, reference: body.transaction_id });
}

/** A payment that the operator's own service took. */
function operateElsewhere(ctx: RequestCtx, operation: PaymentOperation): ReturnType<PaymentServicePort['operate']> {
  invariant(ctx.ports.paymentService, 'a payment was found there');
  return ctx.ports.paymentService.operate(ctx, operation);
}

const REASON: Record<(CaptureError | VoidError | RefundError)['code'], string> = {
  transaction_not_found: 'No transaction of yours has this id.',
  wrong_state: 'The payment is not in a state for this.',
  amount_exceeds_authorized: 'The amount is more than is left of the authorisation.',
  amount_exceeds_captured: 'The amount is more than was captured and not refunded.',
  refund_refused: 'The bank refused the refund.',
  idempotency_conflict: 'This idempotency_key was used for another amount of this payment.',
};

export const postCapture = paymentEndpoint('capture');
export const postVoid = paymentEndpoint('void');
export const postRefund = paymentEndpoint('refund');
