import { selectedOptions, type Buyer, type Checkout, type CheckoutLine, type CheckoutMessage, type CheckoutStatus, type FulfillmentOption, type MessageSubject } from '@/lib/checkout';
import { unreachable } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import { checkoutTotals, lineTotals, optionTotals, orAbsent } from '../render';
import { toOrder } from './order';
import { paymentHandler } from './payment-handler';

export const VERSION = '2026-04-17';

/** CheckoutSession of 2026-04-17; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  id: checkout.id,
  protocol: { version: VERSION },
  capabilities: { payment: { handlers: [paymentHandler(checkout, origin)] }, interventions: INTERVENTIONS },
  ...(checkout.buyer && { buyer: toBuyer(checkout.buyer) }),
  status: STATUS[checkout.status],
  currency: checkout.currency.toLowerCase(),
  line_items: checkout.lines.map((line) => toLineItem(line, origin)),
  ...toFulfillment(checkout),
  totals: checkoutTotals(checkout),
  messages: checkout.messages.map(toMessage),
  links: [
    { type: 'terms_of_use', title: 'Terms', url: `${origin}/terms` },
    { type: 'privacy_policy', title: 'Privacy', url: `${origin}/privacy` },
    { type: 'return_policy', title: 'Returns', url: `${origin}/returns` },
  ],
  created_at: checkout.createdAt.toISOString(),
  updated_at: checkout.updatedAt.toISOString(),
  expires_at: checkout.expiresAt.toISOString(),
  ...(checkout.order && { order: toOrder(checkout, checkout.order, origin) }),
});

/** We serve no intervention yet, so its intersection with what any agent supports is empty, and none is required. */
const INTERVENTIONS = { supported: [], required: [], enforcement: 'conditional' };

const STATUS: Record<CheckoutStatus, string> = {
  open: 'incomplete',
  needs_input: 'not_ready_for_payment',
  ready: 'ready_for_payment',
  paying: 'complete_in_progress',
  completed: 'completed',
  canceled: 'canceled',
  expired: 'expired',
};

export const toBuyer = (buyer: Buyer): object => ({
  first_name: buyer.firstName,
  last_name: buyer.lastName,
  full_name: buyer.fullName,
  email: buyer.email,
  phone_number: buyer.phoneNumber,
});

export const toLineItem = (line: CheckoutLine, origin: string): object => ({
  id: line.id,
  item: { id: line.itemId },
  quantity: line.quantity,
  name: line.name,
  description: orAbsent(line.description),
  ...(line.imagePath !== null && { images: [`${origin}${line.imagePath}`] }),
  unit_amount: toWireAmount(line.unitAmount),
  availability_status: line.inStock ? 'in_stock' : 'out_of_stock',
  totals: lineTotals(line),
});

function toFulfillment(checkout: Checkout): object {
  const { contact, address } = checkout;
  const chosen = selectedOptions(checkout);
  return {
    ...((contact || address) && {
      fulfillment_details: { name: contact?.name, phone_number: contact?.phoneNumber, email: contact?.email, address: address ?? undefined },
    }),
    fulfillment_options: checkout.options.map(toOption),
    ...(chosen.length > 0 && {
      selected_fulfillment_options: chosen.map((option) => ({ type: optionType(option), option_id: option.id, item_ids: itemIdsOf(checkout, option) })),
    }),
  };
}

const itemIdsOf = ({ lines, selections }: Checkout, { id }: FulfillmentOption): string[] => {
  const lineIds = selections.find(({ optionId }) => optionId === id)?.lineIds ?? [];
  return [...new Set(lines.filter((line) => lineIds.includes(line.id)).map(({ itemId }) => itemId))];
};

/** A pickup option must name its place here; without one it is shown as the option that needs none. */
const optionType = ({ kind, location }: FulfillmentOption): FulfillmentOption['kind'] => (kind === 'pickup' && !location ? 'digital' : kind);

function toOption(option: FulfillmentOption): object {
  const type = optionType(option);
  const common = { type, id: option.id, title: option.title, description: orAbsent(option.description), totals: optionTotals(option) };
  switch (type) {
    case 'digital':
      return common;
    case 'pickup':
      return {
        ...common,
        location: option.location,
        pickup_type: 'in_store',
        ready_by: orAbsent(option.earliestAt),
        pickup_by: orAbsent(option.latestAt),
      };
    case 'local_delivery':
      return { ...common, ...(option.earliestAt !== null && option.latestAt !== null && { delivery_window: { start: option.earliestAt, end: option.latestAt } }) };
    case 'shipping':
      return {
        ...common,
        carrier: orAbsent(option.carrier),
        earliest_delivery_time: orAbsent(option.earliestAt),
        latest_delivery_time: orAbsent(option.latestAt),
      };
  }
}

/** An agent mends the cart and the choice of delivery by itself; what concerns the person, the person must give. */
const resolutionOf = ({ field }: MessageSubject): string =>
  field === 'line' || field === 'fulfillment_option' ? 'recoverable' : 'requires_buyer_input';

export function toMessage({ kind, code, subject, text }: CheckoutMessage): object {
  const common = { param: paramOf(subject), content_type: 'plain', content: text };
  if (kind === 'info') return { type: 'info', severity: 'info', ...common };
  if (kind === 'warning') return { type: 'warning', code, severity: 'low', ...common };
  return { type: 'error', code, severity: 'high', resolution: resolutionOf(subject), ...common };
}

export function paramOf(subject: MessageSubject): string {
  switch (subject.field) {
    case 'line':
      return `$.line_items[${subject.index}]`;
    case 'buyer':
      return '$.buyer';
    case 'buyer_email':
      return '$.buyer.email';
    case 'address':
      return '$.fulfillment_details.address';
    case 'fulfillment_option':
      return '$.selected_fulfillment_options';
    case 'fulfillment_group':
      return `$.fulfillment_groups[${subject.index}]`;
    case 'discount_code':
      return `$.discounts.codes[${subject.index}]`;
    case 'authentication':
      return '$.authentication_result';
    case 'payment':
      return '$.payment_data';
    default:
      return unreachable(subject);
  }
}
