import { describe, expect, it } from 'vitest';
import { decideCard } from './decide-card';
import type { GivenCard } from './types';

const now = new Date('2026-11-21T12:00:00.000Z');
const card: GivenCard = { numberType: 'fpan', number: '4242424242424242', expiry: { month: 12, year: 2030 }, verificationCode: '123', holderName: null, funding: 'credit' };
const decide = (more: Partial<GivenCard>) => decideCard({ ...card, ...more }, now);

describe('decideCard', () => {
  it.each([
    ['4242424242424242', '123', 'visa', '424242', '4242'],
    ['5555555555554444', '123', 'mastercard', '555555', '4444'],
    ['378282246310005', '1234', 'american-express', '378282', '0005'],
    ['6011111111111117', '123', 'discover', '601111', '1117'],
    ['3530111333300000', '123', 'jcb', '353011', '0000'],
    ['6205500000000000004', '123', 'unionpay', '620550', '0004'],
  ])('tells the network of %s', (number, verificationCode, brand, bin, last4) =>
    expect(decide({ number, verificationCode })).toEqual({ ok: true, value: { brand, bin, last4 } }));

  it.each([
    ['a wrong check digit', '4242424242424241'],
    ['UnionPay with a wrong check digit', '6205500000000000005'],
    ['too few digits', '424242424242'],
    ['too many digits', '42424242424242424242'],
    ['a number of no network', '9999999999999995'],
    ['spaces', '4242 4242 4242 4242'],
    ['letters', '4242x24242424242'],
    ['digits of another script', '４２４２４２４２４２４２４２４２'],
    ['nothing', ''],
  ])('refuses %s', (_case, number) => expect(decide({ number })).toEqual({ ok: false, error: { code: 'number_invalid' } }));

  it.each([
    [{ month: 11, year: 2026 }, true],
    [{ month: 10, year: 2026 }, false],
    [{ month: 12, year: 2025 }, false],
    [{ month: 1, year: 2027 }, true],
  ])('a card is good to the end of its month: %j', (expiry, isGood) => expect(decide({ expiry })).toMatchObject(isGood ? { ok: true } : { ok: false, error: { code: 'expired' } }));

  it('is over with the first moment of the next month', () => {
    const expiry = { month: 12, year: 2026 };
    expect(decideCard({ ...card, expiry }, new Date('2026-12-31T23:59:59.999Z'))).toMatchObject({ ok: true });
    expect(decideCard({ ...card, expiry }, new Date('2027-01-01T00:00:00.000Z'))).toMatchObject({ ok: false, error: { code: 'expired' } });
  });

  it.each([
    ['12', '4242424242424242'],
    ['1234', '4242424242424242'],
    ['123', '378282246310005'],
    ['12a', '4242424242424242'],
    ['', '4242424242424242'],
  ])('refuses the verification code "%s" of %s', (verificationCode, number) =>
    expect(decide({ verificationCode, number })).toEqual({ ok: false, error: { code: 'verification_code_invalid' } }));

  it('needs neither an expiry nor a verification code', () => expect(decide({ expiry: null, verificationCode: null, numberType: 'network_token' })).toMatchObject({ ok: true }));
});
