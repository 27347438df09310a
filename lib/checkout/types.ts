import type { AppliedDiscount, DiscountRefusal, RejectedCode } from '@/lib/discount';
import type { Currency } from '@/lib/kernel/money';
import type { PlacedOrder } from '@/lib/order';
import type { Address, ConsentRefusal, DirectoryServer, ProofRefusal } from '@/lib/ports';
import type { CheckoutStatus } from './status';

export type { AppliedDiscount, DiscountRefusal, DiscountTarget } from '@/lib/discount';

export type Buyer = {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly fullName?: string;
  readonly phoneNumber?: string;
  readonly profile?: BuyerProfile;
};

/** What an agent tells of a buyer beside name and address: claims that nobody has proved. Kept for the merchant; no price follows from it. */
export type BuyerProfile = {
  /** As the merchant numbers its customers. */
  readonly customerId?: string;
  readonly accountType?: 'guest' | 'registered' | 'business';
  readonly authenticationStatus?: 'authenticated' | 'guest' | 'requires_signin';
  readonly company?: { readonly name: string; readonly taxId?: string; readonly department?: string; readonly costCenter?: string };
  /** `memberSince`: RFC 3339. */
  readonly loyalty?: { readonly tier?: string; readonly pointsBalance?: number; readonly memberSince?: string };
  readonly taxExemption?: {
    readonly certificateId: string;
    readonly certificateType: 'resale' | 'exempt_organization' | 'government';
    readonly exemptRegions?: readonly string[];
    /** RFC 3339. */
    readonly expiresAt?: string;
  };
};

/** Who receives the goods, where a wire gives that apart from the buyer. */
export type FulfillmentContact = { readonly name?: string; readonly phoneNumber?: string; readonly email?: string };

/**
 * One line. Amounts are minor units of the checkout's currency; tax is exclusive: of prices that hold their tax, it is taken out piece by piece.
 * base = unit x quantity; subtotal = base - discount; tax is on what discounts of the whole order leave of it; total = subtotal + tax.
 */
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
  readonly taxes: readonly TaxShare[];
  readonly totalAmount: bigint;
  /** Enough stock for the whole quantity, when last looked. */
  readonly inStock: boolean;
  /** A piece as the catalogue lists it, which is more than unitAmount where prices hold their tax. Left out on lines from before it was kept. */
  readonly listAmount?: bigint;
  /** Left out: physical. */
  readonly delivery?: 'physical' | 'digital';
};

/** One tax of several, by the name that it has there: what a total of tax is made of. The rate has two decimals at most. */
export type TaxShare = { readonly name: string; readonly rateBasisPoints: number; readonly amount: bigint };

/** How goods are handed over. `digital` needs neither a place nor a carrier. */
export type FulfillmentMethod = 'shipping' | 'digital' | 'pickup' | 'local_delivery';

export type PickupLocation = { readonly name: string; readonly address: Address };

/** A way to hand the goods over. `amount`s as on a line; of one that was chosen, tax is on what discounts leave of it. */
export type FulfillmentOption = {
  readonly kind: FulfillmentMethod;
  readonly id: string;
  /** The lines that it can hand over. */
  readonly lineIds: readonly string[];
  /** The group that it is offered for; null where the agent made no groups. */
  readonly groupId: string | null;
  readonly title: string;
  readonly description: string;
  readonly carrier: string;
  readonly earliestAt: string | null;
  readonly latestAt: string | null;
  readonly subtotalAmount: bigint;
  readonly taxAmount: bigint;
  readonly totalAmount: bigint;
  readonly taxes: readonly TaxShare[];
  readonly location: PickupLocation | null;
};

/** An option that was chosen, and the lines that it hands over. Of one checkout each line is in one selection at most. */
export type FulfillmentSelection = { readonly optionId: string; readonly lineIds: readonly string[] };

/** Goods that go together, as the agent grouped them: to a destination of their own, or to the checkout's. */
export type FulfillmentGroup = {
  readonly id: string;
  readonly method: FulfillmentMethod;
  readonly lineIds: readonly string[];
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  /** Where goods are picked up, by the merchant's name of the place. */
  readonly locationId: string | null;
  readonly instructions: string | null;
};

/** `codes`: as given, each once. */
export type CheckoutDiscounts = {
  readonly codes: readonly string[];
  readonly applied: readonly AppliedDiscount[];
  readonly rejected: readonly RejectedCode[];
};

