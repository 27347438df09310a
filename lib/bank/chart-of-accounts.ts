import type { NewAccount } from '@/lib/ledger';
import type { Currency } from '@/lib/kernel/money';
import type { BankId } from './banks';

// A ledger account's id says whose it is, and at which bank. So it needs no table to be found by, and opening one twice is opening it once.

/** Accounts from before there were two banks are the first one's and keep their names. */
const prefix = (bank: BankId): string => (bank === 'maple' ? 'la' : `la_${bank}`);

export const availableAccount = (bank: BankId, userId: string, currency: Currency): NewAccount => ({
  id: `${prefix(bank)}_available_${userId}_${currency}`, kind: 'customer_available', currency, bank, mayGoNegative: false,
});

export const heldAccount = (bank: BankId, userId: string, currency: Currency): NewAccount => ({
  id: `${prefix(bank)}_held_${userId}_${currency}`, kind: 'customer_held', currency, bank, mayGoNegative: false,
});

/** What a card of an issuer elsewhere draws on: as far below zero as its holder owes. */
export const creditAccount = (userId: string, currency: Currency): NewAccount => ({
  id: `${prefix('external')}_credit_${userId}_${currency}`, kind: 'card_credit', currency, bank: 'external', mayGoNegative: true,
});

/** What a merchant was paid by this bank's customers and has not been paid out. */
export const settlementAccount = (bank: BankId, merchantId: string, currency: Currency): NewAccount => ({
  id: `${prefix(bank)}_settlement_${merchantId}_${currency}`, kind: 'merchant_settlement', currency, bank, mayGoNegative: false,
});

/** The bank's own side of the money it gave to demo customers: as far below zero as they were given. */
export const fundingAccount = (bank: BankId, currency: Currency): NewAccount => ({
  id: `${prefix(bank)}_funding_${currency}`, kind: 'bank_funding', currency, bank, mayGoNegative: true,
});
