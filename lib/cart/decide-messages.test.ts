import { describe, expect, it } from 'vitest';
import type { EstimatedLine } from '@/lib/checkout';
import { decideMessages } from './decide-messages';

const mug: EstimatedLine = {
  id: 'line_1', itemId: 'mug', name: 'Mug', description: '', imagePath: null, quantity: 2, unitAmount: 1200n, baseAmount: 2400n, discountAmount: 0n, subtotalAmount: 2400n,
  taxAmount: 0n, taxes: [], totalAmount: 2400n, inStock: true, isSoldOut: false,
};

const say = (now: Partial<EstimatedLine>, before: EstimatedLine[] = [mug]) => decideMessages([{ ...mug, ...now }], before, 'CAD').map(({ kind, code, text }) => [kind, code, text]);

describe('what is said of the lines of a cart', () => {
  it('is nothing while they can be bought at the price that was shown', () => expect(say({})).toEqual([]));

  it.each([
    ['one that is sold out', { inStock: false, isSoldOut: true }, [['error', 'out_of_stock', 'Mug: sold out.']]],
    ['one of which too few are left', { inStock: false }, [['error', 'out_of_stock', 'Mug: not enough in stock for 2.']]],
    ['a price that rose', { unitAmount: 1300n }, [['warning', 'price_change', 'Mug: the price went from $12.00 to $13.00.']]],
    ['a price that fell', { unitAmount: 1199n }, [['warning', 'price_change', 'Mug: the price went from $12.00 to $11.99.']]],
  ] as const)('tells of %s', (_name, now, told) => expect(say(now)).toEqual(told));

  it('tells of both, and of the line that it is about', () => {
    const messages = decideMessages([mug, { ...mug, inStock: false, unitAmount: 1n }], [mug, mug], 'CAD');
    expect(messages.map(({ code, subject }) => [code, subject])).toEqual([
      ['out_of_stock', { field: 'line', index: 1 }],
      ['price_change', { field: 'line', index: 1 }],
    ]);
  });
});
