import { describe, expect, it } from 'vitest';
import { contactFaults } from './contact';
import { refusalOf } from './refusal';
import { wordsOf } from './words';

const words = wordsOf('en');
const refused = (errorCode: string, details: object = {}) => refusalOf({ ok: false, status: 400, code: 'unknown', message: 'x', param: null, data: { error: 'x', errorCode, retryable: false, details } }, words);

describe('refusalOf', () => {
  it.each([
    ['ITEM_UNAVAILABLE', 'unavailable'], ['INVALID_SKU', 'unavailable'], ['MERCHANT_CLOSED', 'closed'], ['SLOT_FULL', 'slotFull'], ['QUOTE_NOT_FOUND', 'expired'],
    ['ASSERTION_FAILED_TOTAL', 'changed'], ['ASSERTION_FAILED_QUOTE_HASH', 'changed'], ['PAYMENT_UNAVAILABLE', 'noCards'],
  ] as const)('%s is told, and the order looked at again', (code, told) => expect(refused(code)).toEqual({ message: words.refused[told], field: null, mustReview: true }));

  it.each([['RATE_LIMITED', 'tooMany'], ['INTERNAL_ERROR', 'other'], ['toString', 'other']] as const)('%s is told, and may be tried again', (code, told) =>
    expect(refused(code)).toEqual({ message: words.refused[told], field: null, mustReview: false }),
  );

  it.each(['name', 'phone', 'email'] as const)('shows a fault of %s at its field', (field) =>
    expect(refused('INVALID_PAYLOAD', { param: `$.contact.${field}` })).toEqual({ message: words.refused[field], field, mustReview: true }),
  );
  it('shows a fault of the notes at their field, and one of the time as such', () => {
    expect(refused('INVALID_PAYLOAD', { param: '$.notes' })).toMatchObject({ field: 'notes' });
    expect(refused('INVALID_PAYLOAD', { param: '$.fulfillment.window' })).toMatchObject({ field: null, message: words.refused.time });
  });
  it('tells that nothing was reached, and survives an answer that is none', () => {
    expect(refusalOf({ ok: false, status: 0, code: 'unreachable', message: '', param: null, data: null }, words).message).toBe(words.refused.unreachable);
    expect(refusalOf({ ok: false, status: 502, code: 'unknown', message: '', param: null, data: null }, words).message).toBe(words.refused.other);
  });
});

describe('contactFaults', () => {
  const good = { name: 'Ada', phone: '+33 6 12 34 56 78', email: 'ada@example.com' };
  it('finds none in what is whole', () => expect(contactFaults(good, words)).toEqual({}));
  it.each([['name', ' '], ['phone', ''], ['phone', '12345'], ['phone', 'call me'], ['email', 'ada'], ['email', 'ada@example'], ['email', 'a b@example.com']] as const)('finds the fault in %s %j', (field, value) =>
    expect(Object.keys(contactFaults({ ...good, [field]: value }, words))).toEqual([field]),
  );
});
