import type { Db } from '@/lib/db';
import type { Currency, Money } from '@/lib/kernel/money';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from './ctx';

/** A destination, as every wire gives it (ACP Address). `country` is ISO 3166-1 alpha-2, `state` its subdivision. */
export type Address = {
  readonly name: string;
  readonly line_one: string;
  readonly line_two?: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postal_code: string;
  readonly company?: string;
};

export type ShippingQuote = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly carrier: string;
  readonly amount: bigint;
  readonly minDeliveryDays: number;
  readonly maxDeliveryDays: number;
};

/** What an installation counts of what its agents ask and its people answer. Never fails, and nothing depends on it. */
export type MeterPort = {
  /** A request to pay was judged: by the rule that asked or refused, `none` where it was allowed. */
  decided(what: { outcome: 'allow' | 'ask' | 'refuse'; rule: string }): void;
  /** A person answered a step-up, so long after being asked. */
  answered(what: { outcome: 'approved' | 'rejected'; seconds: number }): void;
};

/** Rates that a merchant ships at to a destination, cheapest first. Empty: it does not ship there. */
export type ShippingPort = { rates(db: Db, query: { merchantId: string; destination: Address }): Promise<ShippingQuote[]> };

/** Where a buyer is, as far as it was said. `country` is ISO 3166-1 alpha-2; null: the merchant's own. */
export type BuyerPlace = { readonly country: string | null; readonly region?: string | null; readonly postalCode?: string | null };

/** Where a merchant sells to. Throws Unavailable where nobody answers. */
export type GeoPort = { sells(ctx: Ctx, query: BuyerPlace & { readonly merchantId: string }): Promise<boolean> };

/** `rateBasisPoints` has two decimals at most: 9.975 % is 997.5. */
export type TaxRate = { readonly category: string; readonly name: string; readonly rateBasisPoints: number };

/**
 * Rates of tax at a destination; entries with category '' hold for shipping and for items without entries of their own. Several of one category
 * are several taxes, each on the net amount. Throws Unavailable where nobody answers.
 */
export type TaxPort = { ratesAt(ctx: Ctx, query: { merchantId: string; country: string; region: string }): Promise<readonly TaxRate[]> };

/**
 * Where the goods of carts come from. `refresh` brings our own table in line with it for these items, before they are looked up there, and answers
 * those that it does not know. Null: our own table is the catalogue. Throws Unavailable where nobody answers.
 */
export type CatalogPort = {
  refresh(ctx: Ctx, query: { readonly merchantId: string; readonly currency: Currency; readonly itemIds: readonly string[] }): Promise<ReadonlySet<string>> | null;
};

/**
 * What a piece of each item costs today, in minor units, bought in these quantities; one that is missing is not for sale. Null: what the catalogue
 * says. Throws Unavailable where nobody answers.
 */
export type PricingPort = {
  amounts(
    ctx: Ctx,
    query: { readonly merchantId: string; readonly currency: Currency; readonly items: readonly { readonly id: string; readonly quantity: number }[] },
  ): Promise<ReadonlyMap<string, bigint>> | null;
};

/** Writes the receipt of an order: answers its text. `facts` is what our own receipt says, JSON. Never fails: the order is paid. */
export type ReceiptPort = { generate(ctx: Ctx, order: { readonly merchantId: string; readonly orderId: string; readonly facts: object }): Promise<string> };

/** An agent pays with a token of its owner's wallet. Everything a network needs to be told. */
export type WalletCredential = {
  readonly kind: 'wallet';
  readonly tokenId: string;
  readonly paymentId: string;
  readonly cardId: string;
  /** The first six digits of the card; left out on attempts from before there were two banks. */
  readonly cardBin?: string;
  readonly agentId: string;
  readonly agentName: string;
  /** ISO 8601; left out on attempts from before risk was judged by it. */
  readonly agentCreatedAt?: string;
  readonly ownerId: string;
  readonly humanPresent: boolean;
  readonly mandateId: string;
  /** When the token was claimed (ISO 8601): its mandate must be in force then, however late the network is reached. */
  readonly claimedAt?: string;
  /** The payment mandate as it was signed (compact JWS); left out on attempts from before it was forwarded. */
  readonly mandate?: string;
};

