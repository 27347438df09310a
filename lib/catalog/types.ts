import type { Currency } from '@/lib/kernel/money';

/** Something for sale. `stock` is what is left to sell, null where nothing is counted. */
export type Item = {
  readonly merchantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly imagePath: string | null;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly stock: bigint | null;
  /** digital: handed over without a place or a carrier. */
  readonly delivery: 'physical' | 'digital';
};

/** What stands on a menu; only pizzas have a picture drawn for them. */
export const ITEM_TYPES = ['pizza', 'drink', 'dessert', 'extra', 'other'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** An item's words in other languages, by BCP 47 tag. */
export type ItemTranslations = Readonly<Record<string, { readonly name?: string; readonly description?: string }>>;

/** Left out: physical, in no section of the menu, of type other, in no other language. */
export type NewItem = Omit<Item, 'delivery'> &
  Partial<Pick<Item, 'delivery'>> & { readonly sectionKey?: string; readonly itemType?: ItemType; readonly translations?: ItemTranslations };

/** An item as the kitchen sees it: what stands on the menu, and whether it is marked out. */
export type ShelfItem = { readonly id: string; readonly name: string; readonly category: string; readonly snoozedUntil: Date | null; readonly inStock: boolean };

export type StockLine = { readonly itemId: string; readonly quantity: number };

/** A free quantity of an item, for one checkout, for a while. */
export type Reservation = { readonly checkoutId: string; readonly merchantId: string; readonly lines: readonly StockLine[]; readonly expiresAt: Date };

/** How a list of items is ordered: `position` is the merchant's own order. */
export const ITEM_SORTS = ['position', 'price_asc', 'price_desc', 'name', 'newest'] as const;
export type ItemSort = (typeof ITEM_SORTS)[number];

/** Where a page of items ended: the value that it was ordered by, as text, and the item. */
export type ItemPosition = { readonly value: string; readonly id: string };

export type ItemQuery = {
  readonly merchantId: string;
  /** Every word must begin a word of the item's id, name, category or description; letter case and accents do not matter. */
  readonly words: string | null;
  readonly category: string | null;
  /** Both inclusive, in minor units of the merchant's currency. */
  readonly minAmount: bigint | null;
  readonly maxAmount: bigint | null;
  /** True: what can be bought now alone. False: what is sold out alone. */
  readonly inStock: boolean | null;
  readonly sort: ItemSort;
  readonly after: ItemPosition | null;
  readonly limit: number;
};
