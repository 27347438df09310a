import { describe, expect, it } from 'vitest';
import { decideKept } from './decide-kept';

const LINES = [{ itemId: 'tea', quantity: 2 }, { itemId: 'mug', quantity: 1 }, { itemId: 'tea', quantity: 1 }];

describe('decideKept', () => {
  it.each([
    [[{ id: 'mug', quantity: 0 }], [{ id: 'tea', quantity: 3 }]],
    [[{ id: 'tea', quantity: 1 }], [{ id: 'tea', quantity: 1 }, { id: 'mug', quantity: 1 }]],
    [[{ id: 'tea', quantity: 3 }, { id: 'mug', quantity: 0 }], [{ id: 'tea', quantity: 3 }]],
  ])('lowers what %j names and leaves the rest', (lowered, kept) => {
    expect(decideKept(LINES, lowered)).toEqual({ ok: true, value: kept });
  });

  it.each([
    ['unknown_item', 'soap', [{ id: 'soap', quantity: 0 }]],
    ['quantity_raised', 'tea', [{ id: 'tea', quantity: 4 }]],
    ['quantity_raised', 'mug', [{ id: 'tea', quantity: 0 }, { id: 'mug', quantity: 2 }]],
    ['nothing_left', null, [{ id: 'tea', quantity: 0 }, { id: 'mug', quantity: 0 }]],
    ['nothing_changed', null, []],
    ['nothing_changed', null, [{ id: 'tea', quantity: 3 }]],
  ])('answers %s for %s', (code, itemId, lowered) => {
    expect(decideKept(LINES, lowered)).toEqual({ ok: false, error: { code, itemId } });
  });
});
