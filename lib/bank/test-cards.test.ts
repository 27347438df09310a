import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { behaviourOf, demandsAuthentication, TEST_CARD_NUMBERS, type CardAuthentication } from './test-cards';

const page = readFileSync('docs/test-cards.md', 'utf8');

/** Digits from the right, every second doubled: their sum ends in 0 (ISO/IEC 7812-1). */
const luhn = (number: string): number =>
  [...number].toReversed().reduce((sum, digit, place) => sum + (place % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0), 0) % 10;

describe('test cards', () => {
  it.each(TEST_CARD_NUMBERS)('%s has a right check digit and its row on the page, with what it does', (number) => {
    expect(luhn(number)).toBe(0);
    const row = page.split('\n').find((line) => line.startsWith(`| \`${number}\` |`));
    const { outcome, authentication } = behaviourOf(number);
    expect(row).toContain(outcome === 'approves' ? (authentication === 'none' ? 'approved' : authentication) : `declined: \`${outcome}\``);
  });

  it('any other number is approved without a question', () => expect(behaviourOf('5555555555554444')).toEqual({ outcome: 'approves', authentication: 'none' }));

  it.each<[CardAuthentication, boolean]>([['none', false], ['frictionless', true], ['challenge', true], ['rejected', true], ['unavailable', false]])(
    'an issuer of %s takes only authenticated holders: %s', (authentication, demands) => expect(demandsAuthentication(authentication)).toBe(demands),
  );
});
