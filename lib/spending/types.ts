import type { Currency } from '@/lib/kernel/money';

/** Limits in one currency, of one agent or over all agents of a wallet, minor units. */
export type SpendingLimit = {
  readonly perTransactionAmount: bigint;
  readonly dailyAmount: bigint;
  /** Null: no limit of its own for a week. */
  readonly weeklyAmount: bigint | null;
  readonly monthlyAmount: bigint;
};

/** What is held and used in the day, the week and the month that are under way. */
export type SpendingUsage = { readonly dailyAmount: bigint; readonly weeklyAmount: bigint; readonly monthlyAmount: bigint };

/** A limit with what counts against it. */
export type Budget = { readonly limit: SpendingLimit; readonly usage: SpendingUsage };

/** What a purchase is judged by: the agent's own budget, and the one over all agents of its wallet. Null: there is no limit. */
export type Budgets = { readonly agent: Budget | null; readonly wallet: Budget | null };

/** What an owner's passkey allowed an agent beyond its limits, minor units: at a merchant or in a category, once or until it is spent. */
export type Authorization = {
  readonly id: string;
  readonly walletId: string;
  readonly agentId: string;
  /** Handle; null: any. */
  readonly merchant: string | null;
  /** Every item of the purchase must be of it; null: any. */
  readonly category: string | null;
  readonly currency: Currency;
  readonly amount: bigint;
  /** Held and used. */
  readonly usedAmount: bigint;
  readonly singleUse: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
};

export type AuthorizationStatus = 'live' | 'used' | 'expired' | 'revoked';

export type LimitKind = 'per_transaction' | 'daily' | 'weekly' | 'monthly';

/** The limit that stops a purchase, with its figures; `excess` is by how much the purchase goes over it. */
export type OverLimit = {
  readonly scope: keyof Budgets;
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

/** The zone that each kind of window is cut by. */
export type WindowZones = { readonly day: string; readonly week: string; readonly month: string };

/** An owner's calendar: the zone they chose last, and when, with the zones that the windows under way at that moment are finished by. */
export type Calendar = { readonly timeZone: string; readonly change: { readonly at: Date; readonly before: WindowZones } | null };

/** The day, the ISO week and the month that a moment falls into, in the owner's time zone: `d:2026-11-21`, `w:2026-W47`, `m:2026-11`. */
export type WindowKeys = { readonly dayKey: string; readonly weekKey: string; readonly monthKey: string };