/** A card that an agent platform put into the vault for this one checkout (ACP delegate_payment). No agent or owner is known. */
export type VaultCredential = {
  readonly kind: 'vault';
  readonly tokenId: string;
  /** The card at the bank, and its first six digits. */
  readonly cardId: string;
  readonly cardBin: string;
  /** Whether its holder was authenticated by the bank (3-D Secure) for this payment. */
  readonly authenticated: boolean;
};

/** A payment method that the payment provider issued itself and alone can read (Stripe: pm_..., spt_...). */
export type ProviderCredential = { readonly kind: 'provider'; readonly tokenId: string };

/** Who pays with what: the answer when a token is claimed, kept with the attempt so that one that was cut off can be resumed. */
export type ClaimedCredential = WalletCredential | VaultCredential | ProviderCredential;

/** Who leads a 3-D Secure authentication of a card to its issuer. Other schemes have none that we reach. */
export type DirectoryServer = 'american_express' | 'mastercard' | 'visa';

/** Whether a card's holder must be authenticated before it pays; if so, whether the issuer is expected to ask them for something. */
export type AuthenticationNeed =
  | { readonly need: 'none' }
  | { readonly need: 'challenge' | 'frictionless'; readonly directoryServer: DirectoryServer };

/** What an agent says that an authentication proved. Nothing of it is believed before it is held against the issuer's own record. */
export type AuthenticationProof = {
  readonly outcome: 'authenticated' | 'attempted';
  readonly cryptogram: string;
  /** Electronic Commerce Indicator, two digits. */
  readonly eci: string;
  /** The directory server's. */
  readonly transactionId: string;
  /** Of the 3-D Secure protocol, `2.2.0`. */
  readonly version: string;
};

export type ProofRefusal =
  | 'unknown' // no such authentication, or what is said of it is not what the issuer made
  | 'mismatch' // of another merchant, checkout, card, amount or currency
  | 'used'
  | 'expired';

/** 3-D Secure, as the store sees it: what a card behind a vault token needs, and whether what an agent brings proves it. */
export type CardAuthenticationPort = {
  need(ctx: Ctx, credential: VaultCredential): Promise<AuthenticationNeed>;
  /** Takes a proof for one payment, in the caller's transaction: rolled back, it can be brought again. */
  redeem(
    ctx: Ctx,
    redemption: {
      readonly credential: VaultCredential;
      readonly proof: AuthenticationProof;
      readonly merchantId: string;
      readonly checkoutId: string;
      readonly amount: bigint;
      readonly currency: Currency;
    },
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: ProofRefusal }>;
};

/** What a token says of itself to the merchant that it was issued for. Of an agent, its owner and mandates: null where a card came without. */
export type CredentialFacts = {
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly agentId: string | null;
  /** The owner as this merchant may know them (pairwise). */
  readonly ownerId: string | null;
  readonly humanPresent: boolean | null;
  readonly paymentMandateId: string | null;
  readonly cartMandateId: string | null;
};

export type ClaimRefusal =
  | 'unknown' // no such token, or another merchant's, checkout's or agent's
  | 'used'
  | 'expired'
  | 'voided' // its agent was paused or revoked, or its checkout edited
  | 'mismatch'; // amount, currency or snapshot differ

/** Whoever issued the tokens that are paid with, as the store sees them: a token is claimed once, in the transaction that starts the payment. */
export type PaymentCredentialPort = {
  claim(
    ctx: Ctx,
    claim: {
      token: string;
      merchantId: string;
      checkoutId: string;
      snapshotHash: string;
      amount: bigint;
      currency: Currency;
      /** The agent that presents it, or null for an agent platform's key. */
      agentId: string | null;
    },
  ): Promise<{ ok: true; credential: ClaimedCredential } | { ok: false; refusal: ClaimRefusal }>;
  /** The id of a token that was issued, whatever became of it; null for an unknown one. One that may pay for several checkouts has an id at each. */
  identify(ctx: Ctx, token: string, checkoutId?: string): Promise<string | null>;
  /** What is bound to a token, whatever became of it; null for an unknown one. Changes nothing. */
  describe(ctx: Ctx, token: string): Promise<CredentialFacts | null>;
  /** The purchase came to an order (budget used) or to nothing (budget released). In the caller's transaction; idempotent. */
  settle(ctx: Ctx, settlement: { credential: ClaimedCredential; outcome: 'completed' | 'failed' | 'voided' }): Promise<void>;
  /** A checkout changed or ended: its live tokens and pending approvals are void. In the caller's transaction. */
  invalidate(ctx: Ctx, checkoutId: string): Promise<void>;
};

