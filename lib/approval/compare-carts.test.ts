import { describe, expect, it } from 'vitest';
import { money } from '@/lib/kernel/money';
import { compareCarts, isSameCart } from './compare-carts';

const address = { name: 'Ada', line_one: '1 Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5V 2T6' };
const item = (id: string, quantity: number, unitAmount = 1_000n) => ({ id, name: id.toUpperCase(), category: '', quantity, unitAmount, totalAmount: unitAmount * BigInt(quantity) });
const cart = (items: ReturnType<typeof item>[], more: object = {}) => ({
  items, currency: 'CAD' as const, totalAmount: items.reduce((sum, { totalAmount }) => sum + totalAmount, 0n), address, ...more,
});
const NOTHING = { added: [], removed: [], quantities: [], prices: [], total: null, address: null };

describe('compareCarts', () => {
  it('finds nothing in the same cart, whatever the order and the lines of its items', () => {
    const changes = compareCarts(cart([item('tea', 3), item('mug', 1)]), cart([item('mug', 1), item('tea', 1), item('tea', 2)]));
    expect(changes).toEqual(NOTHING);
    expect(isSameCart(changes)).toBe(true);
  });

  it('tells what was added, removed, and bought more or less of', () => {
    const changes = compareCarts(cart([item('tea', 3), item('mug', 1)]), cart([item('tea', 2), item('soap', 1)]));
    expect(changes).toEqual({
      ...NOTHING,
      added: [{ id: 'soap', name: 'SOAP', quantity: 1, total: money(1_000n, 'CAD') }],
      removed: [{ id: 'mug', name: 'MUG', quantity: 1 }],
      quantities: [{ id: 'tea', name: 'TEA', before: 3, after: 2 }],
      total: { before: money(4_000n, 'CAD'), after: money(3_000n, 'CAD') },
    });
    expect(isSameCart(changes)).toBe(false);
  });

  it('tells a price of one piece that changed, and not in another currency', () => {
    expect(compareCarts(cart([item('tea', 2)]), cart([item('tea', 2, 1_001n)]))).toMatchObject({
      prices: [{ id: 'tea', before: money(1_000n, 'CAD'), after: money(1_001n, 'CAD') }], total: { after: money(2_002n, 'CAD') },
    });
    expect(compareCarts(cart([item('tea', 2)]), cart([item('tea', 2, 900n)], { currency: 'EUR' }))).toMatchObject({
      prices: [], total: { before: money(2_000n, 'CAD'), after: money(1_800n, 'EUR') },
    });
  });

  it('tells a total that changed with the same items, as by delivery', () => {
    expect(compareCarts(cart([item('tea', 1)]), cart([item('tea', 1)], { totalAmount: 1_500n }))).toEqual({
      ...NOTHING, total: { before: money(1_000n, 'CAD'), after: money(1_500n, 'CAD') },
    });
  });

  it.each([{ address: { ...address, line_one: '2 Street' } }, { address: null }])('tells an address that changed to %j', (more) => {
    expect(compareCarts(cart([item('tea', 1)]), cart([item('tea', 1)], more))).toEqual({ ...NOTHING, address: { before: address, after: more.address } });
  });
});
