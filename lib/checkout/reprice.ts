import type { Item } from '@/lib/catalog';
import { findBuyerHistory, findDiscounts, judgeDiscounts, takeDiscounts, type BuyerHistory, type Discount, type DiscountCart } from '@/lib/discount';
import type { Merchant } from '@/lib/merchant';
import { cleanText } from '@/lib/kernel/text';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Address, Ctx, TaxRate } from '@/lib/ports';
import { assignSelections } from './assign-selections';
import { cleanWords } from './clean-words';
import { decideReadiness } from './decide-readiness';
import { atPrices, findGoods, findPrices } from './find-goods';
import { offerOptions, type OfferedOption, type Parcel } from './offer-options';
import { priceCheckout } from './price-checkout';
import { resolveGroups, type Goods } from './resolve-groups';
import type { Buyer, CheckoutContent, CheckoutDetails, CheckoutRefusal, FulfillmentContact, FulfillmentSelection, GroupRequest, Handover as HandedOverBy, ItemRequest, SelectionRequest } from './types';
import type { CheckoutStatus } from './status';

export type PricingInput = {
  readonly items: readonly ItemRequest[];
  readonly buyer: Buyer | null;
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  readonly selections: readonly SelectionRequest[];
  /** The caller named the options in this very request: an unknown one is its mistake, not a thing of the past. */
  readonly selectionIsExplicit: boolean;
  readonly groups: readonly GroupRequest[];
  /** The same of the groups. */
  readonly groupsAreExplicit: boolean;
  readonly discountCodes: readonly string[];
  readonly details: CheckoutDetails;
  readonly handover: HandedOverBy;
};

/** `termsVersion`: of the merchant, as it was before anything else was read. */
export type Priced = { readonly content: CheckoutContent; readonly status: CheckoutStatus; readonly termsVersion: bigint };

/** Prices a cart anew from catalogue, discounts, shipping and tax, and decides whether it can be paid. Reads only. */
export async function reprice(ctx: Ctx, merchant: Merchant, input: PricingInput): Promise<Result<Priced, CheckoutRefusal>> {
  const { buyer, contact, address, discountCodes } = cleaned(input);
  const groupAddresses = input.groups.map((group) => group.address && cleanWords(group.address));
  const terms = termsReader(ctx, merchant);
  const addresses = [address, ...groupAddresses].filter((place) => place !== null);
  // None needs another's answer: in a transaction they are one round trip.
  const [found, prices, discounts] = await Promise.all([
    findGoods(ctx, merchant, input.items),
    findPrices(ctx, merchant, input.items),
    findDiscounts(ctx, merchant.id, discountCodes),
    ...addresses.map((place) => terms.quotesTo(place)),
    ...[...addresses.map(placeOf), ...placesOf(merchant, { isExternal: input.handover === 'external', hasAddress: addresses.length > 0 })].map((place) => terms.ratesAt(place)),
  ]);
  const items = atPrices(found, prices);
  const unknown = input.items.findIndex(({ id }) => !items.has(id));
  if (unknown >= 0) return err({ code: 'unknown_item', index: unknown, itemId: input.items[unknown]?.id ?? '' });

  const drafts = input.items.flatMap(({ id, quantity }, index) => toDraft(items.get(id), quantity, index));
  const goods = drafts.map(({ id, item }) => ({ id, itemId: item.id, delivery: item.delivery }));
  const groups = resolveGroups(input.groups, goods, { strict: input.groupsAreExplicit });
  if (!groups.ok) return groups;
  const parcels = await Promise.all(toParcels(groups.value, goods, address).map(async (parcel) => ({ ...parcel, quotes: parcel.address ? await terms.quotesTo(parcel.address) : [] })));
  const offered = input.handover === 'external' ? [] : parcels.flatMap((parcel) => offerOptions(merchant, parcel, ctx.clock.now()));
  const assigned = assignSelections({ merchant, parcels, options: offered, requests: input.selections, strict: input.selectionIsExplicit });
  if (!assigned.ok) return assigned;
  const selections = assigned.value;

  const cart: DiscountCart = {
    lines: drafts.map(({ item, quantity }) => ({ itemId: item.id, category: item.category, amount: item.amount * BigInt(quantity) })),
    fulfillmentAmounts: selections.map(({ optionId }) => offered.find(({ id }) => id === optionId)?.listAmount ?? 0n),
  };
  const history = await findHistory(ctx, merchant, buyer, discounts);
  const judged = judgeDiscounts({ codes: discountCodes, discounts, cart, buyer: history, now: ctx.clock.now() });

  const taxPlace = taxPlaces(merchant, { parcels, offered, selections, isExternal: input.handover === 'external' });
  const [lines, options] = await Promise.all([
    Promise.all(drafts.map(async (draft) => ({ ...draft, rates: await ratesAt(terms, taxPlace.ofLine(draft.id)) }))),
    Promise.all(offered.map(async (option) => ({ option, rates: await ratesAt(terms, taxPlace.ofOption(option)) }))),
  ]);
  const cuts = takeDiscounts(judged.accepted, cart);
  // Who hands the goods over for others charges what it charges itself.
  const feeAmount = input.handover === 'external' ? 0n : merchant.serviceFeeAmount;
  const { applied, ...priced } = priceCheckout({ lines, options, selections, cuts, includesTax: merchant.pricesIncludeTax, feeAmount });
  const parts = { ...priced, selections, discounts: { codes: judged.codes, applied, rejected: judged.rejected }, buyer, address, handover: input.handover };
  const { status, messages } = decideReadiness({ ...parts, merchant, parcels, items });
  return ok({ status, termsVersion: merchant.termsVersion, content: { ...parts, groups: groups.value, details: input.details, contact, messages, authentication: null } });
}