/** What a person's wallet signed for one purchase (AP2, as the orchestrator takes it): by its field names, with times as they were written. */
export type ConsentProof = {
  /** The URL whose keys verify the signature. */
  readonly issuer: string;
  readonly subject: string;
  readonly mandate_id: string;
  readonly payment_handler_id: string;
  /** ISO 8601, or seconds since 1970. */
  readonly issued_at: string | number;
  readonly expires_at: string | number;
  /** Detached JWS, ES256 (RFC 7515, appendix F). */
  readonly signature: string;
};

/** A proof that holds, for whoever spends it, with all that it takes to check it again when its issuer has other keys. */
export type AcceptedConsent = {
  readonly issuer: string;
  readonly mandateId: string;
  readonly expiresAt: Date;
  /** The canonical JSON that was signed (RFC 8785): all that the proof says, with the amount, the currency and the cart. */
  readonly signedText: string;
  /** Its signature, as it came: a detached JWS. */
  readonly jws: string;
  /** As the signature names the key, where it does. */
  readonly keyId: string | null;
  /** Of the key that it held under (RFC 7638). */
  readonly keyThumbprint: string;
  readonly publicKey: ConsentKey;
  readonly checkedAt: Date;
};

/** A public key of an issuer (RFC 7517), and nothing else of what its key set says. */
export type ConsentKey = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

export type ConsentRefusal = {
  readonly code:
    | 'untrusted_issuer'
    | 'not_yet_valid'
    | 'expired'
    | 'other_handler' // it is for another payment handler than the one that is to take the payment
    | 'forged' // its signature does not bear it with this amount, currency and cart
    | 'used';
};

/** Consent proofs of wallets that the operator trusts. */
export type ConsentProofPort = {
  /** Asks the issuer for its keys, so never within a transaction. Throws Unavailable where the issuer does not answer. */
  check(
    ctx: Ctx,
    purchase: { readonly proof: ConsentProof; readonly handlerId: string | null; readonly amount: bigint; readonly currency: Currency; readonly checkoutId: string },
  ): Promise<Result<AcceptedConsent, ConsentRefusal>>;
  /** Takes a proof for one payment, in the caller's transaction: rolled back, it can be brought again. False: it was taken before. */
  spend(ctx: Ctx, consent: AcceptedConsent): Promise<boolean>;
};

export type AuthorizeRequest = {
  /** One per payment attempt: the same key never charges twice. */
  readonly idempotencyKey: string;
  readonly merchantId: string;
  readonly merchantHandle: string;
  readonly merchantName: string;
  readonly checkoutId: string;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly credential: ClaimedCredential;
};

export type PaymentState =
  /** refundedAmount: minor units of what was captured and went back. A refund changes no status here. */
  | { readonly status: 'authorized' | 'captured'; readonly reference: string; readonly refundedAmount: bigint }
  | { readonly status: 'voided' | 'expired'; readonly reference: string }
  | { readonly status: 'declined'; readonly reference: string; readonly reason: string };

/** Nothing was refunded: nothing is captured, more was asked for than is left, the key was used for another amount, or the bank said no. */
export type RefundRefusal =
  | { readonly code: 'nothing_captured' | 'idempotency_conflict' | 'refused' }
  | { readonly code: 'amount_exceeds_captured'; readonly leftAmount: bigint };

/** A payment network. Each call is idempotent by its key and may be asked about afterwards. */
export type PaymentPort = {
  authorize(ctx: Ctx, request: AuthorizeRequest): Promise<PaymentState>;
  /**
   * What became of an authorisation, by its key; null when the network never heard of it, or does not show it yet: the same authorisation,
   * sent again, is safe.
   */
  retrieve(ctx: Ctx, idempotencyKey: string): Promise<PaymentState | null>;
  /** Captures all that is left of an authorisation, once for an order. */
  capture(ctx: Ctx, capture: { reference: string; orderId: string }): Promise<PaymentState>;
  void(ctx: Ctx, reference: string): Promise<PaymentState>;
  /** Refunds a part of what was captured, once for a refundKey. Answers the refusal where the network gives nothing back. */
  refund(ctx: Ctx, refund: { reference: string; amount: bigint | null; refundKey: string }): Promise<Result<PaymentState, RefundRefusal>>;
};

