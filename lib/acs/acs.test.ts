import { describe, expect, it } from 'vitest';
import { createKeyring } from '@/lib/kernel/keyring';
import { challengeCode, isCode, isGenuine, lookUpCard, makeCryptogram, type Vouched } from './index';

const keyring = createKeyring(`a:${Buffer.alloc(32, 1).toString('base64')}`);
const otherBank = createKeyring(`a:${Buffer.alloc(32, 2).toString('base64')}`);
const rotated = createKeyring(`b:${Buffer.alloc(32, 3).toString('base64')},a:${Buffer.alloc(32, 1).toString('base64')}`);

describe('lookUpCard', () => {
  it.each([
    ['4242424242424242', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['2221000000000009', 'mastercard'],
    ['2720990000000007', 'mastercard'],
    ['378282246310005', 'american_express'],
    ['2220990000000000', undefined],
    ['2721000000000004', undefined],
    ['6011111111111117', undefined],
    ['3530111333300000', undefined],
    ['4000000000003212', undefined],
  ])('%s is led to %s', (number, directoryServer) => expect(lookUpCard(number)?.directoryServer).toBe(directoryServer));
});

describe('a cryptogram', () => {
  const vouched: Vouched = { dsTransactionId: 'd', cardFingerprint: 'c', merchantId: 'm', amount: 100n, currency: 'CAD', status: 'Y' };
  const cryptogram = makeCryptogram(keyring, vouched);

  it('is 20 bytes in base64', () => expect(Buffer.from(cryptogram, 'base64')).toHaveLength(20));
  it('holds after the keys were rotated', () => expect(isGenuine(rotated, vouched, cryptogram)).toBe(true));
  it('is made by nobody without the key', () => expect(isGenuine(otherBank, vouched, cryptogram)).toBe(false));
  it.each<[string, Partial<Vouched>]>([
    ['transaction', { dsTransactionId: 'x' }],
    ['card', { cardFingerprint: 'x' }],
    ['merchant', { merchantId: 'x' }],
    ['amount', { amount: 101n }],
    ['currency', { currency: 'EUR' }],
    ['status', { status: 'A' }],
  ])(
    'holds for what it was made of alone: for no other %s',
    (_what, change) => expect(isGenuine(keyring, { ...vouched, ...change }, cryptogram)).toBe(false),
  );
});

describe('a code', () => {
  it('is six digits, the same for a transaction and another for the next', () => {
    const codes = Array.from({ length: 200 }, (_, index) => challengeCode(keyring, `t${index}`));
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
    expect(new Set(codes).size).toBeGreaterThan(195);
    expect(challengeCode(keyring, 't1')).toBe(codes[1]);
  });

  it.each([
    [(code: string) => code, true],
    [(code: string) => `${code.slice(0, 3)} ${code.slice(3)}`, true],
    [(code: string) => code.slice(1), false],
    [(code: string) => `0${code}`, false],
    [() => '', false],
  ])('is typed with or without spaces, whole', (typed, isRight) => expect(isCode(keyring, 't', typed(challengeCode(keyring, 't')))).toBe(isRight));
});
