import { findItems } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Address, Ctx } from '@/lib/ports';
import { cleanWords } from './clean-words';
import { decideReadiness } from './decide-readiness';
import { addUp, pickupOption, priceLines, toShippingOptions } from './price-checkout';
import { NO_DISCOUNTS } from './no-extras';
import type { Buyer, CheckoutContent, CheckoutDetails, CheckoutRefusal, FulfillmentContact, FulfillmentOption, ItemRequest, SelectionRequest } from './types';
import type { CheckoutStatus } from './status';

export type PricingInput = {
  readonly items: readonly ItemRequest[];
  readonly buyer: Buyer | null;
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  readonly selections: readonly SelectionRequest[];
  /** The caller named the options in this very request: an unknown one is its mistake, not a thing of the past. */
  readonly selectionIsExplicit: boolean;
  readonly details: CheckoutDetails;
};

export type Priced = { readonly content: CheckoutContent; readonly status: CheckoutStatus };

/** Prices a cart anew from catalogue, shipping and tax, and decides whether it can be paid. Reads only. */
export async function reprice(ctx: Ctx, merchant: Merchant, input: PricingInput): Promise<Result<Priced, CheckoutRefusal>> {
  const { buyer, contact, address } = cleaned(input);
  const destination = merchant.fulfillmentKind === 'pickup' ? merchant.pickupLocation?.address : address;
  // None needs another's answer: in a transaction they are one round trip.
  const [items, rates, quotes] = await Promise.all([
    findItems(ctx, merchant.id, [...new Set(input.items.map(({ id }) => id))]),
    destination ? ctx.ports.tax.ratesAt(ctx.db, { merchantId: merchant.id, country: destination.country, region: destination.state }) : [],
    merchant.fulfillmentKind === 'shipping' && address ? ctx.ports.shipping.rates(ctx.db, { merchantId: merchant.id, destination: address }) : [],
  ]);
  const unknown = input.items.findIndex(({ id }) => !items.has(id));
  if (unknown >= 0) return err({ code: 'unknown_item', index: unknown, itemId: input.items[unknown]?.id ?? '' });

  const lines = priceLines(input.items, items, rates);
  const options = merchant.fulfillmentKind === 'pickup' ? [pickupOption(merchant, lines)] : toShippingOptions(quotes, lines, rates, ctx.clock.now());
  const wanted = input.selections[0]?.optionId ?? null;
  const selected = selectOption(options, wanted);
  if (input.selectionIsExplicit && wanted !== null && selected?.id !== wanted) return err({ code: 'unknown_option', optionId: wanted });
  const selections = selected ? [{ optionId: selected.id, lineIds: lines.map(({ id }) => id) }] : [];
  const { status, messages } = decideReadiness({ fulfillmentKind: merchant.fulfillmentKind, lines, buyer, address, options, selections });
  const totals = addUp(lines, selected);
  const content = { lines, options, selections, groups: [], discounts: NO_DISCOUNTS, details: input.details, buyer, contact, address, totals, messages };
  return ok({ status, content });
}

const cleaned = ({ buyer, contact, address }: PricingInput): Pick<PricingInput, 'buyer' | 'contact' | 'address'> => ({
  buyer: buyer && cleanWords(buyer),
  contact: contact && cleanWords(contact),
  address: address && cleanWords(address),
});

/** The chosen option if it is still offered, else the cheapest. */
function selectOption(options: readonly FulfillmentOption[], wanted: string | null): FulfillmentOption | undefined {
  const chosen = options.find((option) => option.id === wanted);
  return chosen ?? options.toSorted((a, b) => (a.totalAmount < b.totalAmount ? -1 : a.totalAmount > b.totalAmount ? 1 : 0))[0];
}
