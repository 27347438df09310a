import { describe, expect, it } from 'vitest';
import { money, parseDecimal, type Currency } from '@/lib/kernel/money';
import { decideRisk, type RiskFacts } from './decide-risk';

const quiet: RiskFacts = { agentPresent: false, humanPresent: true, total: money(1_000n, 'CAD'), agentsFirstTransaction: false };

describe('decideRisk', () => {
  it.each<[string, Partial<RiskFacts>, number, string[]]>([
    ['a person buying a little', {}, 0, []],
    ['a known agent with its person', { agentPresent: true }, 10, ['agent_present']],
    ['a known agent alone', { agentPresent: true, humanPresent: false }, 35, ['agent_present', 'human_absent']],
    ["an agent's first purchase", { agentPresent: true, agentsFirstTransaction: true }, 25, ['agent_present', 'first_transaction']],
    ['no agent, so no first purchase of one', { agentsFirstTransaction: true }, 0, []],
    [
      'everything at once',
      { agentPresent: true, humanPresent: false, total: money(50_001n, 'CAD'), agentsFirstTransaction: true },
      80,
      ['agent_present', 'human_absent', 'large_amount', 'first_transaction'],
    ],
  ])('%s', (_case, facts, score, signals) => {
    expect(decideRisk({ ...quiet, ...facts })).toEqual({ score, signals });
  });

  it.each<[Currency]>([['CAD'], ['JPY'], ['KWD'], ['USDC']])('calls more than 500 %s large, in the minor units of the currency', (currency) => {
    const limit = parseDecimal('500', currency) ?? 0n;
    expect(decideRisk({ ...quiet, total: money(limit, currency) }).score).toBe(0);
    expect(decideRisk({ ...quiet, total: money(limit + 1n, currency) }).signals).toEqual(['large_amount']);
  });
});
