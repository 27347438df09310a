import { describe, expect, it } from 'vitest';
import type { Order } from '@/lib/order';
import { boughtItems, expectedRefund, leftAmount, returningQuantity } from './decide-refund';
import type { ReturnStatus } from './status';
import type { OrderReturn } from './types';

const line = (itemId: string, quantity: number, totalAmount: bigint, taxAmount: bigint) => ({ itemId, name: itemId, quantity, unitAmount: 1n, totalAmount, taxAmount });

/** Three teas for 10.00 and 1.00 tax, a pot for 20.00 and 2.00, delivery 5.00 and 0.50: 38.50. */
const order = {
  totalAmount: 3_850n,
  refundedAmount: 0n,
  content: { lines: [line('tea', 1, 333n, 33n), line('pot', 1, 2_000n, 200n), line('tea', 2, 667n, 67n)] } as unknown as Order['content'],
};

const returned = (itemId: string, quantity: number, refundAmount: bigint, status: ReturnStatus = 'requested'): OrderReturn =>
  ({ status, refundAmount, lines: [{ itemId, name: itemId, quantity }] }) as unknown as OrderReturn;

describe('what comes back', () => {
  it('is counted over all lines of an item', () => {
    expect(boughtItems(order).get('tea')).toEqual({ name: 'tea', quantity: 3, totalAmount: 1_100n });
  });

  it('does not count what was refused', () => {
    const returns = [returned('tea', 1, 366n), returned('tea', 1, 366n, 'refused'), returned('tea', 1, 366n, 'refunded')];
    expect(returningQuantity(returns, 'tea')).toBe(2);
    expect(leftAmount(order, returns)).toBe(3_850n - 732n);
  });

  it('counts what the merchant refunded beside its returns, and no refund twice', () => {
    const returns = [returned('tea', 1, 366n), returned('tea', 1, 366n, 'refunded')];
    expect(leftAmount({ ...order, refundedAmount: 366n }, returns)).toBe(3_850n - 732n);
    expect(leftAmount({ ...order, refundedAmount: 1_000n }, returns)).toBe(3_850n - 1_366n);
  });
});

describe('what is expected for it', () => {
  it('is the price and its tax, without delivery while something stays', () => {
    expect(expectedRefund(order, [], [{ itemId: 'pot', quantity: 1 }])).toBe(2_200n);
    expect(expectedRefund(order, [], [{ itemId: 'tea', quantity: 3 }])).toBe(1_100n);
  });

  it('is everything when everything comes back, delivery included', () => {
    expect(expectedRefund(order, [], [{ itemId: 'pot', quantity: 1 }, { itemId: 'tea', quantity: 3 }])).toBe(3_850n);
    expect(expectedRefund(order, [returned('tea', 3, 1_100n, 'refunded')], [{ itemId: 'pot', quantity: 1 }])).toBe(2_750n);
  });

  it('loses no unit when the parts come back one after the other', () => {
    const returns: OrderReturn[] = [];
    for (const expected of [366n, 367n, 367n]) {
      const amount = expectedRefund(order, returns, [{ itemId: 'tea', quantity: 1 }]);
      expect(amount).toBe(expected);
      returns.push(returned('tea', 1, amount));
    }
  });

  it('is never more than earlier returns left', () => {
    expect(expectedRefund(order, [returned('tea', 1, 3_800n, 'approved')], [{ itemId: 'tea', quantity: 1 }])).toBe(50n);
    expect(expectedRefund(order, [returned('tea', 1, 3_850n, 'approved')], [{ itemId: 'tea', quantity: 1 }])).toBe(0n);
  });
});
