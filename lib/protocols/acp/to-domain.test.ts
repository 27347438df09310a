import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippingAddress } from './fixtures';
import { officialSchemasAreHere } from './official-schemas';
import { v20250929 } from './v2025-09-29';
import { v20260417 } from './v2026-04-17';
import type { Parsed } from './wire';

const param = (parsed: Parsed<unknown>): string | undefined => (parsed.ok ? undefined : parsed.error.param);
const value = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(`${parsed.error.param}: ${parsed.error.message}`);
  return parsed.value;
};

const older = { items: [{ id: 'mug', quantity: 2 }] };
const newer = { line_items: [{ id: 'mug', quantity: 2 }], currency: 'cad', capabilities: {} };
const buyer = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' };
const olderPay = { payment_data: { token: 'vt_1', provider: 'stripe' } };
const newerPay = { payment_data: { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token: 'vt_1' } } } };

describe('items, however an agent writes them', () => {
  it.each([
    [{ id: 'mug', quantity: 3 }, 3],
    [{ id: 'mug' }, 1],
    [{ item: { id: 'mug' }, quantity: 3 }, 3],
    [{ item: { id: 'mug' } }, 1],
    [{ id: 'mug', quantity: 1_000_000 }, 1_000_000],
  ])('%j', (item, quantity) => {
    expect(value(v20250929.parseCreate({ items: [item] })).items).toEqual([{ id: 'mug', quantity }]);
    expect(value(v20260417.parseCreate({ ...newer, line_items: [item] })).items).toEqual([{ id: 'mug', quantity }]);
  });

  it.each([
    [{ id: 'mug', quantity: 0 }, '.quantity'],
    [{ id: 'mug', quantity: -1 }, '.quantity'],
    [{ id: 'mug', quantity: 1.5 }, '.quantity'],
    [{ id: 'mug', quantity: 1_000_001 }, '.quantity'],
    [{ id: 'mug', quantity: 1e300 }, '.quantity'],
    [{ id: 'mug', quantity: '2' }, '.quantity'],
    [{ id: 'mug', quantity: null }, '.quantity'],
    [{ id: 'mug', quantity: true }, '.quantity'],
    [{ id: 7 }, '.id'],
    [{ id: '' }, '.id'],
    [{ id: 'mug\u0000' }, '.id'],
    [{ quantity: 1 }, '.id'],
    [{}, '.id'],
    [{ id: 'mug', item: { id: 'mug' } }, '.item'],
    [{ item: {} }, '.item.id'],
    [{ item: 'mug' }, '.item'],
    [{ id: 'mug', size: 'L' }, '.size'],
    [JSON.parse('{"id":"mug","__proto__":{"quantity":9}}'), '.__proto__'],
    [{ id: 'mug', constructor: {} }, '.constructor'],
    ['mug', ''],
    [null, ''],
    [[], ''],
  ])('refuses %j', (item, where) => {
    expect(param(v20250929.parseCreate({ items: [item] }))).toBe(`$.items[0]${where}`);
    expect(param(v20260417.parseCreate({ ...newer, line_items: [item] }))).toBe(`$.line_items[0]${where}`);
    expect(param(v20260417.parseUpdate({ line_items: [item] }))).toBe(`$.line_items[0]${where}`);
  });
});

const MALFORMED: readonly unknown[] = [undefined, null, 0, 1e300, true, '', 'x', [], [[]], [{}]];

