/** Limits of one agent in one currency, minor units. */
export type SpendingLimit = { readonly perTransactionAmount: bigint; readonly dailyAmount: bigint; readonly monthlyAmount: bigint };

/** What is held and used in the day and the month that are under way. */
export type SpendingUsage = { readonly dailyAmount: bigint; readonly monthlyAmount: bigint };

export type LimitKind = 'per_transaction' | 'daily' | 'monthly';

/** The limit that stops a purchase, with its figures; `excess` is by how much the purchase goes over it. */
export type OverLimit = {
  readonly kind: LimitKind;
  readonly limitAmount: bigint;
  readonly usedAmount: bigint;
  readonly requestedAmount: bigint;
  readonly excessAmount: bigint;
};

export type SpendingDecision =
  | { readonly decision: 'within_limits' }
  | { readonly decision: 'over_limit'; readonly over: OverLimit }
  | { readonly decision: 'currency_not_covered' };

/** The day and the month that a moment falls into, in the owner's time zone: `d:2026-11-21`, `m:2026-11`. */
export type WindowKeys = { readonly dayKey: string; readonly monthKey: string };
