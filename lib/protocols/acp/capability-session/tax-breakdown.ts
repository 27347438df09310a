import { selectedOptions, type Checkout, type TaxShare } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import type { Total } from '../render';

/** TaxBreakdownItem: one for each tax by name and rate, added up over all shares. */
function breakdownOf(shares: readonly TaxShare[]): object[] {
  const byTax = new Map<string, TaxShare>();
  for (const share of shares) {
    const key = `${share.rateBasisPoints} ${share.name}`;
    byTax.set(key, { ...share, amount: share.amount + (byTax.get(key)?.amount ?? 0n) });
  }
  return [...byTax.values()].map(({ name, rateBasisPoints, amount }) => ({ jurisdiction: name, rate: rateBasisPoints / 10_000, amount: toWireAmount(amount) }));
}

/** Totals with the tax broken down. What was priced before shares were kept has none that add up to it, and stays as it is. */
export function withTaxBreakdown(totals: readonly Total[], taxAmount: bigint, shares: readonly TaxShare[]): object[] {
  const covered = shares.reduce((sum, { amount }) => sum + amount, 0n);
  if (shares.length === 0 || covered !== taxAmount) return [...totals];
  return totals.map((total) => (total.type === 'tax' ? { ...total, breakdown: breakdownOf(shares) } : total));
}

/** All shares of what is bought: of the lines and of how they are handed over. */
export const allTaxes = (checkout: Checkout): TaxShare[] => [...checkout.lines, ...selectedOptions(checkout)].flatMap(({ taxes }) => taxes);