/** What a merchant does itself with a payment of its own. `amount`: of a void, all. The same `key` acts once. */
export type PaymentOperation = {
  readonly verb: 'capture' | 'void' | 'refund';
  readonly merchantId: string;
  readonly reference: string;
  readonly amount: bigint;
  readonly key: string;
};

export type PaymentOperationRefusal = { readonly code: 'wrong_state' | 'amount_exceeds_authorized' | 'amount_exceeds_captured' | 'refund_refused' | 'idempotency_conflict' };

/** Payments that a service of the operator's took, for the merchants that they are of; those at the network are the network's own (lib/network). */
export type PaymentServicePort = {
  /** Whether a payment would be there, by its name alone. */
  owns(reference: string): boolean;
  /** `merchantId` null: whosever. Null: it took no such payment. `status` is `refunded` once all went back. Throws Unavailable where it does not answer. */
  find(ctx: Ctx, payment: { readonly reference: string; readonly merchantId: string | null }): Promise<{ readonly status: string; readonly amount: bigint; readonly refundedAmount: bigint } | null>;
  operate(ctx: Ctx, operation: PaymentOperation): Promise<Result<PaymentState, PaymentOperationRefusal>>;
};

/** What a person is asked to pay on a provider's own page. */
export type HostedPage = {
  /** Our id of it: asked for again, it is the same page. */
  readonly id: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  /** What is charged. */
  readonly amount: Money;
  /** Of that, what comes on top of the lines. */
  readonly feeAmount: bigint;
  /** Goods and ways of handing them over, tax included, before discounts of the whole order. */
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly amount: bigint }[];
  /** Filled in for the person; null where it is not known. */
  readonly email: string | null;
  readonly expiresAt: Date;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  /** The merchant's account that is paid; null: the platform's own. */
  readonly payee: Payee | null;
};

/** `paid`: the money was taken, and is known by `reference` to PaymentPort. `processing`: it may still be. */
export type HostedPaymentState = { readonly status: 'open' | 'processing' | 'expired' } | { readonly status: 'paid'; readonly reference: string };

/** Pages of a payment provider's own where people pay. A session's id is also the token that its checkout is completed with, once it is paid. */
export type HostedPaymentPort = {
  readonly provider: 'stripe';
  /** Refused: the provider does not take such a payment. */
  open(ctx: Ctx, page: HostedPage): Promise<Result<{ readonly sessionId: string; readonly url: string }, { readonly code: 'refused' }>>;
  find(ctx: Ctx, sessionId: string): Promise<HostedPaymentState>;
  /** Nobody pays there any more; one that was paid or closed before is answered as it is. */
  close(ctx: Ctx, sessionId: string): Promise<HostedPaymentState>;
};

/** Whether a merchant's account takes cards. requires_action: it did or nearly did, and something is asked of the merchant. */
export const CARD_AVAILABILITIES = ['available', 'needs_onboarding', 'pending', 'requires_action'] as const;
export type CardAvailability = (typeof CARD_AVAILABILITIES)[number];

/** `requirements`: what the provider asks of the merchant, by its own names. */
export type MerchantAccountState = { readonly availability: CardAvailability; readonly payoutsEnabled: boolean; readonly requirements: readonly string[] };

export const PAYOUT_STATUSES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;

/** Money that a provider sends to a merchant's bank account, or takes from it (below zero). */
export type AccountPayout = {
  readonly payoutId: string;
  /** Minor units of `currency`. */
  readonly amount: bigint;
  readonly currency: Currency;
  readonly status: (typeof PAYOUT_STATUSES)[number];
  /** YYYY-MM-DD: when it is, or was, expected at the bank. */
  readonly arrivesOn: string;
  readonly createdAt: Date;
};

/** Accounts of merchants at the payment provider. All throw Unavailable where it does not answer. */
export type MerchantAccountPort = {
  readonly provider: 'simulator' | 'stripe';
  /** No real money goes through them, so one may be thrown away. */
  readonly isTest: boolean;
  /** Opens one, once for a key. Refused: the provider does not serve such a merchant (its country, its currency). */
  create(
    ctx: Ctx,
    account: { merchantId: string; name: string; email: string | null; country: string; currency: Currency; key: string },
  ): Promise<Result<{ readonly accountId: string }, { readonly code: 'refused' }>>;
  /** Null: the provider knows no such account any more. */
  find(ctx: Ctx, accountId: string): Promise<MerchantAccountState | null>;
  /** The last hundred, the newest first. */
  payouts(ctx: Ctx, accountId: string): Promise<readonly AccountPayout[]>;
  /** A page of the provider's own, for a short while, where the merchant tells what is asked; it leads back to `returnUrl`, or to `refreshUrl` when it is over. */
  link(ctx: Ctx, link: { accountId: string; returnUrl: string; refreshUrl: string }): Promise<{ readonly url: string; readonly expiresAt: Date | null }>;
};

