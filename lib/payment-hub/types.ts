import type { AccountPayout, CardAvailability } from '@/lib/ports';

/** How a merchant stands with the payment provider. */
export type PaymentHub = {
  readonly merchantId: string;
  readonly provider: 'simulator' | 'stripe';
  /** Null: none was opened yet. */
  readonly accountId: string | null;
  /** As the provider last told. Without an account: needs_onboarding. */
  readonly availability: CardAvailability;
  /** What the provider asks of the merchant, by its own names. */
  readonly requirements: readonly string[];
  readonly payoutsEnabled: boolean;
  /** What the platform keeps of a card order, 0 to 10 000. */
  readonly feeBasisPoints: number;
  /** The account may be thrown away: it moves no real money. */
  readonly isTest: boolean;
  /** When the provider was last asked; null: never. */
  readonly syncedAt: Date | null;
};

/** Money on its way to a merchant's bank account, as the provider last told. */
export type Payout = AccountPayout;

/** A card order, and what becomes of its money. Minor units of `currency`. */
export type OrderShare = {
  readonly orderId: string;
  readonly paidAt: Date;
  readonly currency: string;
  readonly amount: bigint;
  readonly refundedAmount: bigint;
  /** What the platform keeps, less its share of what went back. */
  readonly feeAmount: bigint;
  /** What the merchant receives. */
  readonly netAmount: bigint;
};
