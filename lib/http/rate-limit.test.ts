import { describe, expect, it } from 'vitest';
import { takeFromBudget } from './rate-limit';

const budget = { perSecond: 10, burst: 3 };

describe('takeFromBudget', () => {
  it('passes a burst, then refuses with the seconds to wait, then passes again after them', () => {
    const taken = [0, 0, 0, 0].map((ms) => takeFromBudget('t:burst', budget, ms));
    expect(taken).toEqual([0, 0, 0, 1]);
    expect(takeFromBudget('t:burst', budget, 1000)).toBe(0);
  });

  it('keeps the budgets of two clients apart', () => {
    for (let n = 0; n < 3; n++) takeFromBudget('t:one', budget, 0);
    expect(takeFromBudget('t:one', budget, 0)).toBeGreaterThan(0);
    expect(takeFromBudget('t:other', budget, 0)).toBe(0);
  });

  it('sustains the rate and no more', () => {
    let passed = 0;
    for (let ms = 0; ms < 10_000; ms += 20) if (takeFromBudget('t:steady', budget, ms) === 0) passed++;
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(103);
  });

  it('is not fooled by a clock that goes back', () => {
    for (let n = 0; n < 3; n++) takeFromBudget('t:back', budget, 5000);
    expect(takeFromBudget('t:back', budget, 0)).toBeGreaterThan(0);
  });
});
