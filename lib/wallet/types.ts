import type { TriggerType } from '@/lib/approval';
import type { Currency } from '@/lib/kernel/money';
import type { Calendar } from '@/lib/spending';

/** Where a request of an agent to pay stands. Live: step_up_required, approved. The others are final. */
export type PaymentStatus = 'step_up_required' | 'approved' | 'rejected' | 'expired' | 'completed' | 'failed' | 'voided';

export type Payment = {
  readonly id: string;
  readonly walletId: string;
  readonly agentId: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly snapshotHash: string;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly status: PaymentStatus;
  readonly humanPresent: boolean;
  readonly triggerType: TriggerType | null;
  readonly approvalId: string | null;
  /** The card that the person signed; null where nobody was asked. */
  readonly paymentMethodId: string | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
};

export type PaymentToken = {
  readonly id: string;
  readonly paymentId: string;
  readonly sealedToken: string;
  readonly status: 'live' | 'used' | 'voided' | 'expired';
  readonly expiresAt: Date;
};

export type PaymentMethod = { readonly id: string; readonly cardId: string; readonly brand: string; readonly last4: string; readonly isDefault: boolean };

/** The owner, as a decision about one of its agents needs it. */
export type WalletOwner = { readonly walletId: string; readonly userId: string; readonly email: string; readonly displayName: string; readonly calendar: Calendar };
