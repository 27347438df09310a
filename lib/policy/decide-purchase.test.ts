import { describe, expect, it } from 'vitest';
import { decidePurchase, spanText } from './decide-purchase';
import type { Policies, Policy, PurchaseFacts } from './types';

const limit = { perTransactionAmount: 5_000n, dailyAmount: 20_000n, weeklyAmount: null, monthlyAmount: 100_000n };
const budget = { limit, usage: { dailyAmount: 1_000n, weeklyAmount: 1_000n, monthlyAmount: 1_000n } };
const usual: PurchaseFacts = {
  agentStatus: 'active', mayComplete: true, currency: 'CAD', amount: 1_650n, merchant: { handle: 'regal-moose', country: 'CA' }, categories: ['home', 'pantry'],
  scope: { merchants: null, coversPurchase: true }, moment: { weekday: 3, minute: 12 * 60 }, budgets: { agent: budget, wallet: null },
  past: { count: 20, atMerchant: 4, inCurrency: { count: 20, totalAmount: 30_000n }, nearHour: 3, recent: { agent: 0, wallet: 0 } },
  authorizationId: null, risk: null, cardObjection: null,
};
const facts = (change: Partial<PurchaseFacts>): PurchaseFacts => ({ ...usual, ...change });
const past = (change: Partial<PurchaseFacts['past']>): PurchaseFacts => facts({ past: { ...usual.past, ...change } });
const none: Policies = { agent: {}, wallet: {} };
const agentRules = (agent: Policy): Policies => ({ agent, wallet: {} });
const list = (allowed: string[], blocked: string[], action: 'ask' | 'refuse' = 'refuse') => ({ allowed, blocked, action });
const hours = { days: [1, 2, 3, 4, 5], from: '08:00', until: '20:00', action: 'ask' } as const;

