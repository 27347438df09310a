import type { Answer } from '@/lib/http/idempotency';
import { money, toDecimal } from '@/lib/kernel/money';
import type { ReturnRefusal } from '@/lib/order-return';

const ORDERS = '/api/agent/v1/orders';

type RefusalOf = { readonly [C in ReturnRefusal['code']]: Extract<ReturnRefusal, { code: C }> };
type AnswerOf = { readonly [C in ReturnRefusal['code']]: (refusal: RefusalOf[C]) => Answer };

const error = (status: number, code: string, message: string, nextStep: string, more: object = {}): Answer => ({
  status,
  body: { error: code, message, ...more, next_step: nextStep },
});

/** Another's order or return is as unknown as none. */
export const unknownOrder: Answer = error(404, 'not_found', 'There is no such order or return.', `See GET ${ORDERS}.`);

/** Every refusal of returns in SACP's words. It compiles only when each has its row. */
const ANSWERS: AnswerOf = {
  not_found: () => unknownOrder,
  not_returnable: () => error(409, 'order_not_returnable', 'The payment of this order was voided: there is nothing to return.', `Read the order with GET ${ORDERS}/{id}.`),
  unknown_item: ({ index, itemId }) =>
    error(400, 'item_unavailable', `The order has no product "${itemId}".`, `Choose from the items of GET ${ORDERS}/{id}.`, { param: `$.items[${index}].product_id` }),
  quantity_exceeded: ({ index, itemId, leftQuantity }) =>
    error(409, 'quantity_exceeded', `Of "${itemId}" ${leftQuantity} can still be returned.`, `See the items and returns of GET ${ORDERS}/{id}.`, {
      param: `$.items[${index}].quantity`,
      available: leftQuantity,
    }),
  too_many_returns: ({ max }) => error(409, 'return_limit_reached', `An order has at most ${max} returns.`, 'Write to the merchant.'),
  nothing_to_refund: () => error(409, 'nothing_to_refund', 'Nothing is left to refund for these items.', `Read the order with GET ${ORDERS}/{id}.`),
  already_decided: ({ status }) => error(409, 'already_decided', `The return was decided before: it is ${status}.`, `Read it with GET ${ORDERS}/{id}/returns.`, { status }),
  not_captured: () => error(409, 'payment_not_captured', 'The payment of this order is not captured: there is nothing to refund from.', 'Approve the return once the payment is captured.'),
  refund_exceeded: ({ leftAmount, currency }) => {
    const available = toDecimal(money(leftAmount, currency));
    return error(409, 'amount_exceeds_captured', `Of this order ${available} ${currency} is left to refund.`, 'Refund what is left, or less.', { param: '$.refund_amount', available });
  },
};

/** What SACP answers to a refusal of the returns domain. */
export function refusalAnswer<C extends ReturnRefusal['code']>(refusal: RefusalOf[C]): Answer {
  const toAnswer: AnswerOf[C] = ANSWERS[refusal.code];
  return toAnswer(refusal);
}
