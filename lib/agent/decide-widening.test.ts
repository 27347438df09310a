import { describe, expect, it } from 'vitest';
import { decideWidening } from './decide-widening';
import type { AgentLimit, AgentTerms } from './types';

const CAD: AgentLimit = { currency: 'CAD', perTransactionAmount: 50n, dailyAmount: 200n, monthlyAmount: 1_000n };
const EUR: AgentLimit = { ...CAD, currency: 'EUR' };
const before: AgentTerms = { permissions: ['browse_products', 'initiate_purchase'], limits: [CAD, EUR], status: 'active' };
const after = (change: Partial<AgentTerms>): AgentTerms => ({ ...before, ...change });

describe('decideWidening', () => {
  it.each<[string, AgentTerms, AgentTerms, string[]]>([
    ['nothing changed', before, before, []],
    ['one unit more per purchase', before, after({ limits: [{ ...CAD, perTransactionAmount: 51n }, EUR] }), ['limit_raised']],
    ['one unit more a day', before, after({ limits: [{ ...CAD, dailyAmount: 201n }, EUR] }), ['limit_raised']],
    ['one unit more a month', before, after({ limits: [{ ...CAD, monthlyAmount: 1_001n }, EUR] }), ['limit_raised']],
    ['one unit less of each', before, after({ limits: [{ ...CAD, perTransactionAmount: 49n, dailyAmount: 199n, monthlyAmount: 999n }, EUR] }), []],
    ['less per purchase, more a day', before, after({ limits: [{ ...CAD, perTransactionAmount: 1n, dailyAmount: 201n }, EUR] }), ['limit_raised']],
    ['less in CAD, more in EUR', before, after({ limits: [{ ...CAD, dailyAmount: 60n }, { ...EUR, dailyAmount: 201n }] }), ['limit_raised']],
    ['a limit for a week where there was none', before, after({ limits: [{ ...CAD, weeklyAmount: 400n }, EUR] }), []],
    ['a limit for a week that is no limit', before, after({ limits: [{ ...CAD, weeklyAmount: 1_000n }, EUR] }), []],
    ['one unit more a week', after({ limits: [{ ...CAD, weeklyAmount: 400n }] }), after({ limits: [{ ...CAD, weeklyAmount: 401n }] }), ['limit_raised']],
    ['no limit for a week any more', after({ limits: [{ ...CAD, weeklyAmount: 400n }] }), after({ limits: [CAD] }), ['limit_raised']],
    ['a currency less', before, after({ limits: [CAD] }), []],
    ['a currency more', before, after({ limits: [CAD, EUR, { ...CAD, currency: 'JPY' }] }), ['limit_added']],
    ['a currency for another', after({ limits: [CAD] }), after({ limits: [EUR] }), ['limit_added']],
    ['a permission less', before, after({ permissions: ['browse_products'] }), []],
    ['a permission more', before, after({ permissions: [...before.permissions, 'complete_purchase'] }), ['permission_added']],
    ['a permission for another', before, after({ permissions: ['browse_products', 'complete_purchase'] }), ['permission_added']],
    ['a merchant alone, where there was any', before, after({ merchants: ['a-shop'] }), []],
    ['a merchant less', after({ merchants: ['a-shop', 'b-shop'] }), after({ merchants: ['b-shop'] }), []],
    ['a merchant more', after({ merchants: ['a-shop'] }), after({ merchants: ['a-shop', 'b-shop'] }), ['merchant_added']],
    ['any merchant, where there was one', after({ merchants: ['a-shop'] }), before, ['merchant_added']],
    ['a pause', before, after({ status: 'suspended' }), []],
    ['a resumption', after({ status: 'suspended' }), before, ['activated']],
    ['an activation', after({ status: 'pending' }), before, ['activated']],
    ['a pause of a pending agent', after({ status: 'pending' }), after({ status: 'suspended' }), []],
    ['a pause together with a raise', before, after({ status: 'suspended', limits: [{ ...CAD, dailyAmount: 201n }] }), ['limit_raised']],
  ])('%s', (_case, from, to, widening) => {
    expect(decideWidening(from, to)).toEqual(widening);
  });
});
