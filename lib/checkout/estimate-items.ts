import { findItemsEverSold } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { atPrices, findGoods, findPrices } from './find-goods';
import { priceCheckout } from './price-checkout';
import type { CheckoutLine, CheckoutRefusal, CheckoutTotals, ItemRequest } from './types';

/** A line at today's price. Sold out: none is left, or it is no longer for sale; not in stock alone: fewer are left than are wanted. */
export type EstimatedLine = CheckoutLine & { readonly isSoldOut: boolean };

/** Without a destination neither shipping nor its tax is known: then `taxIsKnown` is false and no tax is in the totals. */
export type ItemsEstimate = { readonly lines: readonly EstimatedLine[]; readonly totals: CheckoutTotals; readonly taxIsKnown: boolean };

/**
 * What items cost now, before anything is known of who buys them: the lines of a checkout, every one, also those that cannot be bought at
 * the moment. Reads only, sets nothing aside. Refuses an id that the merchant never sold.
 */
export async function estimateItems(
  ctx: Ctx,
  merchant: Merchant,
  requests: readonly ItemRequest[],
): Promise<Result<ItemsEstimate, Extract<CheckoutRefusal, { code: 'unknown_item' }>>> {
  const place = merchant.fulfillmentKind === 'pickup' ? merchant.pickupLocation?.address : undefined;
  const [goods, prices, rates] = await Promise.all([
    findGoods(ctx, merchant, requests, findItemsEverSold),
    findPrices(ctx, merchant, requests),
    place ? ctx.ports.tax.ratesAt(ctx, { merchantId: merchant.id, country: place.country, region: place.state }) : [],
  ]);
  const items = atPrices(goods, prices);
  const unknown = requests.findIndex(({ id }) => !items.has(id));
  if (unknown >= 0) return err({ code: 'unknown_item', index: unknown, itemId: requests[unknown]?.id ?? '' });
  const drafts = requests.flatMap(({ id, quantity }, index) => {
    const item = items.get(id);
    return item ? [{ id: `line_${index + 1}`, item, quantity, rates }] : [];
  });
  const { lines, totals } = priceCheckout({ lines: drafts, options: [], selections: [], cuts: [], includesTax: merchant.pricesIncludeTax, feeAmount: merchant.serviceFeeAmount });
  return ok({ lines: lines.map((line) => ({ ...line, isSoldOut: items.get(line.itemId)?.stock === 0n })), totals, taxIsKnown: place !== undefined });
}