/** Who is paid, and what of it the platform keeps. */
export type Payee = { readonly accountId: string; readonly applicationFeeAmount: bigint };

/** What a payment provider tells by itself, by webhook. */
export type PaymentNoticePort = {
  /**
   * Takes one event. `accepted`: the store will look at the payment (payment.changed, hosted-checkout.settle) or account (payment-account.sync), promised once per event; `duplicate`: it was taken
   * before; `ignored`: it is about nothing of ours; `forged`: its signature does not bear it, or is too old.
   */
  receive(ctx: Ctx, notice: { body: string; signature: string }): Promise<'accepted' | 'duplicate' | 'ignored' | 'forged'>;
};

/** What a store tells of a checkout: the facts that token and approval are bound to (rules.md, snapshot hash). */
export type CheckoutSnapshot = {
  readonly checkoutId: string;
  readonly merchantId: string;
  readonly merchantHandle: string;
  readonly merchantName: string;
  readonly merchantDomain: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly merchantCountry: string;
  readonly currency: Currency;
  readonly totalAmount: bigint;
  readonly items: readonly SnapshotItem[];
  readonly discountAmount: bigint;
  readonly fulfillmentAmount: bigint;
  readonly taxAmount: bigint;
  /** The merchant's service fee, tax included; left out where there is none. */
  readonly feeAmount?: bigint;
  readonly fulfillmentTitle: string | null;
  /** What `discountAmount` is made of; left out where there is nothing to tell. Discounts of items stand with them. */
  readonly discounts?: readonly { readonly name: string; readonly amount: bigint }[];
  readonly address: Address | null;
  /** Further places that goods go to; left out where there are none. */
  readonly destinations?: readonly Address[];
  readonly hash: string;
  /** The very object whose canonical JSON `hash` is the SHA-256 of: kept for the evidence. */
  readonly facts: object;
  readonly expiresAt: Date;
};

export type SnapshotItem = {
  readonly id: string;
  readonly name: string;
  /** As the merchant sorts its goods; '' where it does not. */
  readonly category: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  /** What was taken off this item alone; left out where nothing was. */
  readonly discountAmount?: bigint;
  /** After its own discount. */
  readonly totalAmount: bigint;
};

export type SnapshotResult =
  | { readonly state: 'ready'; readonly snapshot: CheckoutSnapshot }
  | { readonly state: 'not_ready' | 'closed' | 'unknown' };

/** Why nothing can be taken out of a cart: a quantity is none that lowers, what is left cannot be paid, or it would cost more. */
export type ReduceRefusal =
  | { readonly code: 'unknown_item' | 'quantity_raised' | 'nothing_left' | 'nothing_changed'; readonly itemId: string | null }
  | { readonly code: 'not_ready' | 'total_raised' };

/** The store, as the wallet sees it. `merchant` is a handle or an id. */
export type CheckoutSnapshotPort = {
  /** With `lock` the checkout stays as it is told until the caller's transaction ends. */
  find(ctx: Ctx, query: { merchant: string; checkoutId: string; agentId: string; lock?: boolean }): Promise<SnapshotResult>;
  /** The owner lowers quantities, 0 for none; items that are not named stay. In the caller's transaction, which voids what was approved before. */
  reduce(ctx: Ctx, change: { checkoutId: string; agentId: string; items: readonly { id: string; quantity: number }[] }): Promise<Result<CheckoutSnapshot, ReduceRefusal>>;
  /** The owner approved paying this checkout: the store tells who listens. In the caller's transaction. */
  announceAuthorized(ctx: Ctx, checkoutId: string): Promise<void>;
};

export type Mail = { readonly recipient: string; readonly subject: string; readonly text: string; /** The same for eyes; `text` alone has to do. */ readonly html?: string };

/**
 * Sends a mail, or throws: Undeliverable when no further try can help. Called from the outbox, so it may be called again, with the same `key`: where
 * the provider knows keys, that is one mail.
 */
export type MailPort = { send(ctx: Ctx, mail: Mail, key: string): Promise<void> };

