import { z } from 'zod';
import { isFreshlySignedIn } from '@/lib/auth';
import { refundOrder, type RefundOrderError } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { parseDecimal, toDecimal } from '@/lib/kernel/money';
import { answer } from '../errors';
import { readBody } from '../read-body';
import { askForFreshSignIn, merchantEndpoint, orderIdOf, unknownOrder, WITHOUT_FRESH_SIGN_IN } from './merchant-endpoint';

export const Body = z.strictObject({ refund_id: z.uuid(), amount: z.string().max(32).optional(), reason: z.string().max(300).optional() });

/** POST /api/dashboard/orders/{id}/refund {refund_id, amount?, reason?}: of the merchant's own order; once for a refund_id. */
export const postOrderRefund: Endpoint = merchantEndpoint('POST', '/api/dashboard/orders/[id]/refund', async (ctx, request, user, params) => {
  const body = await readBody(request, Body);
  const orderId = orderIdOf(params);
  if (needsFreshSignIn(body.amount) && !(await isFreshlySignedIn(ctx, user))) return askForFreshSignIn();
  const { amount = null, reason: description = null } = body;
  const refunded = await refundOrder(ctx, { merchantId: user.merchantId, orderId, amount, refundKey: `page-${body.refund_id}`, description });
  if (!refunded.ok) return refuse(refunded.error);
  const { refundedAmount, currency } = refunded.value;
  return answer(200, { refunded_amount: toDecimal({ amount: refundedAmount, currency }), currency });
});

/** Read as an amount with many decimals, so that the question does not depend on a currency; what is no amount is refused later. */
function needsFreshSignIn(amount: string | undefined): boolean {
  const written = amount === undefined ? null : parseDecimal(amount, 'USDC');
  return written === null || written > WITHOUT_FRESH_SIGN_IN * 1_000_000n;
}

function refuse(error: RefundOrderError): Response {
  switch (error.code) {
    case 'not_found':
      return unknownOrder();
    case 'invalid_amount':
      return answer(400, { error: 'invalid_request', message: 'Give an amount above zero, with no more decimals than the currency has.', param: '$.amount' });
    case 'nothing_captured':
      return answer(409, { error: 'wrong_state', message: 'Nothing is captured of this order yet.' });
    case 'amount_exceeds_captured': {
      const left = toDecimal({ amount: error.leftAmount, currency: error.currency });
      return answer(409, { error: 'amount_exceeds_captured', message: `${left} ${error.currency} is left to refund.`, param: '$.amount' });
    }
    case 'refused':
      return answer(409, { error: 'refund_refused', message: 'The bank could not take the refund from your settlement account.' });
    case 'too_many':
      return answer(409, { error: 'too_many', message: 'This order has as many refunds and cancellations as one can have.' });
    case 'idempotency_conflict':
      return answer(409, { error: 'idempotency_conflict', message: 'This refund was made with another amount. Reload the page.' });
  }
}
