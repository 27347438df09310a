import { describe, expect, it } from 'vitest';
import { heldAmount, holdStatus } from './hold-status';

describe('a hold', () => {
  it.each([
    [0n, 0n, 100n, 'held'],
    [99n, 0n, 1n, 'held'],
    [100n, 0n, 0n, 'captured'],
    [40n, 60n, 0n, 'captured'],
    [0n, 100n, 0n, 'released'],
  ] as const)('of 100 with %s captured and %s released holds %s and is %s', (capturedAmount, releasedAmount, left, status) => {
    const sums = { amount: 100n, capturedAmount, releasedAmount };
    expect(heldAmount(sums)).toBe(left);
    expect(holdStatus(sums)).toBe(status);
  });

  it('cannot give more than it holds', () => {
    expect(() => holdStatus({ amount: 100n, capturedAmount: 60n, releasedAmount: 41n })).toThrow('within the hold');
  });
});