/** What the agent said of the checkout that changes neither its price nor whether it can be paid. Null where nothing was said. */
export type CheckoutDetails = {
  /** BCP 47. */
  readonly locale: string | null;
  /** IANA. */
  readonly timeZone: string | null;
  /** The buyer's words to the merchant. */
  readonly orderNotes: string | null;
  readonly quoteId: string | null;
  /** The agent's own, answered as given: JSON text, since nothing in it is ours to read. */
  readonly metadata: string | null;
  /** What the agent says that it can do (ACP, capability negotiation). */
  readonly interventions: readonly string[] | null;
  readonly extensions: readonly string[] | null;
};

/** Who sent the buyer (ACP, affiliate_attribution): kept for the merchant, in no answer and no webhook. `facts` is as given. */
export type AffiliateAttribution = { readonly provider: string; readonly touchpoint: 'first' | 'last' | null; readonly facts: object };

/** Why an agent gave a checkout up (ACP, intent_trace): kept for the merchant, in no answer and no webhook. */
export type IntentTrace = { readonly reasonCode: string; readonly summary: string | null; readonly metadata: object | null };

/** What the buyer said to being written to. */
export type MarketingConsent = { readonly channel: string; readonly optedIn: boolean };

/** The part of a checkout that a message is about; each wire writes it as its own path. */
export type MessageSubject =
  | { readonly field: 'line'; readonly index: number }
  | { readonly field: 'buyer' }
  | { readonly field: 'buyer_email' }
  | { readonly field: 'address' }
  | { readonly field: 'fulfillment_option' }
  | { readonly field: 'fulfillment_group'; readonly index: number }
  | { readonly field: 'discount_code'; readonly index: number }
  | { readonly field: 'authentication' }
  | { readonly field: 'payment' };

/** What a message is about; a wire without a word for one says its nearest. */
export type MessageCode =
  | 'missing'
  | 'invalid'
  | 'out_of_stock'
  | 'low_stock'
  | 'quantity_exceeded'
  | 'price_change'
  | 'payment_declined'
  | 'requires_3ds'
  | 'region_restricted'
  | 'minimum_not_met'
  | 'slot_full'
  | 'closed'
  | DiscountRefusal;

/** Something the buyer's side must mend (`error`), should look at (`warning`) or may like to know (`info`). Our own words: no HTML, no links. */
export type CheckoutMessage = {
  readonly kind: 'error' | 'warning' | 'info';
  readonly code: MessageCode;
  readonly subject: MessageSubject;
  readonly text: string;
};

/** total = itemsBase - itemsDiscount - discount + fulfillment + tax + fee; tax includes the tax on fulfillment, the fee holds its own. */
export type CheckoutTotals = {
  readonly itemsBaseAmount: bigint;
  readonly itemsDiscountAmount: bigint;
  readonly subtotalAmount: bigint;
  readonly discountAmount: bigint;
  readonly fulfillmentAmount: bigint;
  readonly taxAmount: bigint;
  /** The merchant's service fee. */
  readonly feeAmount: bigint;
  readonly totalAmount: bigint;
};

/** The browser that a buyer is taken to be at, as EMV 3-D Secure wants to know it: nothing was run there, so no more is known than what it sent. */
export type BrowserChannel = {
  readonly acceptHeader: string;
  readonly ipAddress: string;
  /** BCP 47. */
  readonly language: string;
  readonly userAgent: string;
};

/** What whoever authenticates the card's holder is told (ACP, authentication_metadata). */
export type AuthenticationTerms = {
  readonly acquirer: { readonly bin: string; readonly country: string; readonly merchantId: string; readonly merchantName: string };
  readonly directoryServer: DirectoryServer;
  /** What we would like; the issuer decides. */
  readonly flow: 'challenge' | 'frictionless';
  /** Null where the wire that pays knows none. */
  readonly channel: BrowserChannel | null;
};

/** How an authentication went, as an agent tells it. All but the outcome is null where that leaves nothing to prove. */
export type AuthenticationReport = {
  readonly outcome:
    | 'abandoned'
    | 'attempt_acknowledged'
    | 'authenticated'
    | 'canceled'
    | 'denied'
    | 'informational'
    | 'internal_error'
    | 'not_supported'
    | 'processing_error'
    | 'rejected';
  readonly cryptogram: string | null;
  readonly eci: string | null;
  readonly transactionId: string | null;
  readonly version: string | null;
};

/**
 * Who sees to it that the goods reach the buyer. `external`: whoever orchestrates the purchase; then the merchant needs no buyer, no address and
 * no option to be paid, charges no fee of its own, and tax is that of its own place.
 */
export type Handover = 'merchant' | 'external';

