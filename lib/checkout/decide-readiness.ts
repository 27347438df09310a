import type { FulfillmentKind } from '@/lib/merchant';
import type { Address } from '@/lib/ports';
import type { Buyer, CheckoutLine, CheckoutMessage, FulfillmentOption, FulfillmentSelection } from './types';
import type { CheckoutStatus } from './status';

export type ReadinessInput = {
  readonly fulfillmentKind: FulfillmentKind;
  readonly lines: readonly CheckoutLine[];
  readonly buyer: Buyer | null;
  readonly address: Address | null;
  readonly options: readonly FulfillmentOption[];
  readonly selections: readonly FulfillmentSelection[];
};

export type Readiness = { readonly status: Extract<CheckoutStatus, 'open' | 'needs_input' | 'ready'>; readonly messages: readonly CheckoutMessage[] };

/** Whether a checkout can be paid, and what is missing if not. Ready: goods in stock, the buyer's email, and for shipped goods an address and an option. */
export function decideReadiness(input: ReadinessInput): Readiness {
  const messages = [...stockFaults(input.lines), ...buyerFaults(input.buyer), ...(input.fulfillmentKind === 'shipping' ? shippingFaults(input) : [])];
  if (messages.length === 0) return { status: 'ready', messages };
  return { status: input.buyer === null && input.address === null ? 'open' : 'needs_input', messages };
}

const stockFaults = (lines: readonly CheckoutLine[]): CheckoutMessage[] =>
  lines.flatMap((line, index) =>
    line.inStock ? [] : [{ kind: 'error', code: 'out_of_stock', subject: { field: 'line', index }, text: `${line.name}: not enough in stock for ${line.quantity}.` }],
  );

function buyerFaults(buyer: Buyer | null): CheckoutMessage[] {
  if (buyer?.email) return [];
  return [{ kind: 'error', code: 'missing', subject: { field: 'buyer_email' }, text: 'The buyer and an email address are needed.' }];
}

function shippingFaults({ address, options, selections }: ReadinessInput): CheckoutMessage[] {
  if (!address) return [{ kind: 'error', code: 'missing', subject: { field: 'address' }, text: 'A delivery address is needed.' }];
  if (options.length === 0) {
    return [{ kind: 'error', code: 'region_restricted', subject: { field: 'address' }, text: 'The merchant does not ship to this address.' }];
  }
  if (selections.length === 0) {
    return [{ kind: 'error', code: 'missing', subject: { field: 'fulfillment_option' }, text: 'A delivery option is needed.' }];
  }
  return [];
}
