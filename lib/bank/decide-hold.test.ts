import { describe, expect, it } from 'vitest';
import { decideHold } from './decide-hold';

const account = { id: 'ba_1', bank: 'maple', currency: 'CAD', availableAccountId: 'la_1', heldAccountId: 'la_2' } as const;
const source = { bank: 'maple', downSince: null, status: 'active', account } as const;

describe('decideHold', () => {
  it('draws on the account of the asked currency', () => {
    expect(decideHold(source)).toEqual({ account });
  });

  it.each([
    ['an unknown card', null, 'card_not_found'],
    ['a frozen card', { ...source, status: 'frozen' }, 'card_frozen'],
    ['a frozen card without an account', { ...source, status: 'frozen', account: null }, 'card_frozen'],
    ['a holder without an account in the currency', { ...source, account: null }, 'currency_not_held'],
  ] as const)('refuses %s', (_case, found, refusal) => {
    expect(decideHold(found)).toEqual({ refusal });
  });
});
