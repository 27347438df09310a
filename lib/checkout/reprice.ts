import { findItems } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Address, Ctx } from '@/lib/ports';
import { cleanWords } from './clean-words';
import { decideReadiness } from './decide-readiness';
import { addUp, pickupOption, priceLines, toShippingOptions } from './price-checkout';
import type { Buyer, CheckoutContent, CheckoutRefusal, FulfillmentContact, FulfillmentOption, ItemRequest } from './types';
import type { CheckoutStatus } from './status';

export type PricingInput = {
  readonly items: readonly ItemRequest[];
  readonly buyer: Buyer | null;
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  readonly selectedOptionId: string | null;
  /** The caller named the option in this very request: an unknown one is its mistake, not a thing of the past. */
  readonly optionIsExplicit: boolean;
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
  const options = merchant.fulfillmentKind === 'pickup' ? [pickupOption(merchant)] : toShippingOptions(quotes, rates, ctx.clock.now());
  const selected = selectOption(options, input.selectedOptionId);
  if (input.optionIsExplicit && input.selectedOptionId !== null && selected?.id !== input.selectedOptionId) {
    return err({ code: 'unknown_option', optionId: input.selectedOptionId });
  }
  const selectedOptionId = selected?.id ?? null;
  const { status, messages } = decideReadiness({ fulfillmentKind: merchant.fulfillmentKind, lines, buyer, address, options, selectedOptionId });
  return ok({ status, content: { lines, options, selectedOptionId, buyer, contact, address, totals: addUp(lines, selected), messages } });
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
