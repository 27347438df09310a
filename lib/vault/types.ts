import type { Currency } from '@/lib/kernel/money';

/** A card as it was given. `fpan`: its own number; `network_token`: one that the card network made in its place. */
export type GivenCard = {
  readonly numberType: 'fpan' | 'network_token';
  readonly number: string;
  /** 1 to 12, and four digits. */
  readonly expiry: { readonly month: number; readonly year: number } | null;
  /** Looked at and not kept, like the cryptogram. */
  readonly verificationCode: string | null;
  readonly holderName: string | null;
  readonly funding: 'credit' | 'debit' | 'prepaid';
};

/** What a number tells of its card: the network it is of, and the most of it that may be shown. */
export type CardFacts = { readonly brand: string; readonly bin: string; readonly last4: string };

/** What the platform that gives a card noticed about it. */
export type RiskSignal = { readonly type: string; readonly score: number; readonly action: 'blocked' | 'manual_review' | 'authorized' };

/** What a token may be used for: one charge of at most `maxAmount` (minor units) for this checkout, before `expiresAt`. */
export type Allowance = {
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly currency: Currency;
  readonly maxAmount: bigint;
  readonly expiresAt: Date;
};

export type DelegateCard = {
  readonly card: GivenCard;
  readonly allowance: Allowance;
  /** Kept with the card, and deleted with it. */
  readonly billingAddress: object | null;
  readonly riskSignals: readonly RiskSignal[];
  /** The id of the key or the agent that gives it. */
  readonly delegatedBy: string;
};

export type CardFault =
  | 'number_invalid' // no card network has such numbers, or its check digit is wrong
  | 'expired'
  | 'verification_code_invalid'; // not as many digits as this network's cards have

export type VaultRefusal =
  | { readonly code: CardFault }
  | { readonly code: 'allowance_expired' }
  | { readonly code: 'risk_blocked'; readonly index: number };