/** WebP in two sizes: of 1200 pixels at most a side, and a square of 288. */
export type Photo = { readonly large: Uint8Array; readonly small: Uint8Array };

/**
 * Draws a photo anew from what somebody sent, JPEG, PNG or WebP: nothing of the file is kept but how it looks, neither where it was taken nor
 * what else was hidden in it. Null for what is no such picture, or has more pixels than any camera's.
 */
export type PhotoPort = { redraw(sent: Uint8Array): Promise<Photo | null> };

/** `recipient` is a telephone number as it was given. */
export type Sms = { readonly recipient: string; readonly text: string };

/** Sends a text message, under the terms of MailPort. */
export type SmsPort = { send(ctx: Ctx, message: Sms, key: string): Promise<void> };

/**
 * Posts to a URL that someone else chose, and answers the status and what was said with it. Throws when there was no answer, with the reason in its message;
 * called from the outbox, so it may be called again.
 */
export type WebhookPort = {
  post(ctx: Ctx, request: { url: string; headers: Readonly<Record<string, string>>; body: string }): Promise<{ status: number; text: string }>;
};

/** An item as a product feed tells of it. `amount` is minor units of `currency`. */
export type FeedItem = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly imagePath: string | null;
  readonly amount: bigint;
  readonly currency: Currency;
  /** out_of_stock: also while it is marked out, or something to make it of is. discontinued: no longer for sale. */
  readonly availability: 'in_stock' | 'out_of_stock' | 'discontinued';
};

/** Whose goods they are: the seller of every item. `country` is ISO 3166-1 alpha-2. */
export type FeedSeller = { readonly handle: string; readonly name: string; readonly country: string };

/** Where a feed is published: the base address of its API, and what is sent as a Bearer. */
export type FeedDestination = { readonly url: string; readonly secret: string | null };

/** What came of a call to a feed's target. */
export type FeedAnswer =
  | { readonly kind: 'accepted' }
  /** It said no. `code` and `message` are its own words, cleaned. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string; readonly retryAfterSeconds: number | null }
  /** It did not answer, or with something that is no answer. `isFault`: it never will, as long as its address stays what it is. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly isFault: boolean };

/** The Feed API of an agent platform (ACP 2026-04-17): we are its client. Both calls may be made again: an upsert is of whole products. */
export type ProductFeedPort = {
  /** Makes a feed. `idempotencyKey` is the same when it is asked for again: a target that heeds it makes one. */
  create(ctx: Ctx, to: FeedDestination, feed: { country: string; idempotencyKey: string }): Promise<FeedAnswer & { readonly feedId?: string }>;
  upsert(ctx: Ctx, to: FeedDestination, batch: { feedId: string; seller: FeedSeller; items: readonly FeedItem[] }): Promise<FeedAnswer>;
};

/** Where a browser is reached by Web Push, and what a message to it is encrypted with (PushSubscriptionJSON). The keys are base64url. */
export type PushTarget = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };

export type PushPort = {
  /** The installation's key (RFC 8292), base64url of the uncompressed point: browsers subscribe to it. The same in every process, for good. */
  publicKey(ctx: Ctx): string;
  /**
   * Encrypts a message for one browser (RFC 8291), posts it to its push service and answers the status. Throws when there was no answer;
   * called from the outbox, so it may be called again. `topic`: of undelivered messages the service keeps the last.
   */
  send(
    ctx: Ctx,
    message: { target: PushTarget; payload: string; ttlSeconds: number; urgency: 'normal' | 'high'; topic: string },
  ): Promise<{ status: number }>;
};

export type IssuedCard = { readonly cardId: string; readonly brand: string; readonly bin: string; readonly last4: string };

/** The bank, as the wallet sees it: opens funded demo accounts and a card on them. In the caller's transaction. */
export type CardIssuerPort = { issueDemoCard(ctx: Ctx, owner: { userId: string; bank?: string }): Promise<IssuedCard> };

/** A passkey of an owner, as stored. */
export type StoredPasskey = {
  readonly id: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: bigint;
  readonly transports: readonly string[];
  /** The signed record of its enrolment, for evidence; null for a passkey from before there was one. */
  readonly enrolment?: object | null;
};

