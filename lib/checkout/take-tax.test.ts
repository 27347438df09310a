import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '@/lib/kernel/money';
import { priceAmount, ratesFor, sumOf } from './take-tax';

const rate = (name: string, rateBasisPoints: number, category = '') => ({ name, rateBasisPoints, category });
const QUEBEC = [rate('GST', 500), rate('QST', 997.5)];

describe('the taxes of a category', () => {
  it('are its own, else those of every category', () => {
    const rates = [...QUEBEC, rate('Zero-rated', 0, 'pantry')];
    expect(ratesFor(rates, 'pantry').map(({ name }) => name)).toEqual(['Zero-rated']);
    expect(ratesFor(rates, 'home').map(({ name }) => name)).toEqual(['GST', 'QST']);
  });
});

describe('a price without its tax', () => {
  it('bears each tax on what the discounts leave, half a unit away from zero', () => {
    const priced = priceAmount({ unitAmount: 1_000n, pieces: 2, cuts: [500n, 0n], rates: QUEBEC, includesTax: false });
    expect(priced).toEqual({
      netAmount: 2_000n,
      cutAmounts: [500n, 0n],
      taxes: [{ name: 'GST', rateBasisPoints: 500, amount: 75n }, { name: 'QST', rateBasisPoints: 997.5, amount: 150n }],
    });
  });

  it('bears none that comes to nothing', () => {
    expect(priceAmount({ unitAmount: 1n, pieces: 1, cuts: [], rates: QUEBEC, includesTax: false }).taxes).toEqual([]);
    expect(priceAmount({ unitAmount: 1_000n, pieces: 1, cuts: [], rates: [rate('Zero-rated', 0)], includesTax: false }).taxes).toEqual([]);
  });
});

describe('a price that holds its tax', () => {
  it('is shown net, and comes to the same for the buyer', () => {
    expect(priceAmount({ unitAmount: 1_000n, pieces: 3, cuts: [], rates: [rate('TVA', 1_000)], includesTax: true })).toEqual({
      netAmount: 2_727n,
      cutAmounts: [],
      taxes: [{ name: 'TVA', rateBasisPoints: 1_000, amount: 273n }],
    });
  });

  it('less its discounts is what the buyer pays, to the last unit, whatever the rates', () => {
    const cart = fc.record({
      unitAmount: fc.bigInt({ min: 0n, max: 1_000_000n }),
      pieces: fc.integer({ min: 1, max: 1_000 }),
      parts: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
      rates: fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(cart, fc.boolean(), ({ unitAmount, pieces, parts, rates }, includesTax) => {
        let left = unitAmount * BigInt(pieces);
        const cuts = parts.map((part) => {
          const cut = (left * BigInt(part)) / 100n;
          left -= cut;
          return cut;
        });
        const priced = priceAmount({ unitAmount, pieces, cuts, rates: rates.map((hundredths, index) => rate(`tax ${index}`, hundredths / 100)), includesTax });
        const net = priced.netAmount - sum(priced.cutAmounts);
        expect(priced.cutAmounts.every((cut) => cut >= 0n) && net >= 0n && priced.taxes.every(({ amount }) => amount > 0n)).toBe(true);
        expect(priced.netAmount % BigInt(pieces)).toBe(0n);
        expect(net + (includesTax ? sumOf(priced.taxes) : 0n)).toBe(left);
      }),
    );
  });
});