describe.each([v20250929, v20260417])('$version', (wire) => {
  it.each(MALFORMED)('refuses a body that is no object: %j', (body) => {
    for (const parse of [wire.parseCreate, wire.parseUpdate, wire.parseComplete]) expect(param(parse(body))).toBe('$');
    if (body !== undefined) expect(param(wire.parseCancel(body))).toBe('$');
  });

  it('takes {} as an update that changes nothing, and cancels without a body', () => {
    expect(JSON.stringify(value(wire.parseUpdate({})))).toBe('{}');
    expect(value(wire.parseCancel(undefined))).toBeUndefined();
    expect(value(wire.parseCancel({}))).toBeUndefined();
  });

  it('refuses an unknown field by its name', () => {
    expect(param(wire.parseUpdate({ surprise: 1 }))).toBe('$.surprise');
    expect(param(wire.parseUpdate(JSON.parse('{"__proto__":{}}')))).toBe('$.__proto__');
    expect(param(wire.parseUpdate({ buyer: { ...buyer, age: 7 } }))).toBe('$.buyer.age');
  });

  it.each([
    [{ ...buyer, email: 'nobody' }, '$.buyer.email'],
    [{ ...buyer, email: undefined }, '$.buyer.email'],
    [{ ...buyer, email: null }, '$.buyer.email'],
    [{ ...buyer, email: `${'a'.repeat(250)}@example.com` }, '$.buyer.email'],
    [{ ...buyer, first_name: 5 }, '$.buyer.first_name'],
    [{ ...buyer, first_name: 'a\u0000b' }, '$.buyer.first_name'],
    [{ ...buyer, last_name: 'x'.repeat(1001) }, '$.buyer.last_name'],
    ['Ada', '$.buyer'],
    [[buyer], '$.buyer'],
  ])('refuses the buyer %j', (given, where) => {
    expect(param(wire.parseUpdate({ buyer: given }))).toBe(where);
  });

  it('refuses a token that is none', () => {
    expect(param(wire.parseComplete({}))).toBe('$.payment_data');
    expect(param(wire.parseComplete({ payment_data: 'vt_1' }))).toBe('$.payment_data');
    expect(param(wire.parseComplete({ payment_data: { ...(wire === v20250929 ? olderPay : newerPay).payment_data, cvc: '123' } }))).toBe(
      '$.payment_data.cvc',
    );
  });
});

describe('2025-09-29', () => {
  it('reads a whole create request', () => {
    const parsed = value(
      v20250929.parseCreate({ ...older, buyer: { ...buyer, phone_number: '1' }, fulfillment_address: { ...shippingAddress, country: 'ca' } }),
    );
    expect(parsed).toEqual({
      items: [{ id: 'mug', quantity: 2 }],
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', phoneNumber: '1' },
      address: shippingAddress,
    });
  });

  it('reads the option and the token', () => {
    expect(value(v20250929.parseUpdate({ fulfillment_option_id: 'express' })).selections).toEqual([{ optionId: 'express', itemIds: [] }]);
    expect(value(v20250929.parseComplete({ ...olderPay, buyer })).token).toBe('vt_1');
  });

  it('takes an empty name for none', () => {
    expect(value(v20250929.parseUpdate({ buyer: { ...buyer, first_name: '' } })).buyer).toEqual({ email: 'ada@example.com', lastName: 'Byron' });
  });

  it.each([
    [{ items: [] }, '$.items'],
    [{}, '$.items'],
    [{ ...older, currency: 'cad' }, '$.currency'],
    [{ ...older, fulfillment_details: {} }, '$.fulfillment_details'],
    [{ ...older, fulfillment_address: {} }, '$.fulfillment_address.name'],
    [{ ...older, fulfillment_address: { ...shippingAddress, company: 'x' } }, '$.fulfillment_address.company'],
    [{ ...older, buyer: { email: 'a@example.com' } }, '$.buyer.first_name'],
    [{ items: Array.from({ length: 501 }, () => ({ id: 'mug' })) }, '$.items'],
  ])('refuses the create request %#', (body, where) => {
    expect(param(v20250929.parseCreate(body))).toBe(where);
  });

  it.each([
    [{ payment_data: { provider: 'stripe' } }, '$.payment_data.token'],
    [{ payment_data: { token: '', provider: 'stripe' } }, '$.payment_data.token'],
    [{ payment_data: { token: 'vt_1', provider: 'adyen' } }, '$.payment_data.provider'],
    [{ payment_data: { token: 'vt_1' } }, '$.payment_data.provider'],
    [newerPay, '$.payment_data.token'],
  ])('refuses the complete request %j', (body, where) => {
    expect(param(v20250929.parseComplete(body))).toBe(where);
  });
});

