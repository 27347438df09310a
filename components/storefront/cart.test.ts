import { describe, expect, it } from 'vitest';
import { EMPTY_CART, LINES_MAX, parseCart, quantityOf, withQuantity } from './cart';

const of = (lines: Record<string, number>) => Object.entries(lines).reduce((cart, [sku, quantity]) => withQuantity(cart, sku, quantity), EMPTY_CART);

describe('withQuantity', () => {
  it('keeps the order in which items were chosen', () => expect(withQuantity(of({ a: 1, b: 2 }), 'a', 5).lines).toEqual([{ sku: 'a', quantity: 5 }, { sku: 'b', quantity: 2 }]));
  it('takes the line away at none', () => expect(withQuantity(of({ a: 1, b: 2 }), 'a', 0).lines).toEqual([{ sku: 'b', quantity: 2 }]));
  it.each([[-3, 0], [1.9, 1], [1_000, 99]])('%s becomes %s', (asked, kept) => expect(quantityOf(withQuantity(EMPTY_CART, 'a', asked), 'a')).toBe(kept));
  it('has a last line', () => {
    const full = of(Object.fromEntries(Array.from({ length: LINES_MAX }, (_, index) => [`sku-${index}`, 1])));
    expect(withQuantity(full, 'one-more', 1)).toBe(full);
    expect(quantityOf(withQuantity(full, 'sku-0', 2), 'sku-0')).toBe(2);
  });
});

describe('parseCart', () => {
  it('reads what was kept', () => {
    const cart = { ...of({ a: 1, b: 2 }), notes: 'No olives', checkoutSessionId: 'cs_1' };
    expect(parseCart(JSON.stringify(cart))).toEqual(cart);
  });
  it.each([
    null, '', 'nonsense', 'null', '[]', '{"lines":"x"}', '{"lines":[null,{"sku":1,"quantity":1},{"sku":"a"},{"sku":"a","quantity":"2"},{"sku":"","quantity":1},{"sku":"a","quantity":null}],"notes":{},"checkoutSessionId":1}',
  ])('makes nothing of %s', (text) => expect(parseCart(text)).toEqual(EMPTY_CART));
});
