import { handoverTitle, isSelected, selectedOptions, sessionStatus, wasDeclined, type Checkout, type CheckoutMessage, type CheckoutPayment, type FulfillmentOption, type SessionStatus } from '@/lib/checkout';
import { money, toDecimal } from '@/lib/kernel/money';
import type { StepUpAnswer } from '@/lib/wallet';

/** A session with what the wallet knows of it. */
export type SessionView = {
  readonly checkout: Checkout;
  /** What the owner of the agent that reads is being asked, if anything. */
  readonly stepUp: StepUpAnswer | null;
  readonly payment: CheckoutPayment | null;
};

const SESSIONS = '/api/agent/v1/sessions';

/** The seed's CheckoutSession in snake_case, amounts as decimal strings in major units (rules.md, SACP sessions). */
export function toSession({ checkout, stepUp, payment }: SessionView, origin: string): object {
  const status: SessionStatus = stepUp ? 'awaiting_authorization' : sessionStatus(checkout);
  return {
    session_id: checkout.id,
    agent_id: checkout.agentId,
    merchant_id: checkout.merchantHandle,
    status,
    cart: toCart(checkout),
    fulfillment_options: checkout.options.map((option) => toOption(checkout, option)),
    ...toBuyer(checkout),
    ...toPayment(checkout, stepUp, payment),
    messages: [...checkout.messages.map(toMessage), ...(checkout.status === 'expired' ? [EXPIRED] : [])],
    ...toOrder(checkout, origin),
    ...(stepUp && toAuthorization(stepUp, origin)),
    created_at: checkout.createdAt.toISOString(),
    updated_at: checkout.updatedAt.toISOString(),
    expires_at: checkout.expiresAt.toISOString(),
    next_step: NEXT_STEPS[status],
  };
}

const decimalIn = (checkout: Checkout) => (amount: bigint) => toDecimal(money(amount, checkout.currency));

/** total = subtotal - discounts + shipping + tax + fee. Items and subtotal are before any discount. */
function toCart(checkout: Checkout): object {
  const decimal = decimalIn(checkout);
  const { totals } = checkout;
  return {
    items: checkout.lines.map((line) => ({
      product_id: line.itemId,
      name: line.name,
      quantity: line.quantity,
      unit_price: decimal(line.unitAmount),
      total: decimal(line.baseAmount),
      available: line.inStock,
    })),
    subtotal: decimal(totals.itemsBaseAmount),
    discounts: checkout.discounts.applied.filter(({ amount }) => amount > 0n).map(({ name, code, amount }) => ({ title: name, ...(code === null ? {} : { code }), amount: decimal(amount) })),
    tax: decimal(totals.taxAmount),
    ...toShipping(checkout),
    ...(totals.feeAmount > 0n ? { fee: decimal(totals.feeAmount) } : {}),
    total: decimal(totals.totalAmount),
    currency: checkout.currency,
  };
}

/** What brings the goods, if anything does: where several ways were chosen, the first of them with the names and the cost of all. */
function toShipping(checkout: Checkout): { shipping?: object } {
  const chosen = selectedOptions(checkout);
  const [first] = chosen.filter(({ kind, subtotalAmount }) => kind === 'shipping' || kind === 'local_delivery' || subtotalAmount > 0n);
  if (!first) return {};
  return { shipping: { ...toOption(checkout, first), ...(chosen.length > 1 ? { title: handoverTitle(checkout), amount: decimalIn(checkout)(checkout.totals.fulfillmentAmount) } : {}) } };
}

/** `amount` is before tax, which stands in the cart's `tax`. */
const toOption = (checkout: Checkout, option: FulfillmentOption): object => ({
  id: option.id,
  type: option.kind,
  title: option.title,
  ...(option.description === '' ? {} : { description: option.description }),
  ...(option.carrier === '' ? {} : { carrier: option.carrier }),
  amount: decimalIn(checkout)(option.subtotalAmount),
  ...(option.earliestAt === null ? {} : { earliest_delivery_at: option.earliestAt }),
  ...(option.latestAt === null ? {} : { latest_delivery_at: option.latestAt }),
  selected: isSelected(checkout, option.id),
});

function toBuyer({ buyer, contact, address }: Checkout): { buyer?: object } {
  const ofParts = [buyer?.firstName, buyer?.lastName].filter(Boolean).join(' ');
  const name = buyer?.fullName ?? (ofParts || contact?.name);
  if (!buyer && name === undefined && !address) return {};
  return { buyer: { ...(name === undefined ? {} : { name }), ...(buyer && { email: buyer.email }), ...(address && { shipping_address: address }) } };
}

/** A decline is told until the session is changed or paid. */
function toPayment(checkout: Checkout, stepUp: StepUpAnswer | null, payment: CheckoutPayment | null): { payment?: object } {
  if (stepUp) return { payment: { status: 'pending' } };
  const isTold = checkout.status === 'paying' || checkout.status === 'completed' || wasDeclined(checkout);
  return payment && isTold ? { payment: { status: payment.status, token_id: payment.tokenId, mandate_id: payment.mandateId } } : {};
}

function toMessage({ kind, code, subject, text }: CheckoutMessage): object {
  return { type: kind, code, message: text, ...(subject.field === 'payment' || subject.field === 'authentication' ? {} : { param: PARAMS[subject.field]('index' in subject ? subject.index : 0) }) };
}

const PARAMS = {
  line: (index: number) => `$.items[${index}]`,
  buyer: () => '$.buyer',
  buyer_email: () => '$.buyer.email',
  address: () => '$.buyer.shipping_address',
  fulfillment_option: () => '$.fulfillment_option_id',
  fulfillment_group: () => '$.fulfillment_option_id',
  discount_code: () => '$.discounts',
} as const;

const EXPIRED = { type: 'info', code: 'session_expired', message: 'The time of this session ran out.' };

/** `permalink_url` is the page of the order; it answers whoever holds the unguessable id. */
const toOrder = ({ order }: Checkout, origin: string): { order?: object } =>
  order
    ? {
        order: {
          id: order.id,
          number: order.number,
          payment_status: order.paymentStatus,
          permalink_url: `${origin}/orders/${order.id}`,
          created_at: order.createdAt.toISOString(),
        },
      }
    : {};

const toAuthorization = (stepUp: StepUpAnswer, origin: string): object => ({
  step_up_id: stepUp.approvalId,
  payment_id: stepUp.paymentId,
  approval_url: `${origin}/approve/${stepUp.approvalId}`,
  poll_url: `${origin}/api/agent/v1/payments/${stepUp.paymentId}/status`,
  reason: stepUp.reason,
  trigger_type: stepUp.triggerType,
});

const NEXT_STEPS: Record<SessionStatus, string> = {
  cart_building: `Give the buyer's email and shipping_address with PATCH ${SESSIONS}/{id}.`,
  awaiting_buyer_info: `Mend what messages name with PATCH ${SESSIONS}/{id}.`,
  awaiting_authorization: `Give approval_url to the owner and poll poll_url; once approved, call POST ${SESSIONS}/{id}/complete again.`,
  ready_for_payment: `Call POST ${SESSIONS}/{id}/complete, with a payment_token or, as an agent, without.`,
  processing: 'The payment is under way: read the session again in a second.',
  completed: 'Nothing: the session is paid. order.permalink_url shows the order.',
  cancelled: `Open a new session with POST ${SESSIONS}.`,
  failed: `Open a new session with POST ${SESSIONS}.`,
};
