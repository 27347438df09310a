import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';
import type { CheckoutStatus } from './status';

export type Buyer = {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly fullName?: string;
  readonly phoneNumber?: string;
};

/** Who receives the goods, where a wire gives that apart from the buyer. */
export type FulfillmentContact = { readonly name?: string; readonly phoneNumber?: string; readonly email?: string };

/** One line. Amounts are minor units of the checkout's currency; tax is exclusive. */
export type CheckoutLine = {
  readonly id: string;
  readonly itemId: string;
  readonly name: string;
  /** Left out on lines that were priced before categories were kept. */
  readonly category?: string;
  readonly description: string;
  readonly imagePath: string | null;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly baseAmount: bigint;
  readonly discountAmount: bigint;
  readonly subtotalAmount: bigint;
  readonly taxAmount: bigint;
  readonly totalAmount: bigint;
  /** Enough stock for the whole quantity, when last looked. */
  readonly inStock: boolean;
};

export type PickupLocation = { readonly name: string; readonly address: Address };

/** A way to hand the goods over. `amount`s as on a line. */
export type FulfillmentOption = {
  readonly kind: 'shipping' | 'pickup';
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly carrier: string;
  readonly earliestAt: string | null;
  readonly latestAt: string | null;
  readonly subtotalAmount: bigint;
  readonly taxAmount: bigint;
  readonly totalAmount: bigint;
  readonly location: PickupLocation | null;
};

/** The part of a checkout that a message is about; each wire writes it as its own path. */
export type MessageSubject =
  | { readonly field: 'line'; readonly index: number }
  | { readonly field: 'buyer' }
  | { readonly field: 'buyer_email' }
  | { readonly field: 'address' }
  | { readonly field: 'fulfillment_option' }
  | { readonly field: 'payment' };

/** Something the buyer's side must mend (`error`) or may like to know (`info`). Our own words: no HTML, no links. */
export type CheckoutMessage = {
  readonly kind: 'error' | 'info';
  readonly code: 'missing' | 'invalid' | 'out_of_stock' | 'payment_declined' | 'region_restricted';
  readonly subject: MessageSubject;
  readonly text: string;
};

/** total = itemsBase - itemsDiscount - discount + fulfillment + tax; tax includes the tax on fulfillment. */
export type CheckoutTotals = {
  readonly itemsBaseAmount: bigint;
  readonly itemsDiscountAmount: bigint;
  readonly subtotalAmount: bigint;
  readonly discountAmount: bigint;
  readonly fulfillmentAmount: bigint;
  readonly taxAmount: bigint;
  readonly totalAmount: bigint;
};

/** What is kept as one document: everything priced, and what it was priced from. */
export type CheckoutContent = {
  readonly lines: readonly CheckoutLine[];
  readonly options: readonly FulfillmentOption[];
  readonly selectedOptionId: string | null;
  readonly buyer: Buyer | null;
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  readonly totals: CheckoutTotals;
  readonly messages: readonly CheckoutMessage[];
};

export type Checkout = CheckoutContent & {
  readonly id: string;
  readonly merchantId: string;
  readonly merchantHandle: string;
  readonly merchantName: string;
  readonly agentId: string | null;
  readonly apiKeyId: string | null;
  readonly wire: string;
  readonly wireVersion: string;
  readonly status: CheckoutStatus;
  readonly version: number;
  readonly currency: Currency;
  readonly snapshotHash: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
  /** Set once completed. */
  readonly order: { readonly id: string; readonly number: string; readonly paymentStatus: string; readonly createdAt: Date } | null;
};

/** Who opens or touches a checkout: an agent with its token, or an agent platform with a merchant's key. */
export type CheckoutActor =
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'merchant'; readonly merchantId: string; readonly keyId: string }
  /** Nobody that we know: an agent without an owner here. What it opens belongs to whoever has its unguessable id. */
  | { readonly kind: 'guest' };

/** Who pays a checkout: an actor, or the merchant itself, that takes the token it was handed to the network. */
export type PayingActor = CheckoutActor | { readonly kind: 'acquirer'; readonly merchantId: string };

/** Who captures the payment of an order: we do so once it stands, or the merchant does at the network, in parts if it likes. */
export type CaptureMethod = 'automatic' | 'manual';

export type ItemRequest = { readonly id: string; readonly quantity: number };

/** Undefined fields are left as they are. `items` replaces all lines. */
export type CheckoutPatch = {
  readonly items?: readonly ItemRequest[];
  readonly buyer?: Buyer;
  readonly contact?: FulfillmentContact;
  readonly address?: Address;
  readonly selectedOptionId?: string;
};

export type CheckoutRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'unknown_item'; readonly index: number; readonly itemId: string }
  | { readonly code: 'unknown_option'; readonly optionId: string }
  | { readonly code: 'currency_not_supported'; readonly currency: string; readonly expected: Currency }
  /** Completed, canceled or expired, or being paid just now: it cannot be edited, canceled or paid. */
  | { readonly code: 'not_editable'; readonly status: CheckoutStatus }
  | { readonly code: 'not_ready'; readonly messages: readonly CheckoutMessage[] }
  /** `unavailable`: whoever must say yes does not answer; asking again goes on where it stands. */
  | { readonly code: 'in_progress'; readonly unavailable?: true }
  | { readonly code: 'buyer_mismatch' }
  | { readonly code: 'invalid_token'; readonly reason: 'unknown' | 'used' | 'expired' | 'voided' | 'mismatch' };
