import { describe, expect, it, test } from 'vitest';
import type { Checkout } from '@/lib/checkout';
import { checkouts, completed, completedCheckouts, line, messages, pickup, ready } from './fixtures';
import { officialFaults, officialSchemasAreHere } from './official-schemas';
import { WIRES } from './version';
import { v20250929 } from './v2025-09-29';
import { v20260417 } from './v2026-04-17';
import { orderLineStatus } from './v2026-04-17/order';
import type { AcpWire } from './wire';

const ORIGIN = 'https://shop.example';

/** Sessions as they go over the wire. */
const session = (wire: AcpWire, checkout: Checkout) => JSON.parse(JSON.stringify(wire.toSession(checkout, ORIGIN))) as Record<string, unknown>;

test('the official schemas are there in CI, so that nothing passes by being skipped', () => {
  expect(officialSchemasAreHere || process.env.CI !== 'true').toBe(true);
});

describe.skipIf(!officialSchemasAreHere).each(WIRES.map((wire) => [wire.version, wire] as const))(
  '%s: sessions are valid by the official schema',
  (version, wire) => {
    it.each(checkouts)('%s', async (_name, checkout) => {
      expect(await officialFaults(version, 'CheckoutSession', wire.toSession(checkout, ORIGIN))).toEqual([]);
    });
    it.each(completedCheckouts)('completed: %s', async (_name, checkout) => {
      expect(await officialFaults(version, 'CheckoutSessionWithOrder', wire.toSession(checkout, ORIGIN))).toEqual([]);
    });
  },
);

describe('status, as each version can say it', () => {
  it.each([
    ['open', 'not_ready_for_payment', 'incomplete'],
    ['needs_input', 'not_ready_for_payment', 'not_ready_for_payment'],
    ['ready', 'ready_for_payment', 'ready_for_payment'],
    ['paying', 'in_progress', 'complete_in_progress'],
    ['completed', 'completed', 'completed'],
    ['canceled', 'canceled', 'canceled'],
    ['expired', 'canceled', 'expired'],
  ] as const)('%s', (status, older, newer) => {
    expect(session(v20250929, { ...ready, status }).status).toBe(older);
    expect(session(v20260417, { ...ready, status }).status).toBe(newer);
  });
});

describe.each(WIRES.map((wire) => [wire.version, wire] as const))('%s', (_version, wire) => {
  const amountOf = (checkout: Checkout, type: string): number => {
    const totals = session(wire, checkout).totals as { type: string; amount: number }[];
    return totals.find((total) => total.type === type)?.amount ?? 0;
  };

  it('adds up its totals', () => {
    for (const [, checkout] of checkouts.filter(([name]) => name !== 'discounts')) {
      const sum =
        amountOf(checkout, 'items_base_amount') -
        amountOf(checkout, 'items_discount') -
        amountOf(checkout, 'discount') +
        (checkout.selections.length === 0 ? Number(checkout.totals.fulfillmentAmount) : amountOf(checkout, 'fulfillment')) +
        amountOf(checkout, 'tax');
      expect(amountOf(checkout, 'total')).toBe(sum);
    }
  });

  it('writes the currency in small letters and links to pages of our own', () => {
    const json = session(wire, ready);
    expect(json.currency).toBe('cad');
    expect((json.links as { url: string }[]).map(({ url }) => url)).toEqual([`${ORIGIN}/terms`, `${ORIGIN}/privacy`, `${ORIGIN}/returns`]);
  });

  it('carries the order, with its permalink, in every answer of a completed session, and in no other', () => {
    expect(session(wire, completed).order).toMatchObject({
      id: completed.order?.id,
      checkout_session_id: completed.id,
      permalink_url: `${ORIGIN}/orders/${completed.order?.id}`,
    });
    expect(session(wire, ready)).not.toHaveProperty('order');
  });

  it('tells nothing of the agent, the key, the merchant row or the snapshot', () => {
    expect(JSON.stringify(wire.toSession(ready, ORIGIN))).not.toMatch(/agent_1|snapshot|d0a1f1de/);
  });
});

