import type { CheckoutActor } from '@/lib/checkout';
import type { HostedCheckout } from '@/lib/hosted-checkout';
import type { Currency } from '@/lib/kernel/money';
import type { PaymentMethod } from '@/lib/storefront';
import type { PaymentRefusal, StepUpAnswer } from '@/lib/wallet';

/** Who fetches an order. */
export type QuoteContact = { readonly name: string; readonly phone: string | null; readonly email: string };

/** When an order is fetched: from the first moment until before the last. */
export type PickupWindow = { readonly startsAt: Date; readonly endsAt: Date };

export type Significance = 'low' | 'medium' | 'high';

/** How much a purchase asks for a second look (rules.md, "Quote/confirm storefront and console"). */
export type RiskHints = {
  /** Whether there are reasons. */
  readonly unusual: boolean;
  readonly reasons: readonly ('above_typical_total' | 'kitchen_busy')[];
  readonly maxDownsideCents: number;
  readonly recommendedConfirmation: 'auto' | 'confirm' | 'human';
  readonly kitchen: { readonly openOrders: number; readonly busyMinutes: number };
};

/** A quote as it is answered (seeds/pizza-x402-agents.txt, "create_quote"), without its hash. Amounts are minor units of `currency`. */
export type QuoteContent = {
  readonly quoteId: string;
  readonly currency: Currency;
  /** total - fee: the lines, less `discountCents`, plus `taxCents`. */
  readonly subtotalCents: number;
  readonly discountCents?: number;
  /** Where list prices do not hold it. */
  readonly taxCents?: number;
  readonly feeCents: number;
  readonly totalCents: number;
  readonly lineItems: readonly {
    readonly sku: string;
    readonly name: string;
    readonly qty: number;
    readonly unitPriceCents: number;
    readonly lineTotalCents: number;
  }[];
  readonly fulfillment: { readonly type: 'pickup'; readonly window: string | null };
  readonly pickupETA: string;
  readonly expiresAt: string;
  readonly paymentMethod: PaymentMethod;
  readonly availablePaymentMethods: readonly PaymentMethod[];
  readonly walletSetupUrl: string;
  readonly paymentInstructions: string;
  readonly merchantHandle: string;
  readonly merchantAddress: string;
  readonly significance: Significance;
  readonly riskHints: RiskHints;
};

/** A frozen price for a cart, with who fetches it and when. Its checkout has the same id. */
export type Quote = {
  readonly id: string;
  readonly merchantId: string;
  /** As it was given; of the quote, and so of what its confirmation pays by unless that says otherwise. */
  readonly paymentMethod: PaymentMethod;
  readonly content: QuoteContent;
  /** `sha256:` and the hex SHA-256 of the canonical JSON of `content`. */
  readonly hash: string;
  /** Past it, what was not confirmed cannot be. */
  readonly expiresAt: Date;
};

/** Who asks for a quote, and confirms it: what an agent's token opened is that agent's, all else belongs to whoever has its id. */
export type QuoteActor = Extract<CheckoutActor, { kind: 'agent' | 'guest' }>;

export type QuoteRefusal =
  | { readonly code: 'merchant_not_found' }
  | { readonly code: 'invalid_sku' | 'item_unavailable'; readonly sku: string; readonly index: number }
  /** `nextOpenAt`: null where nothing opens in sight, or a kitchen is paused until someone resumes it. */
  | { readonly code: 'merchant_closed'; readonly nextOpenAt: Date | null }
  | { readonly code: 'bad_window'; readonly reason: WindowFault; readonly nextOpenAt?: Date }
  | { readonly code: 'slot_full'; readonly at: Date }
  | { readonly code: 'nothing_to_pay' }
  | RailRefusal;

export type WindowFault = 'not_an_interval' | 'ends_before_it_starts' | 'too_long' | 'too_soon' | 'too_far' | 'closed';

/** `available` is empty when the merchant takes no payment at all for now. */
export type RailRefusal = { readonly code: 'rail_unavailable'; readonly available: readonly PaymentMethod[] };

/** What whoever confirms believes (seeds/pizza-x402-agents.txt, "confirm_order"). */
export type Assertions = {
  readonly expectedQuoteHash?: string;
  readonly expectedTotalCents?: number;
  readonly maxTotalCents?: number;
  readonly expectedCurrency?: string;
  readonly expectedPaymentMethod?: string;
  /** ISO 8601; instants are compared. */
  readonly expectedExpiresAt?: string;
  readonly expectedMerchantHandle?: string;
  readonly expectedMerchantAddress?: string;
};

export type AssertionName = 'QUOTE_HASH' | 'TOTAL' | 'CURRENCY' | 'METHOD' | 'EXPIRY' | 'MERCHANT';

export type AssertionFault = { readonly name: AssertionName; readonly assertion: keyof Assertions; readonly words: string };

/** What a confirmation comes to: an order, or a page where a person pays by card. */
export type Confirmation = { readonly kind: 'paid'; readonly orderId: string; readonly content: QuoteContent } | { readonly kind: 'hosted'; readonly hosted: HostedCheckout };

export type ConfirmRefusal =
  /** Unknown, another agent's, or past its expiry. `foreign`: of another merchant than the one that was named. */
  | { readonly code: 'quote_not_found'; readonly foreign?: true }
  | { readonly code: 'assertion_failed'; readonly fault: AssertionFault }
  | RailRefusal
  | { readonly code: 'agent_needed' }
  /** The agent's owner is asked first. */
  | { readonly code: 'step_up'; readonly stepUp: StepUpAnswer }
  | { readonly code: 'payment_refused'; readonly refusal: PaymentRefusal }
  /** The token, or the card behind it: `reason` is a word of the network's or of the token's state. */
  | { readonly code: 'payment_invalid'; readonly reason: string }
  | { readonly code: 'item_unavailable'; readonly sku: string; readonly index: number }
  | { readonly code: 'slot_full'; readonly at: Date }
  /** It is being paid, and has not come to an end yet. */
  | { readonly code: 'in_progress' };
