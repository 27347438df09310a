import type { Currency, Money } from '@/lib/kernel/money';

/** Above this an approval needs two people, minor units. */
export type SecondLimit = { readonly currency: Currency; readonly amount: bigint };

/** The other person: invited by mail, active once an account with that verified address and a passkey accepted. */
export type SecondApprover = {
  readonly email: string;
  readonly status: 'invited' | 'active';
  /** Whose passkey signs; null until the invitation is accepted. */
  readonly approverWalletId: string | null;
  readonly invitedAt: Date;
  readonly acceptedAt: Date | null;
};

/** What an owner decided about approvals that need two people. Without an active approver the amounts wait. */
export type SecondApproval = { readonly approver: SecondApprover | null; readonly limits: readonly SecondLimit[] };

/** Who must sign besides the owner. */
export type NeededApprover = { readonly walletId: string; readonly email: string };

export const toMoney = ({ currency, amount }: SecondLimit): Money => ({ currency, amount });
