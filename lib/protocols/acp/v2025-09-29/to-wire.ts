import { selectedOption, type Buyer, type Checkout, type CheckoutLine, type CheckoutMessage, type CheckoutStatus, type FulfillmentOption, type MessageSubject } from '@/lib/checkout';
import { unreachable } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';
import { checkoutTotals, orAbsent, orderPermalink } from '../render';

/** CheckoutSession of 2025-09-29; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  id: checkout.id,
  ...(checkout.buyer && { buyer: toBuyer(checkout.buyer) }),
  payment_provider: { provider: 'stripe', supported_payment_methods: ['card'] },
  status: STATUS[checkout.status],
  currency: checkout.currency.toLowerCase(),
  line_items: checkout.lines.map(toLineItem),
  ...(checkout.address && { fulfillment_address: toAddress(checkout.address) }),
  fulfillment_options: checkout.options.map(toOption),
  fulfillment_option_id: selectedOption(checkout)?.id,
  totals: checkoutTotals(checkout),
  messages: checkout.messages.map(toMessage),
  links: [
    { type: 'terms_of_use', url: `${origin}/terms` },
    { type: 'privacy_policy', url: `${origin}/privacy` },
    { type: 'seller_shop_policies', url: `${origin}/returns` },
  ],
  ...(checkout.order && {
    order: { id: checkout.order.id, checkout_session_id: checkout.id, permalink_url: orderPermalink(origin, checkout.order.id) },
  }),
});

/** specs/acp.md, down-projection: this version has no word for a session that was only begun or that has expired. */
const STATUS: Record<CheckoutStatus, string> = {
  open: 'not_ready_for_payment',
  needs_input: 'not_ready_for_payment',
  ready: 'ready_for_payment',
  paying: 'in_progress',
  completed: 'completed',
  canceled: 'canceled',
  expired: 'canceled',
};

/** Both names are required here, and another wire may have given one name or none: what is not known is empty. */
function toBuyer(buyer: Buyer): object {
  const words = (buyer.fullName ?? '').split(/\s+/).filter(Boolean);
  return {
    first_name: buyer.firstName ?? words.slice(0, Math.max(1, words.length - 1)).join(' '),
    last_name: buyer.lastName ?? words.slice(1).at(-1) ?? '',
    email: buyer.email,
    phone_number: buyer.phoneNumber,
  };
}

/** Without `company`, which came later. */
const toAddress = ({ name, line_one, line_two, city, state, country, postal_code }: Address): object => ({
  name,
  line_one,
  line_two,
  city,
  state,
  country,
  postal_code,
});

const toLineItem = (line: CheckoutLine): object => ({
  id: line.id,
  item: { id: line.itemId, quantity: line.quantity },
  base_amount: toWireAmount(line.baseAmount),
  discount: toWireAmount(line.discountAmount),
  subtotal: toWireAmount(line.subtotalAmount),
  tax: toWireAmount(line.taxAmount),
  total: toWireAmount(line.totalAmount),
});

function toOption(option: FulfillmentOption): object {
  const common = {
    id: option.id,
    title: option.title,
    subtotal: toWireAmount(option.subtotalAmount),
    tax: toWireAmount(option.taxAmount),
    total: toWireAmount(option.totalAmount),
  };
  // This version has no pickup. `digital` is its option without destination or carrier, so no agent asks for an address to send to.
  if (option.kind === 'pickup' || option.kind === 'digital') return { type: 'digital', ...common, subtitle: pickupPlace(option) };
  return {
    type: 'shipping',
    ...common,
    subtitle: orAbsent(option.description),
    carrier: orAbsent(option.carrier),
    earliest_delivery_time: orAbsent(option.earliestAt),
    latest_delivery_time: orAbsent(option.latestAt),
  };
}

/** The place has no field of its own here, so the subtitle names it. */
function pickupPlace({ location, description }: FulfillmentOption): string | undefined {
  if (!location) return orAbsent(description);
  return `${location.name}, ${location.address.line_one}, ${location.address.city}`;
}

/** Codes that came later are `invalid` here. */
const CODES: readonly string[] = ['missing', 'invalid', 'out_of_stock', 'payment_declined', 'requires_3ds'];

const toMessage = ({ kind, code, subject, text }: CheckoutMessage): object => ({
  type: kind === 'error' ? 'error' : 'info',
  ...(kind === 'error' && { code: CODES.includes(code) ? code : 'invalid' }),
  param: paramOf(subject),
  content_type: 'plain',
  content: text,
});

export function paramOf(subject: MessageSubject): string {
  switch (subject.field) {
    case 'line':
      return `$.line_items[${subject.index}]`;
    case 'buyer':
      return '$.buyer';
    case 'buyer_email':
      return '$.buyer.email';
    case 'address':
      return '$.fulfillment_address';
    case 'fulfillment_option':
      return '$.fulfillment_option_id';
    case 'fulfillment_group':
      return '$.fulfillment_option_id';
    case 'discount_code':
      return '$';
    case 'authentication':
      return '$.payment_data';
    case 'payment':
      return '$.payment_data';
    default:
      return unreachable(subject);
  }
}