/** What is kept as one document: everything priced, and what it was priced from. */
export type CheckoutContent = {
  readonly lines: readonly CheckoutLine[];
  readonly options: readonly FulfillmentOption[];
  readonly selections: readonly FulfillmentSelection[];
  readonly groups: readonly FulfillmentGroup[];
  readonly discounts: CheckoutDiscounts;
  readonly details: CheckoutDetails;
  readonly buyer: Buyer | null;
  readonly contact: FulfillmentContact | null;
  readonly address: Address | null;
  readonly totals: CheckoutTotals;
  readonly messages: readonly CheckoutMessage[];
  readonly handover: Handover;
  /** Set while `authentication_required`. */
  readonly authentication: AuthenticationTerms | null;
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
  /** The version that was declared final (start-checkout.ts); null where a wire knows no such thing. Any edit moves past it. */
  readonly startedVersion: number | null;
  readonly currency: Currency;
  readonly snapshotHash: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
  /** Until then it is paid at the price it has, whatever the merchant changes; null or left out where nothing is held. `expiresAt` is no sooner. */
  readonly heldUntil?: Date | null;
  /** The merchant's taxes, rates or discounts changed since it was priced: it is priced anew before it is paid. */
  readonly termsMoved?: boolean;
  /** Set once completed. */
  readonly order: PlacedOrder | null;
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

/** `itemIds`: ids of items or of lines; none means all that the option can hand over. */
export type SelectionRequest = { readonly optionId: string; readonly itemIds: readonly string[] };

/** As FulfillmentGroup, with ids of items or of lines. */
export type GroupRequest = Omit<FulfillmentGroup, 'lineIds'> & { readonly itemIds: readonly string[] };

/** Undefined fields are left as they are. `items` replaces all lines, `selections`, `groups` and `discountCodes` all that was there. */
export type CheckoutPatch = {
  readonly items?: readonly ItemRequest[];
  readonly buyer?: Buyer;
  readonly contact?: FulfillmentContact;
  readonly address?: Address;
  readonly selections?: readonly SelectionRequest[];
  readonly groups?: readonly GroupRequest[];
  readonly discountCodes?: readonly string[];
  readonly details?: Partial<CheckoutDetails>;
};

/**
 * A selection or a group names an item that it cannot have, or leaves none for itself. `index`: of the selection or group; `itemIndex`: within
 * its itemIds, null where the whole of it is meant. not_offered: there, but the option cannot hand it over. taken: another has it.
 */
export type BadFulfillmentItem = {
  readonly code: 'bad_fulfillment_item';
  readonly in: 'selections' | 'groups';
  readonly index: number;
  readonly itemIndex: number | null;
  readonly itemId: string | null;
  readonly reason: 'unknown' | 'not_offered' | 'taken';
};

export type CheckoutRefusal =
  | { readonly code: 'not_found' }
  /** The merchant sells over this wire no more, or not for now. */
  | { readonly code: 'channel_closed' }
  | { readonly code: 'unknown_item'; readonly index: number; readonly itemId: string }
  /** `index`: of the selection that names it. */
  | { readonly code: 'unknown_option'; readonly optionId: string; readonly index?: number }
  | BadFulfillmentItem
  /** Another affiliate is kept for this touchpoint of the checkout. */
  | { readonly code: 'attribution_conflict' }
  | { readonly code: 'currency_not_supported'; readonly currency: string; readonly expected: Currency }
  /** Completed, canceled or expired, or being paid just now: it cannot be edited, canceled or paid. */
  | { readonly code: 'not_editable'; readonly status: CheckoutStatus }
  | { readonly code: 'not_ready'; readonly messages: readonly CheckoutMessage[] }
  /** `unavailable`: whoever must say yes does not answer; asking again goes on where it stands. */
  | { readonly code: 'in_progress'; readonly unavailable?: true }
  | { readonly code: 'buyer_mismatch' }
  /** It is not, or no longer, as whoever pays believes: of another version, not declared final, or at another total. */
  | { readonly code: 'not_as_expected'; readonly what: 'version' | 'start' | 'amount' }
  /** The card needs its holder authenticated, which was said before, and no result came with it. */
  | { readonly code: 'requires_3ds' }
  | { readonly code: 'invalid_authentication'; readonly reason: ProofRefusal }
  /** What was brought to prove that a person consented does not. */
  | { readonly code: 'invalid_consent'; readonly reason: ConsentRefusal['code'] }
  | { readonly code: 'invalid_token'; readonly reason: 'unknown' | 'used' | 'expired' | 'voided' | 'mismatch' };
