import type { BankId } from '@/lib/bank';
import type { Currency } from '@/lib/kernel/money';
import type { AuthorizeRequest, VaultCredential, WalletCredential } from '@/lib/ports';

export type TransactionStatus = 'initiated' | 'authorized' | 'captured' | 'refunded' | 'voided' | 'expired' | 'declined';

/** Who acts in a purchase, as the network is told it (SACP seed, NSIM extensions). */
export type AgentContext = {
  readonly agentId: string;
  readonly ownerId: string;
  readonly humanPresent: boolean;
  readonly mandateId: string;
  readonly mandateType: 'payment';
};

/** One authorisation and what became of it. capturedAmount never exceeds amount, refundedAmount never capturedAmount. */
export type NetworkTransaction = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly tokenId: string;
  readonly cardId: string;
  /** That it was routed to, by the card's range. */
  readonly bank: BankId;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly capturedAmount: bigint;
  readonly refundedAmount: bigint;
  /**
   * `authorized` while more can be captured; `captured` once the whole amount is, or the rest has lapsed; `refunded` once all that was
   * captured went back; `expired` when nothing was captured in its life.
   */
  readonly status: TransactionStatus;
  /** In the bank's words, or the network's own: `mandate_...`, card_not_routable, risk_declined, issuer_unavailable. */
  readonly declineReason: string | null;
  /** Null for a card that came without an agent. */
  readonly agentContext: AgentContext | null;
  /** The issuer had authenticated the card's holder (3-D Secure). */
  readonly authenticated: boolean;
  /** The payment mandate as it was signed, for the bank; null for a card that came without an agent, and for what was authorised before mandates were forwarded. */
  readonly mandate: string | null;
  /** How the two parties are called on the holder's statement. */
  readonly merchantName: string;
  readonly agentName: string | null;
  /** 0 (nothing unusual) to 100. */
  readonly riskScore: number;
  /** The names of what raised it. */
  readonly riskSignals: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A card of a wallet, presented by an agent under a mandate. */
export type AgentAuthorizeRequest = AuthorizeRequest & { readonly credential: WalletCredential };

/** A card out of the vault. No agent is known, and so no mandate. */
export type CardAuthorizeRequest = AuthorizeRequest & { readonly credential: VaultCredential };

/** What this network takes. */
export type NetworkAuthorizeRequest = AgentAuthorizeRequest | CardAuthorizeRequest;

export type AuthorizeError = { readonly code: 'idempotency_conflict' };

export type CaptureCommand = {
  readonly transactionId: string;
  /** The merchant that asks; null for a caller that has the id from its own records. Another merchant's transaction is not found. */
  readonly merchantId: string | null;
  /** Minor units, above zero; null takes all that is left. */
  readonly amount: bigint | null;
  /** Names this capture among those of its transaction: the same key captures once. */
  readonly captureKey: string;
  readonly orderId: string | null;
};

export type CaptureError =
  | { readonly code: 'transaction_not_found' }
  | { readonly code: 'wrong_state'; readonly status: TransactionStatus }
  | { readonly code: 'amount_exceeds_authorized'; readonly leftAmount: bigint; readonly currency: Currency }
  | { readonly code: 'idempotency_conflict' };

export type VoidError =
  | { readonly code: 'transaction_not_found' }
  | { readonly code: 'wrong_state'; readonly status: TransactionStatus; readonly capturedAmount: bigint };

export type RefundCommand = {
  readonly transactionId: string;
  /** The merchant that asks; null for a caller that has the id from its own records. Another merchant's transaction is not found. */
  readonly merchantId: string | null;
  /** Minor units, above zero; null takes all that was captured and not refunded. */
  readonly amount: bigint | null;
  /** Names this refund among those of its transaction: the same key refunds once. */
  readonly refundKey: string;
};

export type RefundError =
  | { readonly code: 'transaction_not_found' }
  | { readonly code: 'wrong_state'; readonly status: TransactionStatus }
  | { readonly code: 'amount_exceeds_captured'; readonly leftAmount: bigint; readonly currency: Currency }
  | { readonly code: 'refund_refused' } // the bank could not take it from the merchant's settlement account
  | { readonly code: 'idempotency_conflict' };

export type RefundStatus = 'requested' | 'done' | 'refused';

export type Refund = {
  readonly id: string;
  readonly transactionId: string;
  readonly refundKey: string;
  readonly amount: bigint;
  readonly status: RefundStatus;
  readonly createdAt: Date;
};
