import type { NewAccount } from '@/lib/ledger';
import type { Currency } from '@/lib/kernel/money';

// A ledger account's id says whose it is. So it needs no table to be found by, and opening one twice is opening it once.

export const availableAccount = (userId: string, currency: Currency): NewAccount => ({
  id: `la_available_${userId}_${currency}`, kind: 'customer_available', currency, mayGoNegative: false,
});

export const heldAccount = (userId: string, currency: Currency): NewAccount => ({
  id: `la_held_${userId}_${currency}`, kind: 'customer_held', currency, mayGoNegative: false,
});

/** What a merchant was paid and has not been paid out. */
export const settlementAccount = (merchantId: string, currency: Currency): NewAccount => ({
  id: `la_settlement_${merchantId}_${currency}`, kind: 'merchant_settlement', currency, mayGoNegative: false,
});

/** The bank's own side of the money it gave to demo customers: as far below zero as they were given. */
export const fundingAccount = (currency: Currency): NewAccount => ({
  id: `la_funding_${currency}`, kind: 'bank_funding', currency, mayGoNegative: true,
});
