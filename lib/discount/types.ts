/** Where a discount took its amount from. */
export type DiscountTarget = { readonly kind: 'line'; readonly index: number } | { readonly kind: 'subtotal' } | { readonly kind: 'fulfillment' };

export type AppliedDiscount = {
  readonly id: string;
  /** As the merchant writes it; null where it applies by itself. */
  readonly code: string | null;
  readonly couponId: string;
  readonly name: string;
  /** One of the two: hundredths of a percent, or minor units. */
  readonly percentBasisPoints: number | null;
  readonly offAmount: bigint | null;
  readonly amount: bigint;
  /** each: taken from each line that it holds for. across: from the whole, in proportion. */
  readonly method: 'each' | 'across';
  /** 1 is taken first. */
  readonly priority: number;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** Their sum is `amount`. */
  readonly allocations: readonly { readonly target: DiscountTarget; readonly amount: bigint }[];
};

/** Why a code was not taken (ACP, DiscountErrorCode). */
export type DiscountRefusal =
  | 'discount_code_expired'
  | 'discount_code_invalid'
  | 'discount_code_already_applied'
  | 'discount_code_combination_disallowed'
  | 'discount_code_minimum_not_met'
  | 'discount_code_user_not_logged_in'
  | 'discount_code_user_ineligible'
  | 'discount_code_usage_limit_reached';

export type RejectedCode = { readonly code: string; readonly reason: DiscountRefusal; readonly text: string };

/** order, items, categories: of goods; `targets` are ids of items, or categories. shipping: of what handing over costs, where `targets` names items for carts with one of them. */
export type DiscountScope = 'order' | 'items' | 'categories' | 'shipping';

/** What a merchant takes off: for a code, or by itself where there is none. Amounts in minor units of the merchant's currency, at its list prices. */
export type Discount = {
  readonly merchantId: string;
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly percentBasisPoints: number | null;
  readonly offAmount: bigint | null;
  readonly scope: DiscountScope;
  readonly targets: readonly string[];
  readonly method: 'each' | 'across';
  readonly priority: number;
  /** With others; one that does not combine is alone. */
  readonly combinable: boolean;
  /** What the goods must come to, before any discount. */
  readonly minimumAmount: bigint;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly maxRedemptions: number | null;
  readonly maxPerBuyer: number | null;
  readonly firstPurchaseOnly: boolean;
  /** Counted for those with a limit alone. */
  readonly redeemedCount: number;
};

/** What is known of the buyer at this merchant: how often each discount was taken, and whether anything was bought. */
export type BuyerHistory = { readonly redemptions: ReadonlyMap<string, number>; readonly hasBought: boolean };

/** What discounts are taken from, at list prices. */
export type DiscountCart = {
  readonly lines: readonly { readonly itemId: string; readonly category: string; readonly amount: bigint }[];
  /** Of each way of handing over that was chosen. */
  readonly fulfillmentAmounts: readonly bigint[];
};

/** What one discount takes: `shares` stand beside the lines (`lines`, `order`) or the chosen ways of handing over (`fulfillment`). */
export type Cut = { readonly discount: Discount; readonly from: 'lines' | 'order' | 'fulfillment'; readonly shares: readonly bigint[] };