describe('decidePurchase', () => {
  it('allows what no rule catches, and tells the day', () => {
    expect(decidePurchase(usual, none)).toEqual({
      decision: 'allow', authorizationId: null, figures: { unit: 'money', limit: 20_000n, used: 1_000n, requested: 1_650n },
    });
  });

  it.each<[string, PurchaseFacts['scope'], string]>([
    ['another merchant than the mandate names', { merchants: ['other'], coversPurchase: true }, 'merchant'],
    ['every merchant, where token and agent have none in common', { merchants: [], coversPurchase: true }, 'merchant'],
    ['another purchase than the one that the agent was admitted for', { merchants: null, coversPurchase: false }, 'single_purchase'],
  ])('refuses %s, whatever the owner authorised', (_case, scope, rule) => {
    expect(decidePurchase(facts({ scope, authorizationId: 'auth_1' }), none)).toMatchObject({ decision: 'refuse', rule, scope: null });
  });

  it.each<[string, PurchaseFacts, Policy, string]>([
    ['a merchant that is blocked', usual, { merchants: list([], ['regal-moose']) }, 'merchant'],
    ['a merchant that is not among those allowed', usual, { merchants: list(['other'], []) }, 'merchant'],
    ['a merchant that is allowed and blocked', usual, { merchants: list(['regal-moose'], ['regal-moose']) }, 'merchant'],
    ['one item of a blocked category', usual, { categories: list([], ['pantry']) }, 'category'],
    ['one item outside the categories allowed', usual, { categories: list(['home'], []) }, 'category'],
    ['goods without a category, where some are allowed by name', facts({ categories: [''] }), { categories: list(['home'], []) }, 'category'],
    ['a country that is blocked', usual, { countries: list([], ['CA']) }, 'country'],
    ['a country outside those allowed', usual, { countries: list(['FR'], []) }, 'country'],
    ['a minute before the hours', facts({ moment: { weekday: 3, minute: 8 * 60 - 1 } }), { hours }, 'hours'],
    ['the minute in which the hours end', facts({ moment: { weekday: 3, minute: 20 * 60 } }), { hours }, 'hours'],
    ['a day without hours', facts({ moment: { weekday: 6, minute: 12 * 60 } }), { hours }, 'hours'],
    ['as many purchases as are allowed', past({ recent: { agent: 3, wallet: 0 } }), { velocity: { purchases: 3, seconds: 60, action: 'ask' } }, 'velocity'],
    ['a merchant for the first time', past({ atMerchant: 0 }), { newMerchant: { action: 'ask' } }, 'new_merchant'],
    ['one unit more than three times the usual', facts({ amount: 4_501n }), { unusualAmount: { times: 3, action: 'ask' } }, 'unusual_amount'],
    ['an hour in which it never buys', past({ nearHour: 0 }), { unusualHour: { action: 'ask' } }, 'unusual_hour'],
  ])('catches %s', (_what, given, policy, rule) => {
    const action = Object.values(policy)[0]?.action;
    expect(decidePurchase(given, agentRules(policy))).toMatchObject({ decision: action, rule, scope: 'agent', words: expect.stringMatching(/\.$/), nextStep: expect.stringMatching(/\.$/) });
    expect(decidePurchase({ ...given, past: { ...given.past, recent: { agent: 0, wallet: 3 } } }, { agent: {}, wallet: policy })).toMatchObject({ decision: action, rule, scope: 'wallet' });
  });

  it.each<[string, PurchaseFacts, Policy]>([
    ['a merchant among those allowed', usual, { merchants: list(['regal-moose'], ['other']) }],
    ['categories that are all allowed', usual, { categories: list(['home', 'pantry'], ['toys']) }],
    ['a merchant whose country nobody told', facts({ merchant: { handle: 'x', country: null } }), { countries: list(['FR'], []) }],
    ['the first minute of the hours', facts({ moment: { weekday: 3, minute: 8 * 60 } }), { hours }],
    ['the small hours after an evening that lasts', facts({ moment: { weekday: 6, minute: 60 } }), { hours: { ...hours, from: '18:00', until: '02:00' } }],
    ['Monday\'s small hours after a Sunday evening', facts({ moment: { weekday: 1, minute: 60 } }), { hours: { ...hours, days: [7], from: '18:00', until: '02:00' } }],
    ['the last minute of a day until 24:00', facts({ moment: { weekday: 3, minute: 1_439 } }), { hours: { ...hours, until: '24:00' } }],
    ['one purchase fewer than allowed', past({ recent: { agent: 2, wallet: 9 } }), { velocity: { purchases: 3, seconds: 60, action: 'ask' } }],
    ['exactly three times the usual', facts({ amount: 4_500n }), { unusualAmount: { times: 3, action: 'ask' } }],
    ['any amount after four purchases', { ...past({ inCurrency: { count: 4, totalAmount: 4n } }), amount: 4_000n }, { unusualAmount: { times: 3, action: 'refuse' } }],
    ['any hour after nine purchases', past({ count: 9, nearHour: 0 }), { unusualHour: { action: 'refuse' } }],
    ['what a resting rule names', usual, { merchants: { ...list([], ['regal-moose']), action: 'allow' } }],
  ])('lets %s pass', (_what, given, policy) => {
    expect(decidePurchase(given, agentRules(policy))).toMatchObject({ decision: 'allow' });
  });

  it('refuses rather than asks, whatever comes first, and whoever\'s rule it is', () => {
    const over = facts({ amount: 6_000n, agentStatus: 'pending' });
    expect(decidePurchase(over, agentRules({ categories: list([], ['home']) }))).toMatchObject({ decision: 'refuse', rule: 'category' });
    const both: Policies = { agent: { merchants: list([], ['regal-moose'], 'ask') }, wallet: { merchants: list([], ['regal-moose']) } };
    expect(decidePurchase(usual, both)).toMatchObject({ decision: 'refuse', scope: 'wallet', words: 'You blocked the merchant regal-moose. This holds for all your agents.' });
  });

  it('asks for the first reason: mandate, permission, limits, then rules, then risk', () => {
    const everything = agentRules({ merchants: list([], ['regal-moose'], 'ask'), newMerchant: { action: 'ask' } });
    const bad = { ...past({ atMerchant: 0 }), amount: 6_000n, mayComplete: false, agentStatus: 'pending', risk: { score: 90, signals: ['new_card'] } } as const;
    const order: PurchaseFacts[] = [bad, { ...bad, agentStatus: 'active' }, { ...bad, agentStatus: 'active', mayComplete: true }];
    expect(order.map((each) => decidePurchase(each, everything))).toMatchObject([{ rule: 'pending_mandate' }, { rule: 'permission' }, { rule: 'per_transaction' }]);
    const within = { ...bad, agentStatus: 'active', mayComplete: true, amount: 100n } as const;
    expect([decidePurchase(within, everything), decidePurchase(within, none)]).toMatchObject([{ rule: 'merchant' }, { rule: 'risk', decision: 'ask' }]);
    expect(decidePurchase({ ...within, risk: { score: 69, signals: [] } }, none)).toMatchObject({ decision: 'allow' });
  });

  it('tells limit, use and request of the limit that stops', () => {
    expect(decidePurchase(facts({ amount: 6_000n }), none)).toMatchObject({
      decision: 'ask', rule: 'per_transaction', figures: { unit: 'money', limit: 5_000n, used: 0n, requested: 6_000n }, words: '$50.00 for each purchase. This one is $10.00 over. Your limits stay as they are.',
    });
    const wallet = { ...budget, limit: { ...limit, weeklyAmount: 2_000n } };
    expect(decidePurchase(facts({ budgets: { agent: budget, wallet } }), none)).toMatchObject({ rule: 'wallet', figures: { limit: 2_000n, used: 1_000n } });
    expect(decidePurchase(facts({ budgets: { agent: null, wallet: null } }), none)).toMatchObject({ rule: 'currency', figures: null });
  });

  it('lets an authorisation answer what would be asked, but neither a refusal nor the mandate', () => {
    const authorized = facts({ amount: 6_000n, authorizationId: 'auth_x' });
    expect(decidePurchase(authorized, none)).toMatchObject({ decision: 'allow', authorizationId: 'auth_x' });
    expect(decidePurchase(facts({ authorizationId: 'auth_x' }), none)).toMatchObject({ decision: 'allow', authorizationId: null });
    expect(decidePurchase(authorized, agentRules({ merchants: list([], ['regal-moose']) }))).toMatchObject({ decision: 'refuse' });
    expect(decidePurchase({ ...authorized, agentStatus: 'pending' }, none)).toMatchObject({ decision: 'ask', rule: 'pending_mandate' });
  });

  it('costs less than 0.3 ms of CPU with twenty rules', () => {
    const full: Policy = {
      merchants: list(['regal-moose'], ['other']), categories: list(['home', 'pantry'], ['toys']), countries: list(['CA'], ['US']), hours,
      velocity: { purchases: 100, seconds: 3_600, action: 'ask' }, newMerchant: { action: 'ask' }, unusualAmount: { times: 5, action: 'ask' }, unusualHour: { action: 'ask' },
    };
    const runs = 5_000;
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run++) decidePurchase(facts({ budgets: { agent: budget, wallet: budget } }), { agent: full, wallet: full });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000 / runs).toBeLessThan(0.3);
  });
});

it.each([[60, 'a minute'], [3_600, 'an hour'], [7_200, '2 hours'], [86_400, 'a day'], [90, '90 seconds']])('says %i seconds as %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
