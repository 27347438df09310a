import type { Currency, Money } from '@/lib/kernel/money';
import type { CardObjection } from '@/lib/ports';
import type { BankId } from './banks';

/** The payment mandate that a purchase was made under, as the wallet signed it (compact JWS). */
export type ForwardedMandate = { readonly id: string; readonly signature: string };

export type CardStatus = 'active' | 'frozen';
export type HoldStatus = 'held' | 'captured' | 'released';

/** What a card draws on for one currency. */
export type BankAccount = {
  readonly id: string;
  readonly bank: BankId;
  readonly currency: Currency;
  readonly availableAccountId: string;
  readonly heldAccountId: string;
};

/** Money set aside for a merchant. captured + released never exceed the amount, refunded never captured; `held` while anything of it is left. */
export type Hold = {
  readonly id: string;
  /** The network's transaction; no colon in it, since the ledger's references are built of it. */
  readonly reference: string;
  readonly cardId: string;
  readonly bankAccountId: string;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly capturedAmount: bigint;
  readonly releasedAmount: bigint;
  /** What of the captured amount went back to the holder. */
  readonly refundedAmount: bigint;
  readonly merchantName: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  /** Null for what was held before the network said so, and for a card that came without an agent. */
  readonly humanPresent: boolean | null;
  readonly mandate: ForwardedMandate | null;
  readonly orderId: string | null;
  readonly status: HoldStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type PlaceHold = {
  readonly reference: string;
  readonly cardId: string;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly merchantName: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  /** Null where nobody knows. */
  readonly humanPresent: boolean | null;
  /** The issuer has authenticated the holder for it (3-D Secure). */
  readonly authenticated: boolean;
  readonly mandate: ForwardedMandate | null;
};

/** What a card may spend in a currency, in minor units; null sets no bound. */
export type CardLimit = {
  readonly currency: Currency;
  readonly perTransactionAmount: bigint | null;
  /** Within 24 hours, what was released since not counted. */
  readonly dailyAmount: bigint | null;
  /** The most that one purchase of an agent may come to when no person is present. */
  readonly agentMaximumAmount: bigint | null;
};

/** What its holder lets a card do. */
export type CardControls = {
  readonly status: CardStatus;
  /** False: no agent pays with it, person or not. */
  readonly agentTransactionsEnabled: boolean;
  readonly limits: readonly CardLimit[];
};

export type Card = CardControls & { readonly id: string; readonly bank: BankId; readonly brand: string; readonly last4: string };

/** Why the bank says no. Each is a decline that the network passes on. */
export type HoldRefusal =
  | 'card_not_found' | 'currency_not_held' | 'insufficient_funds' | 'card_declined' | 'expired_card'
  | 'authentication_required' // the issuer wants its holder authenticated first
  | CardObjection;
export type PlaceHoldError = { readonly code: HoldRefusal } | { readonly code: 'reference_conflict' };

export type CaptureHold = {
  readonly reference: string;
  /** Names this capture among those of its hold: the same key captures once. */
  readonly captureKey: string;
  readonly merchantId: string;
  /** Minor units, above zero; null takes all that is still held. */
  readonly amount: bigint | null;
  readonly orderId: string | null;
};

export type CaptureHoldError =
  | { readonly code: 'hold_not_found' }
  | { readonly code: 'hold_closed'; readonly status: HoldStatus } // nothing of it is held any more
  | { readonly code: 'hold_expired' } // what is left of it is only to be released
  | { readonly code: 'amount_exceeds_held'; readonly heldAmount: bigint }
  | { readonly code: 'reference_conflict' }; // this capture key was used for another amount

export type ReleaseHoldError = { readonly code: 'hold_not_found' } | { readonly code: 'hold_closed'; readonly status: HoldStatus };

export type RefundCapture = {
  readonly reference: string;
  /** Names this refund among those of its hold: the same key refunds once. */
  readonly refundKey: string;
  readonly merchantId: string;
  /** Minor units, above zero. */
  readonly amount: bigint;
};

export type RefundCaptureError =
  | { readonly code: 'hold_not_found' }
  | { readonly code: 'amount_exceeds_captured'; readonly leftAmount: bigint }
  | { readonly code: 'insufficient_funds' } // the merchant's settlement account cannot bear it
  | { readonly code: 'reference_conflict' }; // this refund key was used for another amount

export type StatementHold = {
  readonly id: string;
  readonly bank: BankId;
  /** What is still held of it. */
  readonly amount: Money;
  readonly merchant: string;
  readonly agent: string | null;
  readonly humanPresent: boolean | null;
  readonly mandate: ForwardedMandate | null;
  readonly orderId: string | null;
  readonly at: Date;
  readonly status: HoldStatus;
};

export type StatementEntry = {
  readonly id: string;
  readonly bank: BankId;
  /** Signed: what it did to the holder's money. */
  readonly amount: Money;
  readonly merchant: string;
  readonly agent: string | null;
  readonly humanPresent: boolean | null;
  readonly mandate: ForwardedMandate | null;
  readonly kind: 'fund' | 'capture' | 'refund';
  readonly orderId: string | null;
  readonly at: Date;
};

export type StatementView = {
  readonly accounts: readonly { readonly bank: BankId; readonly bankName: string; readonly currency: Currency; readonly available: Money; readonly held: Money }[];
  readonly holds: readonly StatementHold[];
  readonly entries: readonly StatementEntry[];
  readonly nextCursor: string | null;
};
