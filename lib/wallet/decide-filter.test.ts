import { describe, expect, it } from 'vitest';
import { decideFilter, type FilterInput } from './decide-filter';

const CAD_ONLY = { currencies: ['CAD'] } as const;
const TWO = { currencies: ['CAD', 'JPY'] } as const;

describe('decideFilter', () => {
  it('takes amounts in major units of the currency that is named, else of the only one there is', () => {
    expect(decideFilter({ min: '20', max: '49.90' }, CAD_ONLY).filter).toMatchObject({ currency: 'CAD', minAmount: 2_000n, maxAmount: 4_990n });
    expect(decideFilter({ min: '20', currency: 'JPY' }, TWO).filter).toMatchObject({ currency: 'JPY', minAmount: 20n });
  });

  it('filters by no amount as long as no currency says what it means', () => {
    const { filter, faults } = decideFilter({ min: '20' }, TWO);
    expect(filter.minAmount).toBeUndefined();
    expect(faults).toEqual([{ field: 'currency', message: 'Choose a currency to look for an amount.' }]);
  });

  it.each<[FilterInput, keyof FilterInput]>([
    [{ status: 'gone' }, 'status'],
    [{ currency: 'XXX' }, 'currency'],
    [{ from: '2026-02-30' }, 'from'],
    [{ from: 'yesterday' }, 'from'],
    [{ until: '2026-13-01' }, 'until'],
    [{ until: "2026-11-01'; --" }, 'until'],
    [{ min: '-1' }, 'min'],
    [{ min: '1.999' }, 'min'],
    [{ max: '1e3' }, 'max'],
    [{ max: 'all' }, 'max'],
  ])('names what makes no sense in %j, and filters nothing by it', (input, field) => {
    const { filter, faults } = decideFilter(input, CAD_ONLY);
    expect(faults.map((fault) => fault.field)).toEqual([field]);
    expect(Object.keys(filter).filter((name) => name !== 'currency' && filter[name as keyof typeof filter] !== undefined)).toEqual([]);
  });

  it('takes real days, a leap day among them', () => {
    expect(decideFilter({ from: '2028-02-29', until: '2028-03-01' }, CAD_ONLY)).toMatchObject({ filter: { from: '2028-02-29', until: '2028-03-01' }, faults: [] });
  });

  it('looks for no more than 100 characters', () => {
    expect(decideFilter({ q: ` ${'x'.repeat(150)} ` }, CAD_ONLY).filter.search).toHaveLength(100);
  });
});
