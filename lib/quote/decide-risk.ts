import { toWireAmount } from '@/lib/kernel/money';
import type { RiskHints, Significance } from './types';

/** From so many times what an item of the menu typically costs. */
const MEDIUM_TIMES = 2n;
const ABOVE_TYPICAL_TIMES = 5n;
const HIGH_TIMES = 10n;

type RiskInput = {
  readonly totalAmount: bigint;
  /** Twice the median price of what stands on the menu, so that it is a whole number; null while nothing does. */
  readonly doubledMedian: bigint | null;
  readonly load: { readonly openOrders: number; readonly busyMinutes: number };
};

/**
 * How much a purchase asks for a second look. Pure. low, medium from twice and high from ten times the menu's median price; five times is above the
 * typical total. What is high is a human's to confirm, what is medium or unusual is confirmed, all else need not be.
 */
export function decideRisk({ totalAmount, doubledMedian, load }: RiskInput): { readonly significance: Significance; readonly riskHints: RiskHints } {
  const isFrom = (times: bigint): boolean => doubledMedian !== null && totalAmount * 2n >= doubledMedian * times;
  const significance = isFrom(HIGH_TIMES) ? 'high' : isFrom(MEDIUM_TIMES) ? 'medium' : 'low';
  const reasons: RiskHints['reasons'] = [...(isFrom(ABOVE_TYPICAL_TIMES) ? (['above_typical_total'] as const) : []), ...(load.busyMinutes > 0 ? (['kitchen_busy'] as const) : [])];
  const unusual = reasons.length > 0;
  return {
    significance,
    riskHints: {
      unusual,
      reasons,
      maxDownsideCents: toWireAmount(totalAmount),
      recommendedConfirmation: significance === 'high' ? 'human' : significance === 'medium' || unusual ? 'confirm' : 'auto',
      kitchen: { openOrders: load.openOrders, busyMinutes: load.busyMinutes },
    },
  };
}