describe('2026-04-17', () => {
  it('reads a whole create request', () => {
    const parsed = value(
      v20260417.parseCreate({
        ...newer,
        buyer: { email: 'ada@example.com', full_name: 'Ada Byron', account_type: 'guest' },
        fulfillment_details: { name: 'Ada', phone_number: '1', email: 'ada@example.com', address: { ...shippingAddress, company: 'Engines' } },
      }),
    );
    expect(parsed).toEqual({
      items: [{ id: 'mug', quantity: 2 }],
      currency: 'cad',
      buyer: { email: 'ada@example.com', fullName: 'Ada Byron' },
      contact: { name: 'Ada', phoneNumber: '1', email: 'ada@example.com' },
      address: { ...shippingAddress, company: 'Engines' },
    });
  });

  it('leaves contact and address alone when the details name neither', () => {
    expect(JSON.stringify(value(v20260417.parseUpdate({ fulfillment_details: {} })))).toBe('{}');
  });

  it('reads the option, once for all items', () => {
    const option = (id: string) => ({ type: 'shipping', option_id: id, item_ids: ['mug'] });
    expect(value(v20260417.parseUpdate({ selected_fulfillment_options: [option('a'), option('a')] })).selections).toEqual([{ optionId: 'a', itemIds: ['mug'] }, { optionId: 'a', itemIds: ['mug'] }]);
    expect(value(v20260417.parseUpdate({ selected_fulfillment_options: [] })).selections).toEqual([]);
    expect(param(v20260417.parseUpdate({ selected_fulfillment_options: [option('a'), option('b')] }))).toBe(
      '$.selected_fulfillment_options[1].option_id',
    );
  });

  it.each([
    [{ interventions: { supported: ['3ds', 'telepathy'], display_context: 'hologram', surprise: 1 }, surprise: {} }],
    [{ payment: { handlers: [] }, extensions: ['discount', 'unheard_of'] }],
    [{ extensions: [{ name: 'discount', extends: ['$.X'] }] }],
  ])('ignores unknown values inside capabilities: %j', (capabilities) => {
    expect(v20260417.parseCreate({ ...newer, capabilities }).ok).toBe(true);
  });

  it.each([
    [{ ...newer, capabilities: undefined }, '$.capabilities'],
    [{ ...newer, capabilities: [] }, '$.capabilities'],
    [{ ...newer, capabilities: { interventions: 'all' } }, '$.capabilities.interventions'],
    [{ ...newer, capabilities: { interventions: { supported: [1] } } }, '$.capabilities.interventions.supported[0]'],
    [{ ...newer, currency: undefined }, '$.currency'],
    [{ ...newer, currency: 124 }, '$.currency'],
    [{ ...newer, line_items: [] }, '$.line_items'],
    [{ ...newer, line_items: [{ id: 'mug', unit_amount: 'ten' }] }, '$.line_items[0].unit_amount'],
    [{ ...newer, items: [] }, '$.items'],
    [{ ...newer, order_notes: 'x'.repeat(5001) }, '$.order_notes'],
    [{ ...newer, discounts: { codes: 'SAVE' } }, '$.discounts.codes'],
    [{ ...newer, coupons: [1] }, '$.coupons[0]'],
    [{ ...newer, affiliate_attribution: { provider: 'x' } }, '$.affiliate_attribution.token'],
    [{ ...newer, metadata: [] }, '$.metadata'],
    [{ ...newer, fulfillment_groups: [{}] }, '$.fulfillment_groups[0].id'],
    [{ ...newer, fulfillment_details: { email: 'nobody' } }, '$.fulfillment_details.email'],
  ])('refuses the create request %#', (body, where) => {
    expect(param(v20260417.parseCreate(body))).toBe(where);
  });

  it('accepts by their types the fields whose features come later', () => {
    const later = {
      coupons: ['SAVE'],
      discounts: { codes: ['SAVE'] },
      order_notes: 'Ring twice',
      metadata: { any: { thing: [1] } },
      locale: 'en-CA',
      timezone: 'America/Toronto',
      quote_id: 'q',
      affiliate_attribution: { provider: 'x', token: 'y', anything: 1 },
      fulfillment_groups: [{ id: 'g', item_ids: [], destination_type: 'pickup' }],
    };
    expect(v20260417.parseCreate({ ...newer, ...later }).ok).toBe(true);
    expect(
      v20260417.parseComplete({
        ...newerPay,
        risk_signals: { ip_address: '1' },
        marketing_consents: [{ channel: 'email', opted_in: true }],
        authentication_result: { outcome: 'denied' },
      }).ok,
    ).toBe(true);
    expect(v20260417.parseCreate({ ...newer, line_items: [{ id: 'mug', name: 'Mug', unit_amount: '1200' }] }).ok).toBe(true);
  });

  it.each([
    [{ purchase_order_number: 'PO-1' }, '$.payment_data.purchase_order_number'],
    [{ handler_id: 'card_tokenized', purchase_order_number: 'PO-1' }, '$.payment_data.purchase_order_number'],
    [{}, '$.payment_data.instrument'],
    [{ handler_id: 'card_tokenized' }, '$.payment_data.instrument'],
    [{ instrument: newerPay.payment_data.instrument }, '$.payment_data.handler_id'],
    [{ ...newerPay.payment_data, handler_id: 'other' }, '$.payment_data.handler_id'],
    [{ ...newerPay.payment_data, payment_terms: 'net_30' }, '$.payment_data.payment_terms'],
    [{ ...newerPay.payment_data, approval_required: true }, '$.payment_data.approval_required'],
    [
      { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token: 7 } } },
      '$.payment_data.instrument.credential.token',
    ],
    [
      { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'pan', token: 'x' } } },
      '$.payment_data.instrument.credential.type',
    ],
  ])('refuses the payment data %j', (data, where) => {
    expect(param(v20260417.parseComplete({ payment_data: data }))).toBe(where);
  });

  it('reads the token', () => {
    expect(value(v20260417.parseComplete(newerPay)).token).toBe('vt_1');
  });

  it('needs the details of an authentication that succeeded', () => {
    expect(param(v20260417.parseComplete({ ...newerPay, authentication_result: { outcome: 'authenticated' } }))).toBe(
      '$.authentication_result.outcome_details',
    );
  });

  it.each([
    [{ intent_trace: { reason_code: 'comparison' } }, undefined],
    [{ intent_trace: { reason_code: 'a reason of tomorrow' } }, undefined],
    [{ intent_trace: { reason_code: 'other', trace_summary: 'x'.repeat(500), metadata: { a: 1, b: 'c', d: true } } }, undefined],
    [{ intent_trace: { reason_code: 'other', trace_summary: 'x'.repeat(501) } }, '$.intent_trace.trace_summary'],
    [{ intent_trace: {} }, '$.intent_trace.reason_code'],
    [{ intent_trace: 'bored' }, '$.intent_trace'],
    [{ intent_trace: { reason_code: 'other', metadata: { a: {} } } }, '$.intent_trace.metadata.a'],
  ])('reads or refuses the intent trace %#', (body, where) => {
    expect(param(v20260417.parseCancel(body))).toBe(where);
  });
});

/** The official examples of requests, by the prefix of their name. */
function examples(version: string): [string, unknown][] {
  const file = path.resolve(process.cwd(), `../shared/specs/acp/examples/${version}/examples.agentic_checkout.json`);
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return Object.entries(all).filter(([name]) => name.includes('_request'));
}

describe.skipIf(!officialSchemasAreHere)('the official example requests of 2026-04-17 are understood', () => {
  // Left out: another handler than the one we advertise.
  const known = officialSchemasAreHere ? examples('2026-04-17').filter(([name]) => !name.includes('seller_backed')) : [];
  it.each(known)('%s', (name, body) => {
    const parse = name.startsWith('create')
      ? v20260417.parseCreate
      : name.startsWith('update')
        ? v20260417.parseUpdate
        : name.startsWith('cancel')
          ? v20260417.parseCancel
          : v20260417.parseComplete;
    expect(param(parse(body))).toBeUndefined();
  });
});
