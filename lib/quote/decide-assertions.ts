import type { AssertionFault, AssertionName, Assertions, Quote } from './types';

/**
 * The first assertion that does not hold, in the order hash, total, currency, method, expiry, merchant; null when all do. Pure. `method`: what is to
 * be paid by now, which need not be the quote's.
 */
export function findFailedAssertion(assertions: Assertions, quote: Pick<Quote, 'hash' | 'content'>, method: string): AssertionFault | null {
  const { content, hash } = quote;
  const differs = (what: string, is: string | number) => (expected: string | number) => `Quote assertion failed: ${what} is ${is}, not ${expected}.`;
  const check = <Key extends keyof Assertions>(
    name: AssertionName, assertion: Key, holds: (expected: NonNullable<Assertions[Key]>) => boolean, words: (expected: NonNullable<Assertions[Key]>) => string,
  ): AssertionFault[] => {
    const expected = assertions[assertion];
    return expected === undefined || holds(expected) ? [] : [{ name, assertion, words: words(expected) }];
  };
  const [first] = [
    ...check('QUOTE_HASH', 'expectedQuoteHash', (expected) => expected === hash, differs('the quote hash', hash)),
    ...check('TOTAL', 'expectedTotalCents', (expected) => expected === content.totalCents, (expected) => `Quote assertion failed: total is ${content.totalCents}c, not ${expected}c.`),
    ...check('TOTAL', 'maxTotalCents', (expected) => content.totalCents <= expected, (expected) => `Quote assertion failed: total ${content.totalCents}c exceeds max ${expected}c.`),
    ...check('CURRENCY', 'expectedCurrency', (expected) => expected === content.currency, differs('the currency', content.currency)),
    ...check('METHOD', 'expectedPaymentMethod', (expected) => expected === method, differs('the payment method', method)),
    ...check('EXPIRY', 'expectedExpiresAt', (expected) => isSameInstant(expected, content.expiresAt), differs('the expiry', content.expiresAt)),
    ...check('MERCHANT', 'expectedMerchantHandle', (expected) => expected === content.merchantHandle, differs('the merchant', content.merchantHandle)),
    ...check('MERCHANT', 'expectedMerchantAddress', (expected) => expected === content.merchantAddress, differs("the merchant's address", content.merchantAddress)),
  ];
  return first ?? null;
}

const isSameInstant = (a: string, b: string): boolean => new Date(a).getTime() === new Date(b).getTime();
