import { z } from 'zod';
import { refundOrder, type RefundOrderError } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { isRecentSignIn } from '@/lib/identity';
import { invariant } from '@/lib/kernel/invariant';
import { isUuid } from '@/lib/kernel/id';
import { parseDecimal, toDecimal } from '@/lib/kernel/money';
import { answer } from './errors';
import { readBody } from './read-body';

/** Up to here, in units of any currency, a sign-in of today will do; beyond, and for a refund of all that is left, a fresh one is asked for. */
const WITHOUT_FRESH_SIGN_IN = 100n;
const FRESH_SECONDS = 10 * 60;

const Body = z.strictObject({ refund_id: z.uuid(), amount: z.string().max(32).optional() });

/** POST /api/dashboard/orders/{id}/refund {refund_id, amount?}: of the merchant's own order; once for a refund_id. */
export const postOrderRefund: Endpoint = endpoint({
  method: 'POST',
  path: '/api/dashboard/orders/[id]/refund',
  wire: 'account',
  credentials: ['merchant_session'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request, { id = '' }) => {
    const { principal } = ctx;
    invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
    if (principal.role === 'staff') throw fail(403, 'forbidden', 'Refunds are for owners and managers of the merchant.');
    const body = await readBody(request, Body);
    if (!isUuid(id)) return refuse({ code: 'not_found' });
    if (needsFreshSignIn(body.amount) && !(await isRecentSignIn(ctx, { sessionId: principal.sessionId, withinSeconds: FRESH_SECONDS }))) {
      return answer(403, { error: 'recent_sign_in_required', message: `Refunds above ${WITHOUT_FRESH_SIGN_IN} need a sign-in of the last ten minutes. Sign in again, then refund.` });
    }
    const amount = body.amount ?? null;
    const refunded = await refundOrder(ctx, { merchantId: principal.merchantId, orderId: id, amount, refundKey: `page-${body.refund_id}` });
    if (!refunded.ok) return refuse(refunded.error);
    const { refundedAmount, currency } = refunded.value;
    return answer(200, { refunded_amount: toDecimal({ amount: refundedAmount, currency }), currency });
  },
});

/** Read as an amount with many decimals, so that the question does not depend on a currency; what is no amount is refused later. */
function needsFreshSignIn(amount: string | undefined): boolean {
  const written = amount === undefined ? null : parseDecimal(amount, 'USDC');
  return written === null || written > WITHOUT_FRESH_SIGN_IN * 1_000_000n;
}

function refuse(error: RefundOrderError): Response {
  switch (error.code) {
    case 'not_found':
      return answer(404, { error: 'not_found', message: 'There is no such order.' });
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
