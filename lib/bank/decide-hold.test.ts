import { describe, expect, it } from 'vitest';
import { decideHold } from './decide-hold';

const account = { id: 'ba_1', currency: 'CAD', availableAccountId: 'la_1', heldAccountId: 'la_2' } as const;

describe('decideHold', () => {
  it('draws on the account of the asked currency', () => {
    expect(decideHold({ status: 'active', account })).toEqual({ account });
  });

  it.each([
    ['an unknown card', null, 'card_not_found'],
    ['a frozen card', { status: 'frozen', account }, 'card_frozen'],
    ['a frozen card without an account', { status: 'frozen', account: null }, 'card_frozen'],
    ['a holder without an account in the currency', { status: 'active', account: null }, 'currency_not_held'],
  ] as const)('refuses %s', (_case, source, refusal) => {
    expect(decideHold(source)).toEqual({ refusal });
  });
});
