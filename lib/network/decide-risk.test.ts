import { describe, expect, it } from 'vitest';
import { CURRENCIES, money } from '@/lib/kernel/money';
import { decideRisk, type RiskFacts } from './decide-risk';

const quiet: RiskFacts = {
  agentPresent: false, humanPresent: true, mandateVerified: true, agentAgeSeconds: 90_000, transactions: 3, recentTransactions: 19, recentDeclines: 2,
  total: money(75_000n, 'CAD'),
};

describe('decideRisk', () => {
  it('finds nothing in a person buying a little', () => expect(decideRisk(quiet)).toEqual({ score: 0, signals: [] }));

  it.each<[string, Partial<RiskFacts>, number]>([
    ['agent_present', { agentPresent: true }, 5],
    ['human_absent', { humanPresent: false }, 25],
    ['mandate_unverified', { mandateVerified: false }, 40],
    ['velocity', { recentTransactions: 20 }, 20],
    ['large_amount', { total: money(75_001n, 'CAD') }, 20],
    ['recent_declines', { recentDeclines: 3 }, 10],
  ])('%s alone moves the score', (signal, facts, score) => expect(decideRisk({ ...quiet, ...facts })).toEqual({ score, signals: [signal] }));

  it.each<[string, Partial<RiskFacts>, number]>([
    ['new_agent', { agentAgeSeconds: 86_399 }, 10],
    ['few_transactions', { transactions: 2 }, 15],
  ])('%s moves the score of an agent, and says nothing where there is none', (signal, facts, score) => {
    expect(decideRisk({ ...quiet, ...facts, agentPresent: true })).toEqual({ score, signals: ['agent_present', signal] });
    expect(decideRisk({ ...quiet, ...facts }).score).toBe(0);
  });

  it('holds both sides of each threshold', () => {
    const agent = { ...quiet, agentPresent: true };
    expect(decideRisk({ ...agent, agentAgeSeconds: 86_400 }).score).toBe(5);
    expect(decideRisk({ ...agent, agentAgeSeconds: null }).score).toBe(5);
    expect(decideRisk({ ...agent, transactions: 3 }).score).toBe(5);
  });

  it('never goes beyond 100', () => {
    const worst = { agentPresent: true, humanPresent: false, mandateVerified: false, agentAgeSeconds: 0, transactions: 0, recentTransactions: 20, recentDeclines: 3 };
    expect(decideRisk({ ...worst, total: money(75_001n, 'CAD') })).toMatchObject({ score: 100 });
  });

  it.each(CURRENCIES)('has a large amount in %s', (currency) => {
    expect(decideRisk({ ...quiet, total: money(10n ** 12n, currency) }).signals).toEqual(['large_amount']);
    expect(decideRisk({ ...quiet, total: money(1n, currency) }).signals).toEqual([]);
  });
});
