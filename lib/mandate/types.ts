/** Amounts in mandates are decimal strings in major units: a signed record holds no fractional number (rules.md). */
export type MandateType = 'intent' | 'scoped_intent' | 'cart' | 'payment';

export type MandateLimit = {
  readonly currency: string;
  readonly perTransaction: string;
  readonly daily: string;
  readonly weekly?: string;
  readonly monthly: string;
};

/** What an agent may do, as an owner's passkey signs it. */
export type MandateTerms = {
  readonly permissions: readonly string[];
  readonly limits: readonly MandateLimit[];
  /** Handles; left out: any merchant. */
  readonly merchants?: readonly string[];
  readonly status: string;
};

/** SACP IntentMandate: what an agent may do. `before` and `after` are what changes: the passkey signs both. */
export type IntentMandate = {
  readonly type: 'intent';
  readonly agentId: string;
  readonly ownerId: string;
  readonly intent: {
    readonly description: string;
    /** The most that one purchase may cost without a person, in the first currency. */
    readonly maxAmount: string;
    readonly currency: string;
  };
  readonly before: MandateTerms | null;
  readonly after: MandateTerms;
  /** Set where it is for one purchase alone: the checkout, as it was when it was signed. */
  readonly purchase?: { readonly checkoutId: string; readonly snapshotHash: string };
  readonly validFrom: string;
  readonly validUntil: string;
  readonly nonce: string;
  /** `fixture` where no person was asked: the demo world and test agents. */
  readonly confirmedBy: 'passkey' | 'fixture';
};

/** What an owner's passkey allowed an agent beyond its limits: at a merchant or in a category, up to an amount, until then. The passkey signed exactly this. */
export type ScopedIntentMandate = {
  readonly type: 'scoped_intent';
  readonly agentId: string;
  readonly ownerId: string;
  readonly before: null;
  readonly after: {
    /** Handle; null: any. */
    readonly merchant: string | null;
    /** Every item must be of it; null: any. */
    readonly category: string | null;
    readonly amount: string;
    readonly currency: string;
    /** Else until the amount is spent. */
    readonly singleUse: boolean;
  };
  readonly validFrom: string;
  readonly validUntil: string;
  readonly confirmationId: string;
  readonly nonce: string;
};

export type CartMandateItem = {
  readonly id: string;
  readonly name: string;
  /** As the merchant sorts its goods; left out where it does not. */
  readonly category?: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly total: string;
};

/** SACP CartMandate: this purchase. Bound to the checkout by its snapshot hash. */
export type CartMandate = {
  readonly type: 'cart';
  readonly agentId: string;
  readonly ownerId: string;
  readonly cart: {
    readonly merchantId: string;
    readonly checkoutId: string;
    readonly snapshotHash: string;
    readonly items: readonly CartMandateItem[];
    readonly subtotal: string;
    readonly discount?: string;
    readonly shipping?: string;
    readonly tax: string;
    readonly fee?: string;
    readonly total: string;
    readonly currency: string;
  };
  readonly humanPresent: boolean;
  /** Set where a person approved: the approval whose passkey assertion is the evidence. */
  readonly approvalId?: string;
};

/** SACP PaymentMandate: for the payment network. */
export type PaymentMandate = {
  readonly type: 'payment';
  readonly cartMandateId: string;
  readonly agentId: string;
  readonly humanPresent: boolean;
  readonly paymentMethod: { readonly type: 'card' | 'wallet'; readonly tokenId: string };
  /** The merchant's handle. */
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly amount: string;
  readonly currency: string;
  /** Of its token: it bears no payment that was begun later. */
  readonly expiresAt: string;
};

export type MandateContent = IntentMandate | ScopedIntentMandate | CartMandate | PaymentMandate;

/** A mandate's content with its name and time: what is hashed for a passkey, and the payload of its signature. */
export type MandateDraft<C extends MandateContent = MandateContent> = { readonly mandateId: string } & C & { readonly createdAt: string };

/** A mandate as evidence shows it. `signature` is a compact ES256 JWS whose payload is the rest of the object. */
export type SignedMandate<C extends MandateContent = MandateContent> = MandateDraft<C> & { readonly signature: string };

export type PublicJwk = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
};
export type Jwks = { readonly keys: readonly PublicJwk[] };

/** Access tokens and mandates are signed by different keys: neither can be passed off as the other. */
export type SigningPurpose = 'token' | 'mandate';