/** Where tax of this merchant's will be asked for, whatever is in the cart: where its goods may be fetched; of goods that others hand over, its usual place. */
function placesOf(merchant: Merchant, { isExternal, hasAddress }: { isExternal: boolean; hasAddress: boolean }): Place[] {
  if (isExternal) return hasAddress ? [] : [usualPlace(merchant)];
  const counters = merchant.fulfillments.flatMap((way) => (way.method === 'pickup' ? placeOf(way.place.address) : []));
  return merchant.fulfillmentKind === 'pickup' && merchant.pickupLocation ? [usualPlace(merchant), ...counters] : counters;
}

const MAX_CODE_LENGTH = 100;

const cleaned = ({ buyer, contact, address, discountCodes }: PricingInput): Pick<PricingInput, 'buyer' | 'contact' | 'address' | 'discountCodes'> => ({
  buyer: buyer && cleanWords(buyer),
  contact: contact && cleanWords(contact),
  address: address && cleanWords(address),
  discountCodes: discountCodes.map((code) => cleanText(code, MAX_CODE_LENGTH)),
});

const toDraft = (item: Item | undefined, quantity: number, index: number): { id: string; item: Item; quantity: number }[] =>
  item ? [{ id: `line_${index + 1}`, item, quantity }] : [];

/** The goods of each group, and those of none together. */
function toParcels(groups: CheckoutContent['groups'], goods: readonly Goods[], address: Address | null): Omit<Parcel, 'quotes'>[] {
  const rest = goods.filter(({ id }) => !groups.some(({ lineIds }) => lineIds.includes(id)));
  return [
    ...groups.map((group) => ({ group, address: group.address ?? address, goods: goods.filter(({ id }) => group.lineIds.includes(id)) })),
    ...(rest.length > 0 ? [{ group: null, address, goods: rest }] : []),
  ];
}

/** What somebody who buys here took before; asked for only where a discount depends on it. Null where nobody knows who buys. */
function findHistory(ctx: Ctx, merchant: Merchant, buyer: Buyer | null, discounts: readonly Discount[]): Promise<BuyerHistory | null> | null {
  const asking = discounts.filter(({ maxPerBuyer, firstPurchaseOnly }) => maxPerBuyer !== null || firstPurchaseOnly);
  if (asking.length === 0 || !buyer?.email) return null;
  return findBuyerHistory(ctx, { merchantId: merchant.id, email: buyer.email, discountIds: asking.map(({ id }) => id) });
}

/** Where tax is due: the country and its part. */
type Place = { readonly country: string; readonly region: string };
const placeOf = ({ country, state }: Address): Place => ({ country, region: state });

type Terms = {
  readonly quotesTo: (address: Address) => ReturnType<Ctx['ports']['shipping']['rates']>;
  readonly ratesAt: (place: Place) => Promise<readonly TaxRate[]>;
};

/** Asks the ports once for each place. */
function termsReader(ctx: Ctx, merchant: Merchant): Terms {
  const quotes = new Map<string, ReturnType<Ctx['ports']['shipping']['rates']>>();
  const rates = new Map<string, Promise<readonly TaxRate[]>>();
  return {
    quotesTo: (address) =>
      merchant.fulfillmentKind === 'shipping'
        ? once(quotes, JSON.stringify(address), () => ctx.ports.shipping.rates(ctx.db, { merchantId: merchant.id, destination: address }))
        : Promise.resolve([]),
    ratesAt: (place) => once(rates, JSON.stringify(place), () => ctx.ports.tax.ratesAt(ctx, { merchantId: merchant.id, ...place })),
  };
}

function once<Value>(known: Map<string, Value>, key: string, ask: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = ask();
  known.set(key, answer);
  return answer;
}

const ratesAt = (terms: Terms, place: Place | null): Promise<readonly TaxRate[]> | readonly TaxRate[] => (place ? terms.ratesAt(place) : []);

/** Where tax is due on what goes nowhere: where the merchant's goods are fetched, else in its country. */
const usualPlace = ({ fulfillmentKind, pickupLocation, country }: Merchant): Place =>
  fulfillmentKind === 'pickup' && pickupLocation ? placeOf(pickupLocation.address) : { country, region: '' };

type Handover = { readonly parcels: readonly Parcel[]; readonly offered: readonly OfferedOption[]; readonly selections: readonly FulfillmentSelection[]; readonly isExternal: boolean };

/**
 * Where tax is due on each line and option: where goods are fetched, else where they go; digital goods alone, without an address, and goods
 * that others hand over in the merchant's own country. Null while nobody knows where to.
 */
function taxPlaces(merchant: Merchant, { parcels, offered, selections, isExternal }: Handover) {
  const isDigitalAlone = isExternal || parcels.every(({ goods }) => goods.every(({ delivery }) => delivery === 'digital'));
  const usual = isDigitalAlone || (merchant.fulfillmentKind === 'pickup' && merchant.pickupLocation) ? usualPlace(merchant) : null;
  const ofParcel = (parcel: Parcel | undefined): Place | null => (merchant.fulfillmentKind === 'shipping' && parcel?.address ? placeOf(parcel.address) : usual);
  const ofOption = (option: OfferedOption): Place | null =>
    option.kind === 'pickup'
      ? option.location && placeOf(option.location.address)
      : ofParcel(parcels.find(({ goods }) => goods.some(({ id }) => option.lineIds.includes(id))));
  const ofLine = (lineId: string): Place | null => {
    const selection = selections.find(({ lineIds }) => lineIds.includes(lineId));
    const option = offered.find(({ id }) => id === selection?.optionId);
    return option ? ofOption(option) : ofParcel(parcels.find(({ goods }) => goods.some(({ id }) => id === lineId)));
  };
  return { ofLine, ofOption };
}
