import { followNetwork } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { sha256Hex } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { capture, getTransaction, refund, voidAuthorization } from '@/lib/network';
import { merchantOf } from './merchant-of';
import { AmountBody, EmptyBody, readAmount, readBody } from './read-body';
import { captureRefusal, refundRefusal, transactionNotFound, transactionResponse, voidRefusal } from './to-wire';

const MAX_KEY_LENGTH = 255;
const TRANSACTION_ID = /^txn_[0-9a-z]{26}$/;

/** GET /api/v1/payments/{id}: a transaction of the merchant whose key is given. */
export const getPayment: Endpoint = endpoint({
  method: 'GET',
  path: '/api/v1/payments/[id]',
  wire: 'sacp',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, _request, { id = '' }) => {
    const transaction = await findOwn(ctx, id);
    return transaction ? transactionResponse(transaction) : transactionNotFound();
  },
});

/**
 * POST /api/v1/payments/{id}/capture {amount?}: all that is left, or a part of it. Under an Idempotency-Key it captures once;
 * without one each call is a capture of its own.
 */
export const postPaymentCapture: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/payments/[id]/capture',
  wire: 'sacp',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request, { id = '' }) => {
    const captureKey = readKey(request);
    const body = await readBody(request, AmountBody);
    const transaction = await findOwn(ctx, id);
    if (!transaction) return transactionNotFound();
    const result = await capture(ctx, {
      transactionId: transaction.id,
      merchantId: transaction.merchantId,
      amount: readAmount(body.amount, transaction.currency),
      captureKey,
      orderId: null,
    });
    if (!result.ok) return captureRefusal(result.error);
    await followNetwork(ctx, transaction.id);
    return transactionResponse(result.value);
  },
});

/**
 * POST /api/v1/payments/{id}/refund {amount?}: all that was captured and not refunded, or a part of it. Under an Idempotency-Key it
 * refunds once; without one each call is a refund of its own.
 */
export const postPaymentRefund: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/payments/[id]/refund',
  wire: 'sacp',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request, { id = '' }) => {
    const refundKey = readKey(request);
    const body = await readBody(request, AmountBody);
    const transaction = await findOwn(ctx, id);
    if (!transaction) return transactionNotFound();
    const amount = readAmount(body.amount, transaction.currency);
    const result = await refund(ctx, { transactionId: transaction.id, merchantId: transaction.merchantId, amount, refundKey });
    if (!result.ok) return refundRefusal(result.error);
    await followNetwork(ctx, transaction.id);
    return transactionResponse(result.value);
  },
});

/** POST /api/v1/payments/{id}/void: gives back an authorisation of which nothing is captured. Again, it answers the same. */
export const postPaymentVoid: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/payments/[id]/void',
  wire: 'sacp',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request, { id = '' }) => {
    await readBody(request, EmptyBody);
    if (!TRANSACTION_ID.test(id)) return transactionNotFound();
    const result = await voidAuthorization(ctx, { transactionId: id, merchantId: merchantOf(ctx) });
    if (!result.ok) return voidRefusal(result.error);
    await followNetwork(ctx, id);
    return transactionResponse(result.value);
  },
});

const findOwn = async (ctx: RequestCtx, id: string) =>
  TRANSACTION_ID.test(id) ? getTransaction(ctx, { transactionId: id, merchantId: merchantOf(ctx) }) : null;

/** Kept as a hash: the caller's text may be long and goes into the ledger's reference. */
function readKey(request: Request): string {
  const key = request.headers.get('idempotency-key');
  if (key === null) return newId('request');
  if (key === '' || key.length > MAX_KEY_LENGTH) {
    throw fail(400, 'invalid_request', `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters.`, { param: 'Idempotency-Key' });
  }
  return `key-${sha256Hex(key)}`;
}
