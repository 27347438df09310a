import { describe, expect, it, test } from 'vitest';
import type { Checkout } from '@/lib/checkout';
import { checkouts, completed, completedCheckouts, details, digital, discounts, inGroups, knownBuyer, line, lived, localDelivery, messages, pickup, ready, shippingAddress } from './fixtures';
import { officialFaults, officialSchemasAreHere } from './official-schemas';
import { WIRES } from './version';
import { v20250929 } from './v2025-09-29';
import { v20251212 } from './v2025-12-12';
import { v20260116 } from './v2026-01-16';
import { v20260130 } from './v2026-01-30';
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
    for (const wire of [v20250929, v20251212, v20260116]) expect(session(wire, { ...ready, status }).status).toBe(older);
    for (const wire of [v20260130, v20260417]) expect(session(wire, { ...ready, status }).status).toBe(newer);
  });

  it('authentication_required has a word from 2025-12-12 on', () => {
    const status = 'authentication_required' as const;
    expect(session(v20250929, { ...ready, status }).status).toBe('not_ready_for_payment');
    for (const wire of WIRES.filter(({ version }) => version !== '2025-09-29')) expect(session(wire, { ...ready, status }).status).toBe(status);
  });
});

describe.each(WIRES.map((wire) => [wire.version, wire] as const))('%s', (_version, wire) => {
  const amountOf = (checkout: Checkout, type: string): number => {
    const totals = session(wire, checkout).totals as { type: string; amount: number }[];
    return totals.find((total) => total.type === type)?.amount ?? 0;
  };

  it('adds up its totals', () => {
    for (const [, checkout] of checkouts.filter(([name]) => name !== 'discounted amounts without their discounts')) {
      const sum =
        amountOf(checkout, 'items_base_amount') -
        amountOf(checkout, 'items_discount') -
        amountOf(checkout, 'discount') +
        (checkout.selections.length === 0 ? Number(checkout.totals.fulfillmentAmount) : amountOf(checkout, 'fulfillment')) +
        amountOf(checkout, 'tax') +
        amountOf(checkout, 'fee');
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

describe.each([v20251212, v20260116])('$version', (wire) => {
  it('nests the choice under its type, one for each option, in words that it has', () => {
    const chosen = { ...inGroups, options: [localDelivery, digital], selections: [{ optionId: 'bike', lineIds: ['line_1'] }, { optionId: 'download', lineIds: ['line_2'] }] };
    expect(session(wire, chosen).selected_fulfillment_options).toEqual([
      { type: 'shipping', shipping: { option_id: 'bike', item_ids: ['moose-mug'] } },
      { type: 'digital', digital: { option_id: 'download', item_ids: ['song'] } },
    ]);
  });

  it('tells of the goods, and where they go without the company', () => {
    const json = session(wire, { ...ready, address: { ...shippingAddress, company: 'Engines' } });
    expect(json.line_items).toMatchObject([
      { id: 'line_1', item: { id: 'moose-mug', quantity: 2 }, total: 2712, name: 'Moose mug', unit_amount: 1200, images: [`${ORIGIN}/items/moose-mug.svg`] },
    ]);
    expect(json.fulfillment_details).toEqual({ name: 'Ada Byron', phone_number: '+14165550100', address: shippingAddress });
  });

  it('warnings are info, and paths are its own', () => {
    const warned = session(wire, {
      ...ready,
      messages: [
        { kind: 'warning', code: 'low_stock', subject: { field: 'line', index: 0 }, text: 'Two are left.' },
        { kind: 'error', code: 'requires_3ds', subject: { field: 'authentication' }, text: 'The bank asks.' },
      ],
    });
    expect(warned.messages).toEqual([
      { type: 'info', param: '$.line_items[0]', content_type: 'plain', content: 'Two are left.' },
      { type: 'error', code: 'requires_3ds', param: '$.authentication_result', content_type: 'plain', content: 'The bank asks.' },
    ]);
  });
});

describe('who takes the payment', () => {
  it('2025-12-12 names its networks, 2026-01-16 also the merchant and who authenticates', () => {
    const methods = [{ type: 'card', supported_card_networks: ['visa'] }];
    expect(session(v20251212, ready).payment_provider).toEqual({ provider: 'stripe', supported_payment_methods: methods });
    expect(session(v20260116, ready)).toMatchObject({
      payment_provider: { provider: 'stripe', merchant_id: 'regal-moose', supported_payment_methods: methods },
      authentication_provider: { provider: 'stripe', merchant_id: 'regal-moose', supported_authentication_methods: ['3ds'] },
    });
  });
});

describe('a fulfillment option', () => {
  it('has its words and amounts where each version has them', () => {
    const amounts = { subtotal: 500, tax: 65, total: 565 };
    const totals = [expect.objectContaining({ type: 'subtotal', amount: 500 }), expect.objectContaining({ type: 'tax', amount: 65 }), expect.objectContaining({ type: 'total', amount: 565 })];
    const words = '3 to 5 days';
    for (const wire of [v20250929, v20251212]) expect(session(wire, ready).fulfillment_options).toEqual([expect.objectContaining({ subtitle: words, ...amounts })]);
    for (const wire of [v20260116, v20260130, v20260417]) expect(session(wire, ready).fulfillment_options).toEqual([expect.objectContaining({ description: words, totals })]);
  });
});

describe.each([v20260130, v20260417])('$version', (wire) => {
  it('tells the discounts, where each was taken, and why a code was not', () => {
    expect(session(wire, { ...ready, discounts }).discounts).toEqual({
      codes: ['SAVE10', 'OLD50'],
      applied: [
        {
          id: 'discount_1',
          code: 'SAVE10',
          coupon: { id: 'coupon_1', name: 'Ten percent off', percent_off: 10, duration: 'once' },
          amount: 240,
          automatic: false,
          start: '2026-04-01T00:00:00.000Z',
          end: '2026-06-01T00:00:00.000Z',
          method: 'each',
          priority: 1,
          allocations: [{ path: '$.line_items[0]', amount: 240 }],
        },
        {
          id: 'discount_2',
          coupon: { id: 'coupon_2', name: 'One dollar off, and of delivery', amount_off: 100, currency: 'cad', duration: 'once' },
          amount: 100,
          automatic: true,
          method: 'across',
          priority: 2,
          allocations: [
            { path: '$.totals.subtotal', amount: 60 },
            { path: '$.totals.fulfillment', amount: 40 },
          ],
        },
      ],
      rejected: [{ code: 'OLD50', reason: 'discount_code_expired', message: 'The code OLD50 has expired.' }],
    });
  });

  it.each([
    [null, null, [], undefined],
    [[], [], [], undefined],
    [['3ds', 'biometric'], ['discount'], ['3ds'], 'discount'],
    [['address_verification'], null, [], undefined],
  ])('an agent that can %j and asked for %j', (interventions, extensions, supported, active) => {
    const json = session(wire, { ...ready, details: { ...details, interventions, extensions } });
    const capabilities = json.capabilities as { interventions: object; extensions?: { name: string }[] };
    expect(capabilities.interventions).toEqual({ supported, required: [], enforcement: 'conditional' });
    expect(capabilities.extensions?.map(({ name }) => name)).toEqual(active && [active]);
    expect('discounts' in json).toBe(active !== undefined);
  });

  it('breaks the tax down by name and rate over lines and delivery, unless the shares do not add up', () => {
    const two = checkouts.find(([name]) => name === 'tax of two shares')?.[1] ?? ready;
    const taxOf = (checkout: Checkout) => (session(wire, checkout).totals as { type: string }[]).find(({ type }) => type === 'tax');
    expect(taxOf(two)).toEqual({
      type: 'tax',
      display_text: 'Tax',
      amount: 377,
      breakdown: [
        { jurisdiction: 'GST', rate: 0.05, amount: 145 },
        { jurisdiction: 'QST', rate: 0.08, amount: 232 },
      ],
    });
    expect(taxOf({ ...two, lines: [{ ...line, taxes: [] }] })).not.toHaveProperty('breakdown');
  });

  it('tells groups, and the option and items of each', () => {
    const json = session(wire, inGroups);
    expect(json.selected_fulfillment_options).toEqual([
      { type: 'shipping', option_id: 'standard', item_ids: ['moose-mug'] },
      { type: 'digital', option_id: 'download', item_ids: ['song'] },
    ]);
    expect(json.fulfillment_groups).toMatchObject([
      { id: 'home', item_ids: ['moose-mug'], destination_type: 'shipping', fulfillment_details: { name: 'Ada Byron' }, instructions: 'Ring twice' },
      { id: 'ears', item_ids: ['song'], destination_type: 'digital' },
      { id: 'counter', item_ids: [], destination_type: 'pickup', location_id: 'au-comptoir' },
    ]);
  });

  it('gives back what the agent said, but not what it said to the merchant', () => {
    const json = session(wire, { ...ready, details });
    expect(json).toMatchObject({ locale: 'en-CA', timezone: 'America/Toronto', quote_id: 'quote_1', metadata: { trip: { leg: [1, null, 'two'] } } });
    expect(JSON.stringify(json)).not.toContain('Ring twice');
  });

  it('gives back all that was told of the buyer', () => {
    expect(session(wire, { ...ready, buyer: knownBuyer }).buyer).toEqual({
      email: 'ada@example.com',
      full_name: 'Ada King Byron',
      customer_id: 'cust_7',
      account_type: 'business',
      authentication_status: 'authenticated',
      company: { name: 'Analytical Engines', tax_id: '12-3456789', department: 'Mills', cost_center: 'CC-1' },
      loyalty: { tier: 'Gold', points_balance: 5_000, member_since: '2024-01-15T09:00:00Z' },
      tax_exemption: { certificate_id: 'cert_1', certificate_type: 'resale', exempt_regions: ['ON', 'QC'], expires_at: '2027-12-31T23:59:59Z' },
    });
  });

  it('warns by the code of the warning', () => {
    const subject = { field: 'discount_code', index: 1 } as const;
    const warned = session(wire, { ...ready, messages: [{ kind: 'warning', code: 'discount_code_expired', subject, text: 'It has expired.' }] });
    expect(warned.messages).toEqual([
      { type: 'warning', code: 'discount_code_expired', severity: 'low', param: '$.discounts.codes[1]', content_type: 'plain', content: 'It has expired.' },
    ]);
  });
});

describe('2026-01-30', () => {
  it('has an order of its own shape, and no word for a canceled one', () => {
    expect(session(v20260130, completed).order).toMatchObject({ order_number: '1001', status: 'confirmed', confirmation: { confirmation_number: '1001' } });
    const voided = completedCheckouts.find(([name]) => name === 'an order whose payment was voided')?.[1] ?? completed;
    expect(session(v20260130, voided).order).not.toHaveProperty('status');
    expect(session(v20260130, lived).order).toMatchObject({ status: 'shipped' });
  });

  it('has no display name of the handler, no resolution, no consent to ask for', () => {
    const text = JSON.stringify(session(v20260130, { ...ready, messages }));
    expect(text).not.toMatch(/display_name|resolution|marketing_consent/);
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
  it('advertises the tokenized card, and asks for consent while the session can be completed', () => {
    const json = session(v20260417, ready);
    expect(json.capabilities).toMatchObject({
      payment: { handlers: [{ id: 'card_tokenized', display_name: 'Card', requires_delegate_payment: true, config: { merchant_id: 'regal-moose' } }] },
    });
    expect(json.marketing_consent_options).toEqual([
      { channel: 'email', display_text: 'News and offers of Regal Moose', privacy_policy_url: `${ORIGIN}/privacy` },
    ]);
    expect(session(v20260417, completed)).not.toHaveProperty('marketing_consent_options');
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
    });
    const amounts = (some: unknown) => (some as { type: string; amount: number }[]).map(({ type, amount }) => [type, amount]);
    expect(amounts((order as { totals: unknown }).totals)).toEqual(amounts(totals));
    expect(totals).toContainEqual({ type: 'total', display_text: 'Total', amount: 3277 });
  });

  it('breaks the tax of an order down, and repeats its notes', () => {
    const [, noted = completed] = completedCheckouts.find(([name]) => name === 'an order with a note, taxed in two shares') ?? [];
    const { order } = session(v20260417, noted) as { order: { totals: { type: string }[]; line_items: { totals: { type: string }[] }[]; confirmation: object } };
    const taxOf = (totals: { type: string }[] | undefined) => totals?.find(({ type }) => type === 'tax');
    expect(taxOf(order.totals)).toMatchObject({ breakdown: [{ jurisdiction: 'GST', amount: 145 }, { jurisdiction: 'QST', amount: 232 }] });
    expect(taxOf(order.line_items[0]?.totals)).toMatchObject({ breakdown: [{ jurisdiction: 'GST', amount: 120 }, { jurisdiction: 'QST', amount: 192 }] });
    expect(order.confirmation).toEqual({ confirmation_number: '1001', order_notes: 'Ring twice' });
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
