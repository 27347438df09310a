import { describe, expect, it } from 'vitest';
import { limitsFault } from './limits-fields';

const limits = (per_transaction: string, daily: string, monthly: string) => limitsFault({ per_transaction, daily, monthly, currency: 'CAD' }, 'CAD');

describe('limitsFault', () => {
  it('accepts limits that widen or stay equal from a purchase to a day to a month', () => {
    expect(limits('50', '200.00', '1000')).toBeNull();
    expect(limits('50', '50', '50.00')).toBeNull();
    expect(limits('0.01', '0.01', '0.01')).toBeNull();
  });
  it('takes a week between a day and a month, or none', () => {
    const of = (weekly: string) => limitsFault({ per_transaction: '50', daily: '100', weekly, monthly: '300', currency: 'CAD' }, 'CAD');
    expect([of('100'), of('300')]).toEqual([null, null]);
    expect([of('99.99'), of('300.01'), of('0')]).toEqual(Array(3).fill(expect.stringMatching(/a week must lie between/)));
    expect(of('1e3')).toMatch(/amounts such as/);
  });
  it('refuses zero, order and what is no amount', () => {
    expect(limits('0', '10', '10')).toMatch(/above zero/);
    expect(limits('50.01', '50', '60')).toMatch(/may not exceed/);
    expect(limits('50', '60', '59.99')).toMatch(/may not exceed/);
    for (const text of ['', '1.234', '-5', '1e3', '1,50']) expect(limits(text, '100', '100')).toMatch(/amounts such as/);
  });
});
