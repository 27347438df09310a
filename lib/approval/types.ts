import type { Currency } from '@/lib/kernel/money';
import type { CheckoutSnapshot } from '@/lib/ports';

/** pending -> approved | rejected | expired | cancelled | superseded, once. Superseded: its owner changed the cart, and another takes its place. */
export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled' | 'superseded';

/** Why a person is asked. */
export type TriggerType =
  | 'per_transaction' | 'daily' | 'weekly' | 'monthly' | 'wallet' | 'currency' // limits
  | 'category' | 'merchant' | 'velocity' | 'anomaly' // the owner's rules
  | 'permission' | 'pending_mandate' | 'risk';

/** The snapshot as it is kept: the merchant's words and figures, none of the agent's. */
export type StoredSnapshot = Omit<CheckoutSnapshot, 'expiresAt' | 'facts'>;

export type Approval = {
  readonly id: string;
  readonly walletId: string;
  readonly agentId: string;
  readonly paymentId: string;
  readonly checkoutId: string;
  readonly merchantId: string;
  readonly snapshot: StoredSnapshot;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly triggerType: TriggerType;
  readonly reason: string;
  readonly limitAmount: bigint | null;
  readonly excessAmount: bigint | null;
  readonly agentNote: string | null;
  /** The approval that its owner changed into this one. */
  readonly replacesId: string | null;
  /** From the owner to the agent, with that change. */
  readonly ownerNote: string | null;
  /** Whose passkey must sign too; null: the owner alone. */
  readonly secondWalletId: string | null;
  /** For the second person, who sees no row of the owner's but this one. */
  readonly agentName: string | null;
  readonly ownerName: string | null;
  readonly status: ApprovalStatus;
  readonly paymentMethodId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
};

/** What the passkey signs: the challenge is SHA-256 of its canonical JSON (rules.md, "Challenge"). Amounts are decimal strings in major units. */
export type SignedContent = {
  readonly v: 1;
  readonly approval_id: string;
  readonly snapshot_hash: string;
  readonly merchant: { readonly handle: string; readonly name: string };
  readonly items: readonly { readonly id: string; readonly name: string; readonly quantity: number; readonly total: string }[];
  readonly address: CheckoutSnapshot['address'];
  readonly total: string;
  readonly currency: string;
  readonly payment_method_id: string;
  readonly agent_id: string;
  /** Their wallet's id, where two people sign; both sign this very content. */
  readonly second_approver?: string;
  readonly nonce: string;
};

export type Challenge = { readonly id: string; readonly paymentMethodId: string; readonly signedContent: SignedContent; readonly challenge: string };

/** What one of two people signed. */
export type Signature = {
  readonly signerWalletId: string;
  readonly paymentMethodId: string;
  readonly signedContent: SignedContent;
  readonly challenge: string;
  readonly evidence: StoredEvidence;
};

/** As it is kept with an approved approval. The assertion's parts and the COSE public key are base64url. */
export type StoredEvidence = {
  readonly signed_content: SignedContent;
  readonly assertion: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string };
  readonly passkey_id: string;
  readonly passkey_public_key: string;
  /** The signed record of that passkey's enrolment. */
  readonly enrolment: object | null;
};
