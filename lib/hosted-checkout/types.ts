import type { CheckoutMessage, CheckoutRefusal, CheckoutStatus } from '@/lib/checkout';
import type { Currency, Money } from '@/lib/kernel/money';
import type { Payee } from '@/lib/ports';
import type { CardFault } from '@/lib/vault';

/** open: it can be paid. complete: it is paid, and there is an order. expired: its time is over, or its checkout was edited or ended; what is still paid there is given back. */
export type HostedStatus = 'open' | 'complete' | 'expired';

/** A page where a person pays one checkout by card. Who has its id may pay it and see what is paid for, so it is never listed. */
export type HostedCheckout = {
  /** `cs_` and 256 random bits. */
  readonly id: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  /** simulator: a page of ours. stripe: Stripe Checkout. */
  readonly provider: 'simulator' | 'stripe';
  /** Where the person is sent. */
  readonly url: string;
  /** What is charged, as the checkout was when it was opened. */
  readonly amount: Money;
  readonly status: HostedStatus;
  readonly paymentStatus: 'unpaid' | 'paid';
  /** Set once it is complete. */
  readonly orderId: string | null;
  /** Until when it is paid at this price. */
  readonly expiresAt: Date;
  /** Where the person goes after paying: as given, else the order's own page; null until there is an order and nothing was given. */
  readonly returnUrl: string | null;
  /** Where a person goes who does not want to pay; null where nothing was given. */
  readonly cancelUrl: string | null;
};

/** The row, and what of its checkout decides how it stands. `status` is what was written: see hostedStatus. */
export type HostedRow = {
  readonly id: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly provider: HostedCheckout['provider'];
  readonly providerSessionId: string | null;
  readonly url: string;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly snapshotHash: string;
  /** Who is paid, as it was when it was opened; null: the platform. */
  readonly payee: Payee | null;
  readonly status: HostedStatus;
  readonly declineCount: number;
  readonly authenticationId: string | null;
  readonly sealedToken: string | null;
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly checkoutStatus: CheckoutStatus;
  readonly checkoutHash: string;
  readonly wireVersion: string;
  readonly orderId: string | null;
};

/**
 * Why none was opened: what the checkout says (not_found, not_ready, in_progress, not_editable); or the provider does not answer (ask again)
 * or does not take such a payment (an amount below its least, a currency it lacks).
 */
export type OpenHostedRefusal = CheckoutRefusal | { readonly code: 'provider_unavailable' | 'provider_refused' };

/** A card as a person typed it. */
export type TypedCard = {
  readonly number: string;
  readonly expiry: { readonly month: number; readonly year: number };
  readonly verificationCode: string;
  readonly holderName: string | null;
};

/** `paid`: there is an order. `challenge`: the card's bank asks its holder first, at this URL. */
export type HostedPayment = { readonly outcome: 'paid'; readonly hosted: HostedCheckout } | { readonly outcome: 'challenge'; readonly url: string };

export type PayHostedRefusal =
  | { readonly code: 'not_found' | 'expired' | 'too_many_declines' }
  /** It is paid at the provider's page, not here. */
  | { readonly code: 'elsewhere'; readonly url: string }
  /** Nothing was charged: this is what is wrong with the card's data. */
  | { readonly code: 'invalid_card'; readonly fault: CardFault }
  /** Nothing was charged: the bank said no, goods ran out, or its holder was not authenticated. `messages` is in words for the person. */
  | { readonly code: 'declined'; readonly messages: readonly CheckoutMessage[] }
  /** Another try is under way, or the network does not answer: how it ends shows on the page. */
  | { readonly code: 'in_progress' };
