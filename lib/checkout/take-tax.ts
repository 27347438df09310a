import { applyBasisPoints, apportion, sum, withoutBasisPoints } from '@/lib/kernel/money';
import type { TaxRate } from '@/lib/ports';
import type { TaxShare } from './types';

/** The taxes that hold for a category: its own entries, else those for every category. Shipping is ''. */
export function ratesFor(rates: readonly TaxRate[], category: string): TaxRate[] {
  const own = rates.filter((rate) => rate.category === category);
  return own.length > 0 ? own : rates.filter((rate) => rate.category === '');
}

/** Each tax on a net amount, half away from zero. Those that come to nothing are left out. */
export const taxOn = (netAmount: bigint, rates: readonly TaxRate[]): TaxShare[] =>
  named(rates, rates.map(({ rateBasisPoints }) => applyBasisPoints(netAmount, rateBasisPoints)));

/** What is left of an amount that holds its taxes without them. Never more than it. */
export const netOf = (grossAmount: bigint, rates: readonly TaxRate[]): bigint =>
  withoutBasisPoints(grossAmount, rates.reduce((whole, { rateBasisPoints }) => whole + rateBasisPoints, 0));

/** A tax that was taken out of a price as a whole, told apart by rate. */
export const splitTax = (taxAmount: bigint, rates: readonly TaxRate[]): TaxShare[] =>
  named(rates, apportion(taxAmount, rates.map(({ rateBasisPoints }) => BigInt(Math.round(rateBasisPoints * 100)))));

const named = (rates: readonly TaxRate[], amounts: readonly bigint[]): TaxShare[] =>
  rates.flatMap(({ name, rateBasisPoints }, index) => {
    const amount = amounts[index] ?? 0n;
    return amount === 0n ? [] : [{ name, rateBasisPoints, amount }];
  });

export const sumOf = (shares: readonly TaxShare[]): bigint => sum(shares.map(({ amount }) => amount));

/** One amount with what each discount takes of it in turn, and its tax. */
export type Priced = {
  readonly netAmount: bigint;
  /** Beside the cuts given: net of tax, none below zero, their sum never more than netAmount. */
  readonly cutAmounts: readonly bigint[];
  /** On what the cuts leave. */
  readonly taxes: readonly TaxShare[];
};

/**
 * Prices a list amount under the rates that hold for it. Where prices hold their tax, what the buyer pays is the list amount less the cuts,
 * to the last unit, however the net amounts are rounded; `pieces` such amounts are netted piece by piece.
 */
export function priceAmount(input: { unitAmount: bigint; pieces: number; cuts: readonly bigint[]; rates: readonly TaxRate[]; includesTax: boolean }): Priced {
  const { unitAmount, pieces, cuts, rates, includesTax } = input;
  const listAmount = unitAmount * BigInt(pieces);
  if (!includesTax) return { netAmount: listAmount, cutAmounts: cuts, taxes: taxOn(listAmount - sum(cuts), rates) };
  const netAmount = netOf(unitAmount, rates) * BigInt(pieces);
  let [listLeft, netLeft] = [listAmount, netAmount];
  const cutAmounts = cuts.map((cut) => {
    listLeft -= cut;
    const after = cut === 0n ? netLeft : least(netLeft, netOf(listLeft, rates));
    const net = netLeft - after;
    netLeft = after;
    return net;
  });
  return { netAmount, cutAmounts, taxes: splitTax(listLeft - netLeft, rates) };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
