import { describe, expect, it } from 'vitest';
import { decideControls, decideHold, type CardSource, type Purchase } from './decide-hold';
import type { CardLimit } from './types';

const account = { id: 'ba_1', bank: 'maple', currency: 'CAD', availableAccountId: 'la_1', heldAccountId: 'la_2' } as const;
const source: CardSource = { bank: 'maple', downSince: null, status: 'active', agentTransactionsEnabled: true, limits: [], outcome: 'approves', authentication: 'none', account };
const purchase: Purchase = { amount: 1_000n, currency: 'CAD', byAgent: true, humanPresent: false, authenticated: false, spentAmount: 500n };
const limited = (limit: Partial<CardLimit>): CardSource => ({
  ...source, limits: [{ currency: 'CAD', perTransactionAmount: null, dailyAmount: null, agentMaximumAmount: null, ...limit }],
});

describe('decideHold', () => {
  it('draws on the account of the asked currency', () => expect(decideHold(source, purchase)).toEqual({ account }));

  it.each([
    ['an unknown card', null, 'card_not_found'],
    ['a frozen card', { ...source, status: 'frozen' }, 'card_frozen'],
    ['a frozen card without an account', { ...source, status: 'frozen', account: null }, 'card_frozen'],
    ['a holder without an account in the currency', { ...source, account: null }, 'currency_not_held'],
    ['a card that its issuer declines', { ...source, outcome: 'card_declined' }, 'card_declined'],
    ['a card without funds', { ...source, outcome: 'insufficient_funds' }, 'insufficient_funds'],
    ['a card that has run out', { ...source, outcome: 'expired_card' }, 'expired_card'],
    ['a holder who was to be asked and was not', { ...source, authentication: 'challenge' }, 'authentication_required'],
    ['a holder who was to be recognised and was not', { ...source, authentication: 'frictionless' }, 'authentication_required'],
    ['a holder who failed', { ...source, authentication: 'rejected', outcome: 'card_declined' }, 'authentication_required'],
  ] as const)('refuses %s', (_case, found, refusal) => expect(decideHold(found, purchase)).toEqual({ refusal }));
});

describe('authentication', () => {
  it.each(['challenge', 'frictionless'] as const)('once done, %s stands in the way no more', (authentication) =>
    expect(decideHold({ ...source, authentication }, { ...purchase, authenticated: true })).toEqual({ account }));

  it('is not demanded where the issuer does not ask or cannot', () => {
    expect(decideHold({ ...source, authentication: 'none' }, purchase)).toEqual({ account });
    expect(decideHold({ ...source, authentication: 'unavailable' }, purchase)).toEqual({ account });
  });
});

describe("a card's controls", () => {
  it.each<[string, CardSource, Partial<Purchase>, string | null]>([
    ['an agent where agents are not allowed', { ...source, agentTransactionsEnabled: false }, {}, 'agent_not_allowed'],
    ['an agent with its person there too', { ...source, agentTransactionsEnabled: false }, { humanPresent: true }, 'agent_not_allowed'],
    ['a person where agents are not allowed', { ...source, agentTransactionsEnabled: false }, { byAgent: false }, null],
    ['an agent alone at its maximum', limited({ agentMaximumAmount: 1_000n }), {}, null],
    ['an agent alone above its maximum', limited({ agentMaximumAmount: 999n }), {}, 'agent_limit_exceeded'],
    ['an agent above its maximum with its person', limited({ agentMaximumAmount: 999n }), { humanPresent: true }, null],
    ['a purchase at the limit', limited({ perTransactionAmount: 1_000n }), {}, null],
    ['a purchase above the limit, person or not', limited({ perTransactionAmount: 999n }), { humanPresent: true }, 'card_limit_exceeded'],
    ['a day at its limit', limited({ dailyAmount: 1_500n }), {}, null],
    ['a day above its limit', limited({ dailyAmount: 1_499n }), { humanPresent: true }, 'card_daily_limit_exceeded'],
    ['another currency, which has no limit', limited({ perTransactionAmount: 1n }), { currency: 'EUR' }, null],
    ['a maximum of nothing', limited({ agentMaximumAmount: 0n }), {}, 'agent_limit_exceeded'],
  ])('%s', (_case, card, more, objection) => expect(decideControls(card, { ...purchase, ...more })).toBe(objection));
});