/** WebAuthn (level 2): user verification is always required, origin and RP id are PUBLIC_BASE_URL's. */
export type PasskeyPort = {
  /** `challenge` is base64url. Answers PublicKeyCredentialRequestOptionsJSON. */
  requestOptions(ctx: Ctx, query: { challenge: string; passkeys: readonly StoredPasskey[] }): Promise<object>;
  /** Answers PublicKeyCredentialCreationOptionsJSON. */
  creationOptions(ctx: Ctx, query: { challenge: string; userId: string; email: string; displayName: string; exclude: readonly StoredPasskey[] }): Promise<object>;
  /** Null unless the assertion is valid, user-verified and over this challenge. Never throws on bad input. */
  verifyAssertion(
    ctx: Ctx,
    query: { assertion: unknown; challenge: string; passkeys: readonly StoredPasskey[] },
  ): Promise<{ passkeyId: string; newCounter: bigint } | null>;
  /** Null unless the registration is valid and user-verified. Never throws on bad input. */
  verifyRegistration(
    ctx: Ctx,
    query: { attestation: unknown; challenge: string },
  ): Promise<{ credentialId: string; publicKey: Uint8Array; counter: bigint; transports: string[]; syncable: boolean } | null>;
  /** The JWK of a stored (COSE) public key, for evidence that others verify. */
  toJwk(publicKey: Uint8Array): object;
};

/** Finds and records an owner's passkeys for the domains above identity. */
export type OwnerPasskeysPort = {
  list(ctx: Ctx, walletId: string): Promise<StoredPasskey[]>;
  /** Moves the counter and the time of use, in the caller's transaction. False when the passkey was removed since it was verified. */
  recordUse(ctx: Ctx, use: { passkeyId: string; newCounter: bigint }): Promise<boolean>;
};

/** The wallet, as identity sees it: everything that spends stops. In the caller's transaction; again changes nothing more. */
export type WalletFreezePort = {
  /** Pauses every agent, voids their unused tokens and cancels what waits for an approval. Resuming an agent needs a passkey. */
  freeze(ctx: Ctx, walletId: string): Promise<void>;
};

/** Signs a record for evidence with the wallet's mandate key. Answers it with its `signature`, a compact JWS over the rest. */
export type RecordSignerPort = {
  sign<T extends object>(ctx: Ctx, kind: 'enrolment', record: T): Promise<T & { readonly signature: string }>;
};

/** Whoever signs mandates, as the network sees it: anyone may check one against the published keys. */
export type MandateVerifierPort = {
  /** The mandate inside a compact JWS; null unless a key of ours signed it as a mandate. Never throws on bad input. */
  verify(ctx: Ctx, signature: string): Promise<Record<string, unknown> | null>;
};

/** Word of an order to those who listen, in the shape of the version that its session was completed with. */
export type OrderEventPort = {
  /** `order_create`, of an order as it was placed. Promised once, however often it is asked. */
  promiseCreated(ctx: Ctx, order: { merchantId: string; orderId: string }): Promise<void>;
  /** `order_update`, with the order as it is at this point of the caller's transaction; told after what was promised of it before. */
  promiseUpdate(ctx: Ctx, order: { merchantId: string; orderId: string; checkoutId: string }): Promise<void>;
};

/** Who acts in a purchase that is judged. */
export type RiskAgent = {
  readonly agentId: string;
  /** Null where it is not known. */
  readonly agentCreatedAt: Date | null;
  readonly humanPresent: boolean;
  readonly mandateVerified: boolean;
};

/** A purchase before it is authorised: an agent's, or one with a card that came without an agent. */
export type RiskQuestion = { readonly amount: bigint; readonly currency: Currency } & (RiskAgent | { readonly agentId: null });

/** 0 (nothing unusual) to 100, and the names of what raised it. */
export type RiskAssessment = { readonly score: number; readonly signals: readonly string[] };

/** Whoever judges risk: the network asks it at authorisation, the wallet before it grants. Reads only. */
export type RiskPort = { assess(ctx: Ctx, question: RiskQuestion): Promise<RiskAssessment> };

/** What the holder's own controls at the bank say no to. */
export type CardObjection = 'card_frozen' | 'agent_not_allowed' | 'agent_limit_exceeded' | 'card_limit_exceeded' | 'card_daily_limit_exceeded';

/** The bank, as the wallet sees it before it grants: what would it say to an agent's purchase with this card? Reads only. */
export type CardControlsPort = {
  preview(ctx: Ctx, query: { cardId: string; amount: bigint; currency: Currency; humanPresent: boolean }): Promise<CardObjection | null>;
};

