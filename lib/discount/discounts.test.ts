import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '@/lib/kernel/money';
import { judgeDiscounts, takeDiscounts, type Discount, type DiscountCart } from './index';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const DAY_MS = 86_400_000;
const discount = (more: Partial<Discount>): Discount => ({
  merchantId: 'm', id: 'ten', code: 'TEN', name: 'Ten off', percentBasisPoints: 1_000, offAmount: null, scope: 'order', targets: [], method: 'across', priority: 1, combinable: true,
  minimumAmount: 0n, startsAt: null, endsAt: null, maxRedemptions: null, maxPerBuyer: null, firstPurchaseOnly: false, redeemedCount: 0, ...more,
});
const CART: DiscountCart = {
  lines: [{ itemId: 'tea', category: 'pantry', amount: 1_000n }, { itemId: 'mug', category: 'kitchen', amount: 2_005n }],
  fulfillmentAmounts: [500n],
};
const judge = (codes: string[], discounts: Discount[], more: Partial<Parameters<typeof judgeDiscounts>[0]> = {}) =>
  judgeDiscounts({ codes, discounts, cart: CART, buyer: null, now: NOW, ...more });

describe('a code', () => {
  it.each<[name: string, refusal: string, discount: Partial<Discount>]>([
    ['of nothing', 'discount_code_invalid', { code: 'OTHER' }],
    ['that begins tomorrow', 'discount_code_invalid', { startsAt: new Date(NOW.getTime() + DAY_MS) }],
    ['that ends now', 'discount_code_expired', { endsAt: NOW }],
    ['for goods that are not in the cart', 'discount_code_invalid', { scope: 'items', targets: ['sock'] }],
    ['for a category that is not in the cart', 'discount_code_invalid', { scope: 'categories', targets: ['clothing'] }],
    ['for larger carts', 'discount_code_minimum_not_met', { minimumAmount: 3_006n }],
    ['that is used up', 'discount_code_usage_limit_reached', { maxRedemptions: 3, redeemedCount: 3 }],
    ['for first purchases, of nobody yet', 'discount_code_user_not_logged_in', { firstPurchaseOnly: true }],
    ['once for each buyer, of nobody yet', 'discount_code_user_not_logged_in', { maxPerBuyer: 1 }],
  ])('%s is refused: %s', (_name, reason, more) => {
    expect(judge(['ten'], [discount(more)])).toMatchObject({ codes: ['ten'], accepted: [], rejected: [{ code: 'ten', reason, text: expect.stringContaining('ten') }] });
  });

  it.each<[name: string, more: Partial<Discount>]>([
    ['whatever its letter case', { code: 'tEN' }],
    ['that began now', { startsAt: NOW }],
    ['until the moment it ends', { endsAt: new Date(NOW.getTime() + 1) }],
    ['for a cart of exactly its minimum', { minimumAmount: 3_005n }],
    ['with one use left', { maxRedemptions: 3, redeemedCount: 2 }],
    ['for a category of the cart', { scope: 'categories', targets: ['kitchen'] }],
  ])('is taken %s', (_name, more) => {
    expect(judge(['Ten'], [discount(more)])).toMatchObject({ accepted: [{ id: 'ten' }], rejected: [] });
  });

  it('depends on what the buyer took and bought before', () => {
    const once = discount({ maxPerBuyer: 1 });
    const first = discount({ id: 'first', code: 'FIRST', firstPurchaseOnly: true });
    const fresh = judge(['TEN', 'FIRST'], [once, first], { buyer: { redemptions: new Map(), hasBought: false } });
    expect(fresh.accepted.map(({ id }) => id)).toEqual(['first', 'ten']);
    const known = judge(['TEN', 'FIRST'], [once, first], { buyer: { redemptions: new Map([['ten', 1]]), hasBought: true } });
    expect(known.rejected.map(({ code, reason }) => [code, reason])).toEqual([['TEN', 'discount_code_usage_limit_reached'], ['FIRST', 'discount_code_user_ineligible']]);
  });

  it('given twice counts once, and the second is told to be there already', () => {
    expect(judge(['ten', 'TEN'], [discount({})])).toMatchObject({ codes: ['ten'], accepted: [{ id: 'ten' }], rejected: [{ code: 'TEN', reason: 'discount_code_already_applied' }] });
  });

  it('that does not combine gives way to one of a lower priority figure, and drives out what applies by itself', () => {
    const alone = discount({ id: 'alone', code: 'ALONE', priority: 2, combinable: false });
    const own = discount({ id: 'own', code: null, priority: 1 });
    expect(judge(['ALONE', 'TEN'], [alone, discount({})]).rejected).toMatchObject([{ code: 'ALONE', reason: 'discount_code_combination_disallowed' }]);
    expect(judge(['ALONE'], [alone, own])).toMatchObject({ accepted: [{ id: 'alone' }], rejected: [] });
    expect(judge([], [alone, own])).toMatchObject({ accepted: [{ id: 'own' }], rejected: [] });
  });

  it('is accepted with the others in one order, however they are given', () => {
    const pool = ['a', 'b', 'c', 'd'].map((id, index) => discount({ id, code: id, priority: 1 + (index % 2), combinable: index !== 3 }));
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd']), fc.shuffledSubarray(pool, { minLength: 4 }), (codes, discounts) => {
        const order = (given: string[], known: Discount[]) => judge(given, known).accepted.map(({ id }) => id);
        expect(order(codes, discounts)).toEqual(order(codes.toSorted(), pool));
      }),
    );
  });
});

