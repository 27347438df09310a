import type { Item } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import { defaultMethod, type Parcel } from './offer-options';
import type { Buyer, CheckoutContent, CheckoutLine, CheckoutMessage, MessageSubject } from './types';
import type { CheckoutStatus } from './status';

export type ReadinessInput = Pick<CheckoutContent, 'lines' | 'options' | 'selections' | 'discounts' | 'totals' | 'buyer' | 'address' | 'handover'> & {
  readonly merchant: Merchant;
  readonly parcels: readonly Parcel[];
  readonly items: ReadonlyMap<string, Item>;
};

export type Readiness = { readonly status: Extract<CheckoutStatus, 'open' | 'needs_input' | 'ready'>; readonly messages: readonly CheckoutMessage[] };

/** So few left beside what is in the cart are worth a word. */
const LOW_STOCK = 5n;

/**
 * Whether a checkout can be paid, what is missing if not, and what is worth knowing. Ready: goods in stock, the buyer's email, something to pay,
 * and for goods that have a place to go that place and an option; of goods that others hand over neither buyer nor place.
 */
export function decideReadiness(input: ReadinessInput): Readiness {
  const whom = input.handover === 'external' ? [] : [...buyerFaults(input.buyer), ...input.parcels.flatMap((parcel) => handoverFaults(input, parcel))];
  const faults = [...stockFaults(input), ...whom, ...totalFaults(input)];
  const messages = [...faults, ...codeWarnings(input), ...stockWarnings(input)];
  if (faults.length === 0) return { status: 'ready', messages };
  const isBare = input.buyer === null && input.address === null && input.parcels.every(({ address }) => address === null);
  return { status: isBare ? 'open' : 'needs_input', messages };
}

const error = (code: CheckoutMessage['code'], subject: MessageSubject, text: string): CheckoutMessage => ({ kind: 'error', code, subject, text });

/** What a shelf says of a line that wants more than is there. */
export function stockFault(line: CheckoutLine, index: number, stock: bigint | null): CheckoutMessage {
  const subject = { field: 'line', index } as const;
  return stock !== null && stock > 0n
    ? error('quantity_exceeded', subject, `${line.name}: ${stock} in stock, not ${line.quantity}.`)
    : error('out_of_stock', subject, `${line.name}: not enough in stock for ${line.quantity}.`);
}

/** Says that there is not enough of something. */
export const isShortage = ({ code }: CheckoutMessage): boolean => code === 'out_of_stock' || code === 'quantity_exceeded';

const stockFaults = ({ lines, items }: ReadinessInput): CheckoutMessage[] =>
  lines.flatMap((line, index) => (line.inStock ? [] : [stockFault(line, index, items.get(line.itemId)?.stock ?? null)]));

const stockWarnings = ({ lines, items }: ReadinessInput): CheckoutMessage[] =>
  lines.flatMap((line, index) => {
    const stock = items.get(line.itemId)?.stock ?? null;
    const isLow = line.inStock && stock !== null && stock - BigInt(line.quantity) < LOW_STOCK;
    return isLow ? [{ kind: 'warning', code: 'low_stock', subject: { field: 'line', index }, text: `${line.name}: ${stock} left.` }] : [];
  });

function buyerFaults(buyer: Buyer | null): CheckoutMessage[] {
  return buyer?.email ? [] : [error('missing', { field: 'buyer_email' }, 'The buyer and an email address are needed.')];
}

/** What is asked of a parcel whose goods are not all in a selection. */
function handoverFaults({ merchant, options, selections, parcels }: ReadinessInput, parcel: Parcel): CheckoutMessage[] {
  const { goods, group, address } = parcel;
  const open = goods.find(({ id }) => !selections.some(({ lineIds }) => lineIds.includes(id)));
  if (!open) return [];
  const place = (field: 'address' | 'fulfillment_option'): MessageSubject =>
    group ? { field: 'fulfillment_group', index: parcels.filter((other) => other.group !== null).indexOf(parcel) } : { field };
  const method = defaultMethod(merchant, group, open.delivery);
  if (!address && (method === 'shipping' || method === 'local_delivery')) return [error('missing', place('address'), 'A delivery address is needed.')];
  const able = options.filter(({ lineIds }) => lineIds.includes(open.id));
  if (able.length > 0) return [error('missing', place('fulfillment_option'), 'A delivery option is needed.')];
  return method === 'shipping' || method === 'local_delivery'
    ? [error('region_restricted', place('address'), method === 'shipping' ? 'The merchant does not ship to this address.' : 'The merchant does not deliver to this address.')]
    : [error('invalid', place('fulfillment_option'), 'The merchant does not hand these goods over in this way.')];
}

const totalFaults = ({ totals }: ReadinessInput): CheckoutMessage[] =>
  totals.totalAmount > 0n ? [] : [error('minimum_not_met', { field: 'payment' }, 'There is nothing left to pay, and nothing cannot be paid.')];

const codeWarnings = ({ discounts }: ReadinessInput): CheckoutMessage[] =>
  discounts.rejected.map(({ code, reason, text }) => ({
    kind: 'warning',
    code: reason,
    subject: { field: 'discount_code', index: discounts.codes.findIndex((given) => given.toLowerCase() === code.toLowerCase()) },
    text,
  }));
