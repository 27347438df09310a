import { describe, expect, it } from 'vitest';
import { decideOrderFilter, type OrderFilterInput } from './order-filter';

describe('decideOrderFilter', () => {
  it.each<[keyof OrderFilterInput, string]>([['status', 'gone'], ['wire', 'ACP; --'], ['from', '2026-02-30'], ['until', 'tomorrow']])('names a %s of %j, and filters nothing by it', (field, text) => {
    const { filter, faults } = decideOrderFilter({ [field]: text });
    expect(faults).toEqual([field]);
    expect(JSON.stringify(filter)).toBe('{}');
  });

  it('takes what makes sense, and no more than 100 characters to look for', () => {
    const { filter, faults } = decideOrderFilter({ status: 'return_requested', wire: 'acp', from: '2028-02-29', until: '2028-03-01', q: ` ${'x'.repeat(150)} ` });
    expect(faults).toEqual([]);
    expect(filter).toEqual({ status: 'return_requested', wire: 'acp', from: '2028-02-29', until: '2028-03-01', search: 'x'.repeat(100) });
  });

  it('looks for nothing when there is nothing to look for', () => {
    expect(decideOrderFilter({ q: '   ' }).filter.search).toBeUndefined();
  });
});
