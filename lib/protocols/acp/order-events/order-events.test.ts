import { describe, expect, it } from 'vitest';
import { completed, completedCheckouts, lived, ready } from '../fixtures';
import { officialFaults, officialSchemasAreHere } from '../official-schemas';
import { orderEventData, ORDER_EVENT_VERSIONS } from './index';

const ORIGIN = 'https://shop.example';
const NEWEST = '2026-04-17';
const data = (version: string, checkout = lived) => JSON.parse(JSON.stringify(orderEventData(version, checkout, ORIGIN))) as Record<string, unknown>;

describe.skipIf(!officialSchemasAreHere).each(ORDER_EVENT_VERSIONS)('%s: events are valid by the official schema', (version) => {
  it.each(completedCheckouts)('%s', async (_name, checkout) => {
    for (const type of ['order_create', 'order_update']) {
      expect(await officialFaults(version, 'WebhookEvent', { type, data: orderEventData(version, checkout, ORIGIN) })).toEqual([]);
    }
  });
});

describe('an order event', () => {
  it('has a shape in each of the five versions, and in no other', () => {
    expect(ORDER_EVENT_VERSIONS).toEqual(['2025-09-29', '2025-12-12', '2026-01-16', '2026-01-30', NEWEST]);
    for (const version of ['1.0', '', 'toString', '2026-01-22']) expect(orderEventData(version, completed, ORIGIN)).toBeNull();
  });

  it('tells of a completed session alone', () => expect(orderEventData(NEWEST, ready, ORIGIN)).toBeNull());

  it.each(ORDER_EVENT_VERSIONS.filter((version) => version !== NEWEST))('%s is the closed summary with the refunds that were made', (version) => {
    expect(data(version)).toEqual({
      type: 'order',
      checkout_session_id: lived.id,
      permalink_url: `${ORIGIN}/orders/${lived.order?.id}`,
      status: 'shipped',
      refunds: [{ type: 'original_payment', amount: 1356 }],
    });
    expect(data(version, completed)).toMatchObject({ status: 'confirmed', refunds: [] });
  });

  it('2026-04-17 is the whole order: quantities with their derived status, fulfilments, adjustments, the total as charged and what went back', () => {
    expect(data(NEWEST)).toMatchObject({
      type: 'order',
      id: lived.order?.id,
      status: 'shipped',
      line_items: [{ id: 'line_1', quantity: { ordered: 2, current: 1, fulfilled: 1 }, status: 'fulfilled' }],
      fulfillments: [
        {
          id: 'ful_1', type: 'shipping', status: 'in_transit', line_items: [{ id: 'line_1', quantity: 1 }], carrier: 'Canada Post', tracking_number: 'CP 1',
          events: [{ type: 'shipped', occurred_at: '2026-05-02T10:00:00.000Z' }, { type: 'in_transit', description: 'Left Ottawa' }],
        },
      ],
      adjustments: [
        { type: 'cancellation', status: 'completed', line_items: [{ id: 'line_1', quantity: 1 }] },
        { type: 'refund', status: 'completed', amount: 1356, currency: 'cad', reason: 'defective', description: 'A crack' },
        { type: 'refund', status: 'pending', amount: 1356 },
      ],
      totals: expect.arrayContaining([expect.objectContaining({ type: 'total', amount: 3277 }), { type: 'amount_refunded', display_text: 'Refunded', amount: 1356 }]),
    });
    expect(data(NEWEST)).not.toHaveProperty('refunds');
    expect(JSON.stringify(data(NEWEST, completed))).not.toContain('amount_refunded');
  });

  it('tells nothing of the buyer, the agent or how a wish was named', () => {
    for (const version of ORDER_EVENT_VERSIONS) expect(JSON.stringify(data(version))).not.toMatch(/ada@example|Byron|agent_1|"key"|"origin"/);
  });
});
