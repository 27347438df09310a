import type { BankId } from './banks';
import type { BankAccount, CardStatus, HoldRefusal } from './types';

/** A card as a hold finds it: its status, and the holder's account in the asked currency, if there is one. */
export type CardSource = { readonly bank: BankId; readonly downSince: Date | null; readonly status: CardStatus; readonly account: BankAccount | null };

/** Whether a card may be drawn on at all; what the account can bear is the ledger's to say. */
export function decideHold(source: CardSource | null): { readonly refusal: HoldRefusal } | { readonly account: BankAccount } {
  if (!source) return { refusal: 'card_not_found' };
  if (source.status !== 'active') return { refusal: 'card_frozen' };
  if (!source.account) return { refusal: 'currency_not_held' };
  return { account: source.account };
}
