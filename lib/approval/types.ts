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
  readonly nonce: string;
};

export type Challenge = { readonly id: string; readonly paymentMethodId: string; readonly signedContent: SignedContent; readonly challenge: string };
