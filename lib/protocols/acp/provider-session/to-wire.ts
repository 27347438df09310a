import {
  selectedOptions,
  type Buyer,
  type Checkout,
  type CheckoutLine,
  type CheckoutMessage,
  type CheckoutStatus,
  type FulfillmentOption,
  type MessageSubject,
} from '@/lib/checkout';
import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { authenticationMetadata } from '../authentication-metadata';
import { toWireAmount } from '@/lib/kernel/money';
import { writeFulfillmentDetails } from '../fulfillment-details';
import { paramOfPaths } from '../param-of';
import { checkoutTotals, itemIdsOf, orAbsent, orderPermalink, toPlainAddress } from '../render';

// What answers share in the versions whose sessions name a payment provider: 2025-09-29, 2025-12-12 and 2026-01-16.

/** specs/acp.md, down-projection: these versions have no word for a session that was only begun or that has expired. */
export const STATUS: Record<CheckoutStatus, string> = {
  open: 'not_ready_for_payment',
  needs_input: 'not_ready_for_payment',
  ready: 'ready_for_payment',
  authentication_required: 'not_ready_for_payment',
  paying: 'in_progress',
  completed: 'completed',
  canceled: 'canceled',
  expired: 'canceled',
};

/** Both names are required here, and another wire may have given one name or none: what is not known is empty. */
export function toBuyer(buyer: Buyer): object {
  const words = (buyer.fullName ?? '').split(/\s+/).filter(Boolean);
  return {
    first_name: buyer.firstName ?? words.slice(0, Math.max(1, words.length - 1)).join(' '),
    last_name: buyer.lastName ?? words.slice(1).at(-1) ?? '',
    email: buyer.email,
    phone_number: buyer.phoneNumber,
  };
}

/** LineItem of 2025-09-29. */
export const lineAmounts = (line: CheckoutLine): object => ({
  id: line.id,
  item: { id: line.itemId, quantity: line.quantity },
  base_amount: toWireAmount(line.baseAmount),
  discount: toWireAmount(line.discountAmount),
  subtotal: toWireAmount(line.subtotalAmount),
  tax: toWireAmount(line.taxAmount),
  total: toWireAmount(line.totalAmount),
});

/** These versions have no pickup. `digital` is their option without destination or carrier, so no agent asks for an address to send to. */
const optionType = ({ kind }: FulfillmentOption): 'shipping' | 'digital' => (kind === 'pickup' || kind === 'digital' ? 'digital' : 'shipping');

/** An option but for its words and amounts, which are where versions differ. */
export function optionFields(option: FulfillmentOption): object {
  const type = optionType(option);
  if (type === 'digital') return { type, id: option.id, title: option.title };
  return {
    type,
    id: option.id,
    title: option.title,
    carrier: orAbsent(option.carrier),
    earliest_delivery_time: orAbsent(option.earliestAt),
    latest_delivery_time: orAbsent(option.latestAt),
  };
}

/** The place of a pickup has no field of its own here, so the words about the option name it. */
export function optionWords({ location, description }: FulfillmentOption): string | undefined {
  if (!location) return orAbsent(description);
  return `${location.name}, ${location.address.line_one}, ${location.address.city}`;
}

export const optionAmounts = (option: FulfillmentOption): object => ({
  subtotal: toWireAmount(option.subtotalAmount),
  tax: toWireAmount(option.taxAmount),
  total: toWireAmount(option.totalAmount),
});

/** Codes that came later are `invalid` here. */
const CODES: readonly string[] = ['missing', 'invalid', 'out_of_stock', 'payment_declined', 'requires_3ds'];

/** There are no warnings yet: they are info. */
export const messagesOf = (checkout: Checkout, paramOf: (subject: MessageSubject) => string): object[] =>
  checkout.messages.map(({ kind, code, subject, text }: CheckoutMessage) => ({
    type: kind === 'error' ? 'error' : 'info',
    ...(kind === 'error' && { code: CODES.includes(code) ? code : 'invalid' }),
    param: paramOf(subject),
    content_type: 'plain',
    content: text,
  }));

export const placedOrder = (checkout: Checkout, origin: string): object | undefined =>
  checkout.order === null
    ? undefined
    : { id: checkout.order.id, checkout_session_id: checkout.id, permalink_url: orderPermalink(origin, checkout.order.id) };

/** What CheckoutSession of 2025-12-12 and 2026-01-16 have in common; providers and options are each version's own. */
export const toCommonSession = (checkout: Checkout, origin: string): object => {
  const chosen = selectedOptions(checkout);
  return {
    id: checkout.id,
    buyer: checkout.buyer === null ? undefined : toBuyer(checkout.buyer),
    status: checkout.status === 'authentication_required' ? checkout.status : STATUS[checkout.status],
    ...authenticationMetadata(checkout),
    currency: checkout.currency.toLowerCase(),
    line_items: checkout.lines.map((line) => toLineItem(line, origin)),
    fulfillment_details: writeFulfillmentDetails(checkout, toPlainAddress),
    selected_fulfillment_options: chosen.length === 0 ? undefined : chosen.map((option) => toSelected(checkout, option)),
    totals: checkoutTotals(checkout),
    messages: messagesOf(checkout, paramOf),
    links: [
      { type: 'terms_of_use', url: `${origin}/terms` },
      { type: 'privacy_policy', url: `${origin}/privacy` },
      { type: 'return_policy', url: `${origin}/returns` },
    ],
    order: placedOrder(checkout, origin),
  };
};

const toLineItem = (line: CheckoutLine, origin: string): object => ({
  ...lineAmounts(line),
  name: line.name,
  description: orAbsent(line.description),
  images: line.imagePath === null ? undefined : [absoluteUrl(line.imagePath, origin)],
  unit_amount: toWireAmount(line.unitAmount),
});

function toSelected(checkout: Checkout, option: FulfillmentOption): object {
  const type = optionType(option);
  return { type, [type]: { option_id: option.id, item_ids: itemIdsOf(checkout, option) } };
}

const SELECTED = '$.selected_fulfillment_options';

/** Of 2025-12-12 and 2026-01-16, which know neither groups nor codes. */
export const paramOf = paramOfPaths({
  address: '$.fulfillment_details.address',
  option: SELECTED,
  group: () => SELECTED,
  discountCode: () => '$',
  authentication: '$.authentication_result',
});

/** The choice, whatever of it is at fault: what it holds stands under the name of its type. */
export const paramOfChoice = (index: number | undefined): string => (index === undefined ? SELECTED : `${SELECTED}[${index}]`);
