import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, reordered, type Ordered } from './reorder';

const list = (...orders: number[]): Ordered[] => orders.map((sortOrder, at) => ({ id: String(at), sortOrder }));
const ids = (all: readonly Ordered[]): string => all.map(({ id }) => id).join('');

describe('what is moved', () => {
  it('changes its own order alone where there is room', () => {
    expect(moved(list(100, 200, 300), '2', '0')).toEqual([{ id: '2', sortOrder: 49 }]);
    expect(moved(list(100, 200, 300), '0', '1')).toEqual([{ id: '0', sortOrder: 250 }]);
    expect(moved(list(100, 200, 300), '0', '2')).toEqual([{ id: '0', sortOrder: 400 }]);
  });

  it('changes nothing where it stands there already or is not there', () => {
    expect(moved(list(1, 2), '0', '0')).toEqual([]);
    expect(moved(list(1, 2), '9', '0')).toEqual([]);
    expect(moved(list(1, 2), '0', '9')).toEqual([]);
  });

  it('stands where it was put, whatever the orders were, and all others keep theirs', () => {
    const orders = fc.array(fc.nat(30), { minLength: 2, maxLength: 8 }).map((all) => list(...all.toSorted((a, b) => a - b)));
    fc.assert(
      fc.property(orders, fc.nat(), fc.nat(), (all, a, b) => {
        const [id, over] = [String(a % all.length), String(b % all.length)];
        const wanted = ids(all).replace(id, '').split('').toSpliced(b % all.length, 0, id).join('');
        const after = reordered(all, moved(all, id, over));
        expect(ids(after)).toBe(wanted);
        expect(after.every(({ sortOrder }) => sortOrder >= 0)).toBe(true);
      }),
    );
  });
});
