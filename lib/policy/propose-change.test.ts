import { describe, expect, it } from 'vitest';
import { decidePurchase } from './decide-purchase';
import { proposeChange } from './propose-change';
import { applyPatch } from './set-policy';
import type { Policies, Policy, PurchaseFacts } from './types';

const limit = { perTransactionAmount: 5_000n, dailyAmount: 20_000n, weeklyAmount: null, monthlyAmount: 100_000n };
const usage = { dailyAmount: 1_000n, weeklyAmount: 1_000n, monthlyAmount: 1_000n };
const usual: PurchaseFacts = {
  agentStatus: 'active', mayComplete: true, currency: 'CAD', amount: 1_650n, merchant: { handle: 'regal-moose', country: 'CA' }, categories: ['home', 'pantry'],
  scope: { merchants: null, coversPurchase: true }, moment: { weekday: 3, minute: 12 * 60 }, budgets: { agent: { limit, usage }, wallet: null },
  past: { count: 20, atMerchant: 4, inCurrency: { count: 20, totalAmount: 30_000n }, nearHour: 3, recent: { agent: 0, wallet: 0 } },
  authorizationId: null, risk: null, cardObjection: null,
};
const facts = (change: Partial<PurchaseFacts>): PurchaseFacts => ({ ...usual, ...change });
const none: Policies = { agent: {}, wallet: {} };
const list = (allowed: string[], blocked: string[]) => ({ allowed, blocked, action: 'ask' as const });

describe('proposeChange: limits', () => {
  it.each([
    ['the limit for each purchase alone', facts({ amount: 7_150n }), { ...limit, perTransactionAmount: 7_150n }, "Raise this agent's limits in CAD: each purchase $71.50 instead of $50.00."],
    ['the day with it, where a day is below it', facts({ amount: 25_000n }), { ...limit, perTransactionAmount: 25_000n, dailyAmount: 26_000n },
      "Raise this agent's limits in CAD: each purchase $250.00 instead of $50.00, each day $260.00 instead of $200.00."],
    ['the day alone, by what was spent in it', facts({ budgets: { agent: { limit, usage: { ...usage, dailyAmount: 19_000n } }, wallet: null } }), { ...limit, dailyAmount: 20_650n },
      "Raise this agent's limits in CAD: each day $206.50 instead of $200.00."],
    ['the week and the month above it', facts({ amount: 4_000n, budgets: { agent: { limit: { ...limit, weeklyAmount: 20_000n, monthlyAmount: 21_000n }, usage: { dailyAmount: 0n, weeklyAmount: 19_000n, monthlyAmount: 19_000n } }, wallet: null } }),
      { ...limit, weeklyAmount: 23_000n, monthlyAmount: 23_000n }, "Raise this agent's limits in CAD: each week $230.00 instead of $200.00, each month $230.00 instead of $210.00."],
    ['a first limit in a currency', facts({ currency: 'EUR', budgets: { agent: null, wallet: null } }),
      { perTransactionAmount: 1_650n, dailyAmount: 1_650n, weeklyAmount: null, monthlyAmount: 1_650n }, "Set this agent's limits in EUR: each purchase €16.50, each day €16.50, each month €16.50."],
  ])('raises %s', (_what, given, after, words) => {
    expect(proposeChange(given, none)).toEqual({ kind: 'limits', scope: 'agent', currency: given.currency, limit: after, words });
  });

  it('raises those over all agents where these stop it', () => {
    const given = facts({ budgets: { agent: { limit, usage }, wallet: { limit: { ...limit, perTransactionAmount: 1_000n }, usage } } });
    expect(proposeChange(given, none)).toMatchObject({ kind: 'limits', scope: 'wallet', limit: { ...limit, perTransactionAmount: 1_650n } });
  });
});

describe('proposeChange: rules', () => {
  it.each<[string, PurchaseFacts, Policy, Policy]>([
    ['a blocked merchant', usual, { merchants: list([], ['regal-moose', 'other']) }, { merchants: list([], ['other']) }],
    ['the only blocked merchant', usual, { merchants: list([], ['regal-moose']) }, {}],
    ['a merchant beside those allowed', usual, { merchants: list(['other'], []) }, { merchants: list(['other', 'regal-moose'], []) }],
    ['every kind of goods of the cart', usual, { categories: list(['home'], ['toys']) }, { categories: list(['home', 'pantry'], ['toys']) }],
    ['a country', usual, { countries: list(['FR'], []) }, { countries: list(['FR', 'CA'], []) }],
    ['one purchase more in a span', facts({ past: { ...usual.past, recent: { agent: 3, wallet: 3 } } }), { velocity: { purchases: 3, seconds: 3_600, action: 'ask' } }, { velocity: { purchases: 4, seconds: 3_600, action: 'ask' } }],
    ['the amount, rounded up to whole times', facts({ amount: 4_501n }), { unusualAmount: { times: 3, action: 'ask' } }, { unusualAmount: { times: 4, action: 'ask' } }],
  ])('allows %s, for this agent or for all', (_what, given, before, after) => {
    for (const scope of ['agent', 'wallet'] as const) {
      const policies = { ...none, [scope]: before };
      const change = proposeChange(given, policies);
      if (change?.kind !== 'policy') throw new Error('no change of rules');
      expect(change).toMatchObject({ scope, words: expect.stringMatching(scope === 'agent' ? /for this agent\.$/ : /for all your agents\.$/) as string });
      expect(applyPatch(before, change.patch)).toEqual(after);
      expect(decidePurchase(given, { ...policies, [scope]: after }).decision).toBe('allow');
    }
  });

  it('lets an agent complete by itself', () => {
    expect(proposeChange(facts({ mayComplete: false }), none)).toMatchObject({ kind: 'permission' });
  });
});

describe('proposeChange: nothing', () => {
  it.each<[string, PurchaseFacts, Policies]>([
    ['stops it', usual, none],
    ['but the mandate does', facts({ agentStatus: 'pending' }), none],
    ['but the hour does', usual, { ...none, agent: { hours: { days: [3], from: '20:00', until: '21:00', action: 'ask' } } }],
    ['but a first purchase does', facts({ past: { ...usual.past, atMerchant: 0 } }), { ...none, agent: { newMerchant: { action: 'ask' } } }],
    ['but the network does', facts({ risk: { score: 90, signals: ['odd'] } }), none],
    ['single helps: a limit and a merchant stop it', facts({ amount: 7_150n }), { ...none, agent: { merchants: list(['other'], []) } }],
    ['single helps: the same rule stands in both policies', usual, { agent: { merchants: list(['other'], []) }, wallet: { merchants: list(['other'], []) } }],
    ['a hundred times would reach', facts({ amount: 150_001n, budgets: { agent: { limit: { ...limit, perTransactionAmount: 200_000n, dailyAmount: 200_000n, monthlyAmount: 200_000n }, usage }, wallet: null } }),
      { ...none, agent: { unusualAmount: { times: 3, action: 'ask' } } }],
  ])('is proposed where nothing %s', (_what, given, policies) => {
    expect(proposeChange(given, policies)).toBeNull();
  });
});
