import type { Currency } from '@/lib/kernel/money';

export type AccountKind = 'customer_available' | 'customer_held' | 'card_credit' | 'merchant_settlement' | 'bank_funding';
export type TransferKind = 'fund' | 'hold' | 'capture' | 'release' | 'refund';

/** What an account is opened as. The caller names it, so that opening it again is no second account. */
export type NewAccount = {
  readonly id: string;
  readonly kind: AccountKind;
  readonly currency: Currency;
  /** Whose ledger it stands in: no transfer crosses from one bank's to another's. */
  readonly bank: string;
  /** False: no transfer may take more from it than it holds. */
  readonly mayGoNegative: boolean;
};

/** Money to be moved: debited from one account and credited to another, both of `currency`. */
export type NewTransfer = {
  readonly kind: TransferKind;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  /** Minor units, above zero. */
  readonly amount: bigint;
  readonly currency: Currency;
  /** Names the movement for good: the same reference moves money once. */
  readonly reference: string;
};

export type Transfer = NewTransfer & { readonly id: string; readonly createdAt: Date };

export type TransferError =
  | { readonly code: 'insufficient_funds' }
  | { readonly code: 'account_not_found' } // one of the two does not exist in this currency, or they stand in two banks' ledgers
  | { readonly code: 'reference_conflict' }; // the reference names another movement