/** Tells of payments that moved, and of orders and their kitchen tickets, whichever process moved them. */
export type PaymentChangesPort = {
  /**
   * Calls back when the payment or the order of this id may have moved, until the answered function is called; also once it is sure to hear of every move from then
   * on. What it is now is read then.
   */
  watch(id: string, onChange: () => void): () => void;
};

/** Places of a kitchen, as the store sees them: who pays a pickup takes one in its quarter of an hour. All in the caller's transaction. */
export type PickupCapacityPort = {
  /** Before anybody is charged. closed: nothing is taken as soon as possible just now. Again for the same checkout, its place moves. */
  hold(ctx: Ctx, place: { merchantId: string; checkoutId: string }): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: 'slot_full' | 'closed' }>;
  /** The order stands. */
  take(ctx: Ctx, place: { merchantId: string; checkoutId: string }): Promise<void>;
  /** The payment came to nothing, or the order ended. */
  release(ctx: Ctx, place: { merchantId: string; checkoutId: string }): Promise<void>;
};

/** The kitchen, as orders see it: a ticket goes the way of its order. In the transaction that changed the order and holds its lock. */
export type KitchenTicketPort = { follow(ctx: Ctx, order: { merchantId: string; orderId: string }): Promise<void> };

/** Tells of kitchens that moved, whichever process moved them. */
export type KitchenChangesPort = {
  /** Calls back when something of a merchant's kitchen may have moved (its id), or of one order's ticket (the order's id), as PaymentChangesPort does. */
  watch(id: string, onChange: () => void): () => void;
};

/** What a browser keeps between the two halves of a sign-in at another provider; nobody else may read it. */
export type FederatedSecrets = { readonly state: string; readonly nonce: string; readonly codeVerifier: string };

/** What another provider says of a person. `subject` is the provider's own name for them, which stays. */
export type FederatedClaims = { readonly subject: string; readonly email: string; readonly emailVerified: boolean; readonly displayName: string };

/** Signing in at another provider (OpenID Connect). Throws Unavailable where it does not answer. */
export type FederatedSignInPort = {
  /** Where the browser goes, and what it must bring back. */
  begin(ctx: Ctx, query: { redirectUri: string }): Promise<{ url: string; secrets: FederatedSecrets }>;
  /** `callback` is the address that the browser came back with. `refused`: the person said no, or something does not fit. */
  finish(ctx: Ctx, answer: { redirectUri: string; callback: URL; secrets: FederatedSecrets }): Promise<Result<FederatedClaims, { readonly code: 'refused' }>>;
};

/** Everything outside a domain that it calls. lib/composition.ts fills it. */
export type Ports = {
  readonly meter: MeterPort;
  readonly shipping: ShippingPort;
  readonly tax: TaxPort;
  readonly geo: GeoPort;
  readonly catalog: CatalogPort;
  readonly pricing: PricingPort;
  readonly receipt: ReceiptPort;
  readonly credentials: PaymentCredentialPort;
  readonly payment: PaymentPort;
  /** Null where every payment is at the network or at Stripe. */
  readonly paymentService: PaymentServicePort | null;
  /** Null where Stripe is not configured. */
  readonly stripeNotices: PaymentNoticePort | null;
  /** Null: people pay on our own page. */
  readonly hostedPayment: HostedPaymentPort | null;
  readonly merchantAccounts: MerchantAccountPort;
  readonly checkoutSnapshot: CheckoutSnapshotPort;
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly photo: PhotoPort;
  /** Null where Google is not configured. */
  readonly google: FederatedSignInPort | null;
  readonly webhook: WebhookPort;
  readonly push: PushPort;
  readonly productFeed: ProductFeedPort;
  readonly cardIssuer: CardIssuerPort;
  readonly passkey: PasskeyPort;
  readonly ownerPasskeys: OwnerPasskeysPort;
  readonly recordSigner: RecordSignerPort;
  readonly mandateVerifier: MandateVerifierPort;
  readonly risk: RiskPort;
  readonly cardControls: CardControlsPort;
  readonly cardAuthentication: CardAuthenticationPort;
  readonly consentProofs: ConsentProofPort;
  readonly walletFreeze: WalletFreezePort;
  readonly paymentChanges: PaymentChangesPort;
  readonly orderEvents: OrderEventPort;
  readonly pickupCapacity: PickupCapacityPort;
  readonly kitchenTickets: KitchenTicketPort;
  readonly kitchenChanges: KitchenChangesPort;
};
