import { expect, it } from 'vitest';
import { encodeJson } from '@/lib/db';
import { NO_DETAILS, NO_DISCOUNTS } from './no-extras';
import { readContent } from './read-content';

const totals = {
  itemsBaseAmount: 1200n, itemsDiscountAmount: 0n, subtotalAmount: 1200n, discountAmount: 0n, fulfillmentAmount: 500n, taxAmount: 0n, totalAmount: 1700n,
};

/** As checkouts were written while one option held for all lines. */
const early = {
  lines: [
    {
      id: 'line_1', itemId: 'mug', name: 'Mug', description: '', imagePath: null, quantity: 1, unitAmount: 1200n, baseAmount: 1200n, discountAmount: 0n,
      subtotalAmount: 1200n, taxAmount: 0n, totalAmount: 1200n, inStock: true,
    },
  ],
  options: [
    {
      kind: 'shipping', id: 'standard', title: 'Standard', description: '', carrier: '', earliestAt: null, latestAt: null, subtotalAmount: 500n, taxAmount: 0n,
      totalAmount: 500n, location: null,
    },
  ],
  selectedOptionId: 'standard',
  buyer: null,
  contact: null,
  address: null,
  totals,
  messages: [],
};

const stored = (document: object): unknown => JSON.parse(encodeJson(document));

it('an early document keeps its one option, now for all its lines, and has none of what came later', () => {
  const content = readContent(stored(early));
  expect(content.selections).toEqual([{ optionId: 'standard', lineIds: ['line_1'] }]);
  expect(content.options[0]).toMatchObject({ lineIds: ['line_1'], groupId: null, taxes: [] });
  expect(content.lines[0]).toMatchObject({ taxes: [], unitAmount: 1200n });
  expect(content).toMatchObject({ groups: [], discounts: NO_DISCOUNTS, details: NO_DETAILS, totals: { feeAmount: 0n, totalAmount: 1700n } });
  expect('selectedOptionId' in content).toBe(false);
});

it('an early document without an option has no selection', () => {
  expect(readContent(stored({ ...early, selectedOptionId: null })).selections).toEqual([]);
});

it('what was read is read again as it is', () => {
  const content = readContent(stored(early));
  expect(readContent(stored(content))).toEqual(content);
});
