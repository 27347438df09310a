import { describe, expect, it } from 'vitest';
import { decideSpending } from './decide-spending';
import type { Budget } from './types';

const limit = { perTransactionAmount: 5_000n, dailyAmount: 20_000n, weeklyAmount: 40_000n, monthlyAmount: 100_000n };
const none = { dailyAmount: 0n, weeklyAmount: 0n, monthlyAmount: 0n };
const budget = (dailyAmount: bigint, weeklyAmount: bigint, monthlyAmount: bigint): Budget => ({ limit, usage: { dailyAmount, weeklyAmount, monthlyAmount } });

describe('decideSpending', () => {
  it.each([
    ['one unit below the limit per purchase', 4_999n, budget(0n, 0n, 0n)],
    ['exactly the limit per purchase', 5_000n, budget(0n, 0n, 0n)],
    ['exactly what is left of the day', 5_000n, budget(15_000n, 15_000n, 15_000n)],
    ['exactly what is left of the week', 5_000n, budget(0n, 35_000n, 35_000n)],
    ['exactly what is left of the month', 5_000n, budget(0n, 0n, 95_000n)],
  ])('lets %s pass, of an agent and of all agents', (_name, amount, judged) => {
    expect(decideSpending({ agent: judged, wallet: null }, amount).decision).toBe('within_limits');
    expect(decideSpending({ agent: budget(0n, 0n, 0n), wallet: judged }, amount).decision).toBe('within_limits');
  });

  it.each([
    ['per_transaction', 5_001n, budget(0n, 0n, 0n), 1n, 5_000n],
    ['daily', 5_000n, budget(15_001n, 15_001n, 15_001n), 1n, 20_000n],
    ['weekly', 5_000n, budget(0n, 35_001n, 35_001n), 1n, 40_000n],
    ['monthly', 5_000n, budget(0n, 0n, 95_010n), 10n, 100_000n],
    ['per_transaction', 6_000n, budget(20_000n, 40_000n, 100_000n), 1_000n, 5_000n],
  ] as const)('stops at the %s limit, one unit over and further, of an agent and of all agents', (kind, amount, judged, excessAmount, limitAmount) => {
    const over = { kind, excessAmount, limitAmount, requestedAmount: amount };
    expect(decideSpending({ agent: judged, wallet: null }, amount)).toMatchObject({ decision: 'over_limit', over: { ...over, scope: 'agent' } });
    const roomy = { limit: { ...limit, perTransactionAmount: 10_000n }, usage: none };
    expect(decideSpending({ agent: roomy, wallet: judged }, amount)).toMatchObject({ decision: 'over_limit', over: { ...over, scope: 'wallet' } });
  });

  it('knows no week where no limit is set for one', () => {
    const judged = { limit: { ...limit, weeklyAmount: null }, usage: { dailyAmount: 0n, weeklyAmount: 95_000n, monthlyAmount: 95_000n } };
    expect(decideSpending({ agent: judged, wallet: judged }, 5_000n).decision).toBe('within_limits');
  });

  it('names the agent\'s own limit first', () => {
    const full = budget(20_000n, 20_000n, 20_000n);
    expect(decideSpending({ agent: full, wallet: full }, 1n)).toMatchObject({ over: { scope: 'agent', kind: 'daily' } });
  });

  it('asks for a currency in which the agent has no limit, however small the amount', () => {
    expect(decideSpending({ agent: null, wallet: { limit, usage: none } }, 1n)).toEqual({ decision: 'currency_not_covered' });
  });
});