describe('messages', () => {
  const withMessages = { ...ready, status: 'needs_input' as const, messages };

  it('2025-09-29: codes that came later are invalid, and paths are its own', () => {
    expect(session(v20250929, withMessages).messages).toEqual([
      { type: 'error', code: 'out_of_stock', param: '$.line_items[0]', content_type: 'plain', content: 'Not enough in stock.' },
      expect.objectContaining({ code: 'missing', param: '$.buyer' }),
      expect.objectContaining({ code: 'missing', param: '$.buyer.email' }),
      expect.objectContaining({ code: 'invalid', param: '$.fulfillment_address' }),
      expect.objectContaining({ code: 'invalid', param: '$.fulfillment_option_id' }),
      expect.objectContaining({ code: 'payment_declined', param: '$.payment_data' }),
      { type: 'info', param: '$.line_items[0]', content_type: 'plain', content: 'The price has changed.' },
    ]);
  });

  it('2026-04-17: codes, paths, and who can mend it', () => {
    expect(session(v20260417, withMessages).messages).toEqual([
      expect.objectContaining({ code: 'out_of_stock', param: '$.line_items[0]', resolution: 'recoverable', severity: 'high' }),
      expect.objectContaining({ code: 'missing', param: '$.buyer', resolution: 'requires_buyer_input' }),
      expect.objectContaining({ code: 'missing', param: '$.buyer.email' }),
      expect.objectContaining({ code: 'region_restricted', param: '$.fulfillment_details.address' }),
      expect.objectContaining({ code: 'invalid', param: '$.selected_fulfillment_options', resolution: 'recoverable' }),
      expect.objectContaining({ code: 'payment_declined', param: '$.payment_data' }),
      { type: 'info', severity: 'info', param: '$.line_items[0]', content_type: 'plain', content: 'The price has changed.' },
    ]);
  });
});

describe('2025-09-29', () => {
  it.each([
    [{ email: 'a@example.com' }, '', ''],
    [{ email: 'a@example.com', fullName: 'Ada' }, 'Ada', ''],
    [{ email: 'a@example.com', fullName: 'Ada King  Byron' }, 'Ada King', 'Byron'],
    [{ email: 'a@example.com', firstName: 'Ada', lastName: 'Byron', fullName: 'Countess' }, 'Ada', 'Byron'],
  ])('writes both names of a buyer that another version gave: %j', (buyer, firstName, lastName) => {
    expect(session(v20250929, { ...ready, buyer }).buyer).toMatchObject({ first_name: firstName, last_name: lastName });
  });

  it('shows pickup as the option without destination, and names the place', () => {
    const json = session(v20250929, { ...ready, options: [pickup], selections: [{ optionId: 'pickup', lineIds: ['line_1'] }] });
    expect(json.fulfillment_options).toEqual([
      { type: 'digital', id: 'pickup', title: 'Pickup', subtitle: 'Au Comptoir, 1 King St W, Paris', subtotal: 0, tax: 0, total: 0 },
    ]);
  });
});

describe('2026-04-17', () => {
  it('advertises the tokenized card and claims no intervention', () => {
    expect(session(v20260417, ready).capabilities).toMatchObject({
      payment: { handlers: [{ id: 'card_tokenized', requires_delegate_payment: true, config: { merchant_id: 'regal-moose' } }] },
      interventions: { supported: [], required: [], enforcement: 'conditional' },
    });
  });

  it('names the selected option and its items once', () => {
    const json = session(v20260417, { ...ready, lines: [line, { ...line, id: 'line_2' }] });
    expect(json.selected_fulfillment_options).toEqual([{ type: 'shipping', option_id: 'standard', item_ids: ['moose-mug'] }]);
  });

  it('writes a rich order whose total is the amount charged', () => {
    const { order, totals } = session(v20260417, completed);
    expect(order).toMatchObject({
      type: 'order',
      order_number: '1001',
      status: 'confirmed',
      line_items: [{ id: 'line_1', title: 'Moose mug', quantity: { ordered: 2, current: 2, fulfilled: 0 }, status: 'processing' }],
      totals,
    });
    expect(totals).toContainEqual({ type: 'total', display_text: 'Total', amount: 3277 });
  });

  it.each([
    [0, 0, 'removed'],
    [2, 0, 'processing'],
    [2, 1, 'partial'],
    [2, 2, 'fulfilled'],
  ] as const)('derives the status of an order line: %i current, %i fulfilled', (current, fulfilled, status) => {
    expect(orderLineStatus(current, fulfilled)).toBe(status);
  });
});
