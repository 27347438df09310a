import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, toDecimal } from '@/lib/kernel/money';
import { parseLimits } from './parse-limits';

const limit = (per_transaction: string | number, daily: string | number, monthly: string | number, currency = 'CAD') => ({
  per_transaction, daily, monthly, currency,
});

describe('parseLimits', () => {
  it('reads major units, as text or as a number, into minor units', () => {
    expect(parseLimits([limit('50', 200.5, '1000.00')])).toEqual({
      ok: true,
      value: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_050n, monthlyAmount: 100_000n }],
    });
  });

  it('reads a week where one is given', () => {
    expect(parseLimits([{ ...limit(50, 200, 1_000), weekly: '500.50' }])).toEqual({
      ok: true,
      value: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_000n, weeklyAmount: 50_050n, monthlyAmount: 100_000n }],
    });
  });

  it('answers in the order of currency codes', () => {
    const parsed = parseLimits([limit(1, 1, 1, 'EUR'), limit(1, 1, 1, 'CAD')]);
    expect(parsed.ok && parsed.value.map(({ currency }) => currency)).toEqual(['CAD', 'EUR']);
  });

  it.each([
    ['zero', limit(0, 1, 1), [0, 'per_transaction']],
    ['a week of zero', { ...limit(1, 1, 1), weekly: 0 }, [0, 'weekly']],
    ['more a day than a week', { ...limit(1, 3, 4), weekly: 2 }, [0, 'daily']],
    ['more a week than a month', { ...limit(1, 1, 2), weekly: 3 }, [0, 'weekly']],
    ['a negative amount', limit('-1', 1, 1), [0, 'per_transaction']],
    ['more decimals than the currency has', limit('1.005', 2, 3), [0, 'per_transaction']],
    ['decimals of a currency without any', limit('1.5', 2, 3, 'JPY'), [0, 'per_transaction']],
    ['a sum that a double cannot hold', limit(0.1 + 0.2, 1, 1), [0, 'per_transaction']],
    ['an exponent', limit('1e2', 200, 300), [0, 'per_transaction']],
    ['a number that prints an exponent', limit(1, 1, 1e21), [0, 'monthly']],
    ['more than a JSON integer of minor units', limit(1, 1, '999999999999999'), [0, 'monthly']],
    ['per transaction above daily', limit(2, 1, 3), [0, 'per_transaction']],
    ['daily above monthly', limit(1, 3, 2), [0, 'daily']],
    ['a currency that is not supported', limit(1, 1, 1, 'XTS'), [0, 'currency']],
    ['a currency by the name of a method', limit(1, 1, 1, 'toString'), [0, 'currency']],
  ])('refuses %s', (_case, input, path) => {
    expect(parseLimits([input])).toMatchObject({ ok: false, error: { code: 'invalid_limits', path } });
  });

  it('accepts equal limits, the smallest unit, and refuses a currency that is given twice', () => {
    expect(parseLimits([limit('0.01', '0.01', '0.01')]).ok).toBe(true);
    expect(parseLimits([limit(1, 1, 1), limit(1, 1, 1)])).toMatchObject({ ok: false, error: { path: [1, 'currency'] } });
  });

  it('never changes an amount on its way in', () => {
    const amounts = fc.bigInt({ min: 1n, max: 999_999_999_999_999n });
    fc.assert(
      fc.property(amounts, fc.constantFrom('CAD', 'JPY', 'KWD', 'USDC'), (amount, currency) => {
        const text = toDecimal(money(amount, currency));
        const parsed = parseLimits([limit(text, text, text, currency)]);
        expect(parsed.ok && parsed.value[0]?.dailyAmount).toBe(amount);
      }),
    );
  });
});