describe('what discounts take', () => {
  it.each<[name: string, discount: Partial<Discount>, from: string, shares: bigint[]]>([
    ['a part of the whole order', {}, 'order', [100n, 201n]],
    ['a part of each line, each rounded by itself', { method: 'each' }, 'lines', [100n, 201n]],
    ['an amount of each line', { method: 'each', percentBasisPoints: null, offAmount: 1_500n }, 'lines', [1_000n, 1_500n]],
    ['an amount of all lines of a category together', { scope: 'categories', targets: ['kitchen'], percentBasisPoints: null, offAmount: 99n }, 'lines', [0n, 99n]],
    ['an amount of two items, in proportion', { scope: 'items', targets: ['tea', 'mug'], percentBasisPoints: null, offAmount: 100n }, 'lines', [33n, 67n]],
    ['the whole of the delivery', { scope: 'shipping', percentBasisPoints: 10_000 }, 'fulfillment', [500n]],
    ['no more than there is', { percentBasisPoints: null, offAmount: 9_999n }, 'order', [1_000n, 2_005n]],
  ])('%s', (_name, more, from, shares) => {
    expect(takeDiscounts([discount(more)], CART)).toMatchObject([{ from, shares }]);
  });

  it('is taken from what those before it left', () => {
    const half = discount({ id: 'half', percentBasisPoints: 5_000, method: 'each' });
    const five = discount({ id: 'five', percentBasisPoints: null, offAmount: 500n });
    expect(takeDiscounts([half, five], CART).map(({ shares }) => shares)).toEqual([[500n, 1_003n], [166n, 334n]]);
  });

  const anyDiscount = fc
    .record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      percent: fc.option(fc.integer({ min: 1, max: 10_000 })),
      off: fc.bigInt({ min: 1n, max: 10_000_000n }),
      scope: fc.constantFrom('order', 'items', 'categories', 'shipping'),
      target: fc.constantFrom('tea', 'mug', 'pantry', 'kitchen'),
      method: fc.constantFrom('each', 'across'),
    })
    .map(({ id, percent, off, scope, target, method }) => discount({ id, percentBasisPoints: percent, offAmount: percent === null ? off : null, scope, targets: [target], method }));
  const anyCart = fc.record({
    lines: fc.array(
      fc.record({ itemId: fc.constantFrom('tea', 'mug', 'sock'), category: fc.constantFrom('pantry', 'kitchen'), amount: fc.bigInt({ min: 0n, max: 5_000_000n }) }),
      { minLength: 1, maxLength: 6 },
    ),
    fulfillmentAmounts: fc.array(fc.bigInt({ min: 0n, max: 5_000n }), { maxLength: 3 }),
  });

  it('is never less than nothing and never more than there is, of any line or way of delivery', () => {
    fc.assert(
      fc.property(fc.array(anyDiscount, { maxLength: 5 }), anyCart, (discounts, cart) => {
        const cuts = takeDiscounts(discounts, cart);
        const ofGoods = cuts.filter(({ from }) => from !== 'fulfillment');
        const ofDelivery = cuts.filter(({ from }) => from === 'fulfillment');
        expect(cuts.every(({ shares }) => shares.every((share) => share >= 0n))).toBe(true);
        cart.lines.forEach(({ amount }, index) => expect(sum(ofGoods.map(({ shares }) => shares[index] ?? 0n)) <= amount).toBe(true));
        cart.fulfillmentAmounts.forEach((amount, index) => expect(sum(ofDelivery.map(({ shares }) => shares[index] ?? 0n)) <= amount).toBe(true));
      }),
    );
  });

  it('of one discount across a cart is exactly its percentage, or its amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), anyCart, (percentBasisPoints, cart) => {
        const whole = sum(cart.lines.map(({ amount }) => amount));
        const [cut] = takeDiscounts([discount({ percentBasisPoints })], cart);
        expect(sum(cut?.shares ?? [])).toBe((whole * BigInt(percentBasisPoints) + 5_000n) / 10_000n);
      }),
    );
  });
});
