import { expect, it } from 'vitest';
import { findFailedAssertion } from './decide-assertions';
import type { Assertions, QuoteContent } from './types';

const content: QuoteContent = {
  quoteId: 'q', currency: 'EUR', subtotalCents: 1_400, feeCents: 50, totalCents: 1_450, lineItems: [], fulfillment: { type: 'pickup', window: null }, pickupETA: '2026-01-15T18:15:00.000Z',
  expiresAt: '2026-01-15T18:30:00.000Z', paymentMethod: 'card', availablePaymentMethods: ['card', 'wallet'], walletSetupUrl: '', paymentInstructions: '', merchantHandle: 'oven',
  merchantAddress: '1 rue du Four', significance: 'low', riskHints: { unusual: false, reasons: [], maxDownsideCents: 1_450, recommendedConfirmation: 'auto', kitchen: { openOrders: 0, busyMinutes: 0 } },
};
const quote = { content, hash: 'sha256:ab' };
const RIGHT: Required<Assertions> = {
  expectedQuoteHash: 'sha256:ab', expectedTotalCents: 1_450, maxTotalCents: 1_450, expectedCurrency: 'EUR', expectedPaymentMethod: 'card', expectedExpiresAt: '2026-01-15T19:30:00+01:00',
  expectedMerchantHandle: 'oven', expectedMerchantAddress: '1 rue du Four',
};
const WRONG: Required<Assertions> = {
  expectedQuoteHash: 'sha256:cd', expectedTotalCents: 1_449, maxTotalCents: 1_400, expectedCurrency: 'USD', expectedPaymentMethod: 'wallet', expectedExpiresAt: '2026-01-15T18:30:01Z',
  expectedMerchantHandle: 'stove', expectedMerchantAddress: '2 rue du Four',
};
const NAMES = { expectedQuoteHash: 'QUOTE_HASH', expectedTotalCents: 'TOTAL', maxTotalCents: 'TOTAL', expectedCurrency: 'CURRENCY', expectedPaymentMethod: 'METHOD', expectedExpiresAt: 'EXPIRY', expectedMerchantHandle: 'MERCHANT', expectedMerchantAddress: 'MERCHANT' } as const;
const KEYS = Object.keys(NAMES) as (keyof Assertions)[];

it('what is so is no fault: none, all eight, an expiry in another zone, a maximum above the total', () => {
  expect(findFailedAssertion({}, quote, 'card')).toBeNull();
  expect(findFailedAssertion(RIGHT, quote, 'card')).toBeNull();
  expect(findFailedAssertion({ maxTotalCents: 99_999 }, quote, 'card')).toBeNull();
});

it.each(KEYS)('%s that is not so is found among seven that are', (assertion) => {
  expect(findFailedAssertion({ ...RIGHT, [assertion]: WRONG[assertion] }, quote, 'card')).toMatchObject({ name: NAMES[assertion], assertion });
});

it('the first that fails is told: hash, total, currency, method, expiry, merchant', () => {
  const told = KEYS.map((_key, from) => findFailedAssertion(Object.fromEntries(KEYS.slice(from).map((key) => [key, WRONG[key]])), quote, 'card')?.assertion);
  expect(told).toEqual(KEYS);
});

it('says what is, in the words of the contract', () => {
  expect(findFailedAssertion({ maxTotalCents: 1_400 }, quote, 'card')?.words).toBe('Quote assertion failed: total 1450c exceeds max 1400c.');
});

it('the method is that which is paid by now', () => {
  expect(findFailedAssertion({ expectedPaymentMethod: 'card' }, quote, 'wallet')).toMatchObject({ name: 'METHOD' });
});
