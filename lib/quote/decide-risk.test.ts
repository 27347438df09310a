import { expect, it } from 'vitest';
import { decideRisk } from './decide-risk';

const quiet = { openOrders: 0, busyMinutes: 0 };

// The median is 10.00.
it.each([
  [1_050n, quiet, 'low', [], 'auto'],
  [1_999n, quiet, 'low', [], 'auto'],
  [2_000n, quiet, 'medium', [], 'confirm'],
  [4_999n, quiet, 'medium', [], 'confirm'],
  [5_000n, quiet, 'medium', ['above_typical_total'], 'confirm'],
  [10_000n, quiet, 'high', ['above_typical_total'], 'human'],
  [1_050n, { openOrders: 40, busyMinutes: 0 }, 'low', [], 'auto'],
  [1_050n, { openOrders: 0, busyMinutes: 10 }, 'low', ['kitchen_busy'], 'confirm'],
] as const)('%s at a load of %o is %s, because of %o, and asks for %s', (totalAmount, load, significance, reasons, recommendedConfirmation) => {
  expect(decideRisk({ totalAmount, doubledMedian: 2_000n, load })).toEqual({
    significance,
    riskHints: { unusual: reasons.length > 0, reasons, maxDownsideCents: Number(totalAmount), recommendedConfirmation, kitchen: load },
  });
});

it('of an even menu the median lies between two prices', () => {
  // 9.00 and 10.01: five times 9.505 is 47.525.
  expect(decideRisk({ totalAmount: 4_752n, doubledMedian: 1_901n, load: quiet }).riskHints.unusual).toBe(false);
  expect(decideRisk({ totalAmount: 4_753n, doubledMedian: 1_901n, load: quiet }).riskHints.unusual).toBe(true);
});

it('without a menu nothing is typical', () => {
  expect(decideRisk({ totalAmount: 100_000n, doubledMedian: null, load: quiet })).toMatchObject({ significance: 'low', riskHints: { unusual: false } });
});
