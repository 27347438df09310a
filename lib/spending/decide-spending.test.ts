import { describe, expect, it } from 'vitest';
import { decideSpending } from './decide-spending';

const limit = { perTransactionAmount: 5_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n };

describe('decideSpending', () => {
  it.each([
    ['one unit below the limit per purchase', 4_999n, 0n, 0n, 'within_limits'],
    ['exactly the limit per purchase', 5_000n, 0n, 0n, 'within_limits'],
    ['exactly what is left of the day', 5_000n, 15_000n, 15_000n, 'within_limits'],
    ['exactly what is left of the month', 5_000n, 0n, 95_000n, 'within_limits'],
  ])('lets %s pass', (_name, amount, dailyAmount, monthlyAmount, expected) => {
    expect(decideSpending(limit, { dailyAmount, monthlyAmount }, amount).decision).toBe(expected);
  });

  it.each([
    ['per_transaction', 5_001n, 0n, 0n, 1n, 5_000n],
    ['daily', 5_000n, 15_001n, 15_001n, 1n, 20_000n],
    ['monthly', 5_000n, 0n, 95_010n, 10n, 100_000n],
    ['per_transaction', 6_000n, 20_000n, 100_000n, 1_000n, 5_000n],
  ])('stops at the %s limit, one unit over and further', (kind, amount, dailyAmount, monthlyAmount, excessAmount, limitAmount) => {
    const decision = decideSpending(limit, { dailyAmount, monthlyAmount }, amount);
    expect(decision).toMatchObject({ decision: 'over_limit', over: { kind, excessAmount, limitAmount, requestedAmount: amount } });
  });

  it('asks for a currency that has no limit, however small the amount', () => {
    expect(decideSpending(null, { dailyAmount: 0n, monthlyAmount: 0n }, 1n)).toEqual({ decision: 'currency_not_covered' });
  });
});
