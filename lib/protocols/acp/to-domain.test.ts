import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippingAddress } from './fixtures';
import { officialSchemasAreHere } from './official-schemas';
import { acpCart, acpItems, acpPayment, itemsField, type AcpVersion } from '@/lib/testing/acp-words';
import { v20250929 } from './v2025-09-29';
import { v20251212 } from './v2025-12-12';
import { v20260116 } from './v2026-01-16';
import { v20260130 } from './v2026-01-30';
import { v20260417 } from './v2026-04-17';
import { WIRES } from './version';
import type { AcpWire, Parsed } from './wire';

const param = (parsed: Parsed<unknown>): string | undefined => (parsed.ok ? undefined : parsed.error.param);
const value = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(`${parsed.error.param}: ${parsed.error.message}`);
  return parsed.value;
};

const versionOf = (wire: AcpWire) => wire.version as AcpVersion;
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
    for (const wire of WIRES) {
      const cart = { ...acpCart(versionOf(wire), []), [itemsField(versionOf(wire))]: [item] };
      expect(value(wire.parseCreate(cart)).items).toEqual([{ id: 'mug', quantity }]);
    }
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
    for (const wire of WIRES) {
      const field = itemsField(versionOf(wire));
      expect(param(wire.parseCreate({ ...acpCart(versionOf(wire), []), [field]: [item] }))).toBe(`$.${field}[0]${where}`);
      expect(param(wire.parseUpdate({ [field]: [item] }))).toBe(`$.${field}[0]${where}`);
    }
  });
});

const paymentData = (wire: AcpWire) => (acpPayment(versionOf(wire), 'vt_1') as typeof olderPay).payment_data;

const MALFORMED: readonly unknown[] = [undefined, null, 0, 1e300, true, '', 'x', [], [[]], [{}]];

describe.each(WIRES)('$version', (wire) => {
  it.each(MALFORMED)('refuses a body that is no object: %j', (body) => {
    for (const parse of [wire.parseCreate, wire.parseUpdate, wire.parseComplete]) expect(param(parse(body))).toBe('$');
    if (body !== undefined) expect(param(wire.parseCancel(body))).toBe('$');
  });

  it('takes {} as an update that changes nothing, and cancels without a body', () => {
    expect(JSON.stringify(value(wire.parseUpdate({})))).toBe('{}');
    expect(value(wire.parseCancel(undefined))).toEqual({});
    expect(value(wire.parseCancel({}))).toEqual({});
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
    expect(param(wire.parseComplete({ payment_data: { ...paymentData(wire), cvc: '123' } }))).toBe('$.payment_data.cvc');
  });

  it('reads the token, and the buyer whom it names', () => {
    expect(value(wire.parseComplete({ ...acpPayment(versionOf(wire), 'vt_1'), buyer }))).toEqual({
      token: 'vt_1',
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron' },
    });
  });

  it('refuses an empty cart, an empty list of items, and more than 500', () => {
    const field = itemsField(versionOf(wire));
    expect(param(wire.parseCreate({}))).toBe(`$.${field}`);
    for (const ids of [[], Array.from({ length: 501 }, () => ({ id: 'mug' }))]) {
      expect(param(wire.parseCreate(acpCart(versionOf(wire), ids)))).toBe(`$.${field}`);
      expect(param(wire.parseUpdate(acpItems(versionOf(wire), ids)))).toBe(`$.${field}`);
    }
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

const source = { type: 'url', url: 'https://blog.example/mugs' };
const facts = { provider: 'impact.example', token: 'atp_1', publisher_id: 'pub_1', touchpoint: 'first', source, metadata: { a: 1, b: 'c', d: true }, extra: [1] };

describe.each(WIRES.filter((wire) => wire !== v20250929))('$version', (wire) => {
  const cart = acpCart(versionOf(wire), [{ id: 'mug' }]);
  const pay = acpPayment(versionOf(wire), 'vt_1');

  it('reads who receives and where, apart from the buyer', () => {
    const details = { name: 'Ada', phone_number: '1', email: 'ada@example.com', address: { ...shippingAddress, country: 'ca' } };
    const destination = { contact: { name: 'Ada', phoneNumber: '1', email: 'ada@example.com' }, address: shippingAddress };
    expect(value(wire.parseCreate({ ...cart, fulfillment_details: details }))).toMatchObject(destination);
    expect(value(wire.parseUpdate({ fulfillment_details: details }))).toEqual(destination);
    expect(JSON.stringify(value(wire.parseUpdate({ fulfillment_details: {} })))).toBe('{}');
    expect(JSON.stringify(value(wire.parseUpdate({ fulfillment_details: { name: 'Ada' } })))).toBe('{"contact":{"name":"Ada"}}');
    expect(param(wire.parseUpdate({ fulfillment_details: { email: 'nobody' } }))).toBe('$.fulfillment_details.email');
    expect(param(wire.parseUpdate({ fulfillment_address: shippingAddress }))).toBe('$.fulfillment_address');
  });

  it('knows a company in an address in 2026-04-17 alone', () => {
    const details = { address: { ...shippingAddress, company: 'Engines' } };
    const where = param(wire.parseUpdate({ fulfillment_details: details }));
    expect(where).toBe(wire === v20260417 ? undefined : '$.fulfillment_details.address.company');
  });

  it('reads the attribution at create and complete, and keeps it as given', () => {
    const attribution = { provider: 'impact.example', touchpoint: 'first', facts };
    expect(value(wire.parseCreate({ ...cart, affiliate_attribution: facts })).attribution).toEqual(attribution);
    expect(value(wire.parseComplete({ ...pay, affiliate_attribution: facts })).attribution).toEqual(attribution);
    expect(value(wire.parseCreate({ ...cart, affiliate_attribution: { provider: 'x', token: 'y' } })).attribution?.touchpoint).toBeNull();
  });

  it.each([
    [{ provider: 'x' }, '.token'],
    [{ token: 'y' }, '.provider'],
    [{ ...facts, touchpoint: 'middle' }, '.touchpoint'],
    [{ ...facts, issued_at: 'today' }, '.issued_at'],
    [{ ...facts, source: { type: 'dream' } }, '.source.type'],
    [{ ...facts, source: { ...source, more: 1 } }, '.source.more'],
    [{ ...facts, metadata: { a: {} } }, '.metadata.a'],
    [{ ...facts, extra: 'nul \u0000' }, ''],
    [{ ...facts, extra: { 'half \ud800': 1 } }, ''],
    [{ ...facts, extra: 'x'.repeat(64 * 1024) }, ''],
    ['impact.example', ''],
    [null, ''],
  ])('refuses the attribution %#', (attribution, where) => {
    expect(param(wire.parseCreate({ ...cart, affiliate_attribution: attribution }))).toBe(`$.affiliate_attribution${where}`);
    expect(param(wire.parseComplete({ ...pay, affiliate_attribution: attribution }))).toBe(`$.affiliate_attribution${where}`);
  });

  it('keeps a backslash before u0000, which is text like any other', () => {
    expect(wire.parseCreate({ ...cart, affiliate_attribution: { ...facts, extra: '\\u0000 \\\\ud800' } }).ok).toBe(true);
  });

  it('takes no attribution in an update', () => {
    expect(param(wire.parseUpdate({ affiliate_attribution: facts }))).toBe('$.affiliate_attribution');
  });

  it.each([
    [{ intent_trace: { reason_code: 'comparison' } }, { reasonCode: 'comparison', summary: null, metadata: null }],
    [{ intent_trace: { reason_code: 'a reason of tomorrow', more: 1 } }, { reasonCode: 'other', summary: null, metadata: null }],
    [
      { intent_trace: { reason_code: 'other', trace_summary: 'x'.repeat(500), metadata: { a: 1, b: 'c', d: true } } },
      { reasonCode: 'other', summary: 'x'.repeat(500), metadata: { a: 1, b: 'c', d: true } },
    ],
    [{ more: 1 }, undefined],
  ])('reads the intent trace %#', (body, intentTrace) => {
    expect(value(wire.parseCancel(body))).toEqual({ intentTrace });
  });

  it.each([
    [{ intent_trace: { reason_code: 'other', trace_summary: 'x'.repeat(501) } }, '$.intent_trace.trace_summary'],
    [{ intent_trace: { reason_code: 'other', trace_summary: 'a\u0000b' } }, '$.intent_trace.trace_summary'],
    [{ intent_trace: {} }, '$.intent_trace.reason_code'],
    [{ intent_trace: { reason_code: 7 } }, '$.intent_trace.reason_code'],
    [{ intent_trace: 'bored' }, '$.intent_trace'],
    [{ intent_trace: null }, '$.intent_trace'],
    [{ intent_trace: [] }, '$.intent_trace'],
    [{ intent_trace: { reason_code: 'other', metadata: { a: {} } } }, '$.intent_trace.metadata.a'],
    [{ intent_trace: { reason_code: 'other', metadata: { a: null } } }, '$.intent_trace.metadata.a'],
  ])('refuses the intent trace %#', (body, where) => {
    expect(param(wire.parseCancel(body))).toBe(where);
  });

  const proof = { three_ds_cryptogram: 'AAAB', electronic_commerce_indicator: '05', transaction_id: 'ds_1', version: '2.2.0' };
  const proven = { cryptogram: 'AAAB', eci: '05', transactionId: 'ds_1', version: '2.2.0' };
  const unproven = { cryptogram: null, eci: null, transactionId: null, version: null };
  const parseResult = (result: unknown) => wire.parseComplete({ ...pay, authentication_result: result });

  it.each([
    ['authenticated', 'authenticated'],
    ['attempt_acknowledged', 'attempt'],
  ] as const)('reads a proven %s', (outcome, in20260116) => {
    const word = wire === v20260116 ? in20260116 : outcome;
    expect(value(parseResult({ outcome: word, outcome_details: proof })).authentication).toEqual({ outcome, ...proven });
    expect(param(parseResult({ outcome: word }))).toBe('$.authentication_result.outcome_details');
  });

  it.each([
    ['denied', 'failed'],
    ['rejected', 'rejected'],
    ['not_supported', 'unavailable'],
  ] as const)('reads %s, which proves nothing', (outcome, in20260116) => {
    expect(value(parseResult({ outcome: wire === v20260116 ? in20260116 : outcome })).authentication).toEqual({ outcome, ...unproven });
  });

  it('knows the outcomes of its own version alone', () => {
    const [own, other] = wire === v20260116 ? ['failed', 'denied'] : ['denied', 'failed'];
    expect(parseResult({ outcome: own }).ok).toBe(true);
    expect(param(parseResult({ outcome: other }))).toBe('$.authentication_result.outcome');
    expect(param(parseResult({}))).toBe('$.authentication_result.outcome');
    expect(param(parseResult({ outcome: own, more: 1 }))).toBe('$.authentication_result.more');
    expect(param(parseResult({ outcome: own, outcome_details: { ...proof, version: 2 } }))).toBe('$.authentication_result.outcome_details.version');
    const indicator = param(parseResult({ outcome: own, outcome_details: { ...proof, electronic_commerce_indicator: '99' } }));
    expect(indicator).toBe(wire === v20260116 ? undefined : '$.authentication_result.outcome_details.electronic_commerce_indicator');
  });
});

describe.each([v20251212, v20260116])('$version', (wire) => {
  const chosen = { option_id: 'express', item_ids: ['mug'] };

  it('reads each choice under the name of its type', () => {
    const options = [
      { type: 'shipping', shipping: chosen },
      { type: 'digital', digital: { option_id: 'download', item_ids: [] }, shipping: chosen },
    ];
    expect(value(wire.parseUpdate({ selected_fulfillment_options: options })).selections).toEqual([
      { optionId: 'express', itemIds: ['mug'] },
      { optionId: 'download', itemIds: [] },
    ]);
  });

  it.each([
    [{ type: 'shipping', digital: chosen }, '.shipping'],
    [{ type: 'shipping' }, '.shipping'],
    [{ type: 'pickup', pickup: chosen }, '.type'],
    [{ type: 'shipping', option_id: 'express', item_ids: [] }, '.option_id'],
    [{ type: 'shipping', shipping: { option_id: 'express' } }, '.shipping.item_ids'],
    [{ type: 'shipping', shipping: { ...chosen, price: 1 } }, '.shipping.price'],
  ])('refuses the choice %j', (option, where) => {
    expect(param(wire.parseUpdate({ selected_fulfillment_options: [option] }))).toBe(`$.selected_fulfillment_options[0]${where}`);
  });

  it.each(['currency', 'discounts', 'coupons', 'fulfillment_groups', 'capabilities', 'order_notes', 'metadata', 'line_items'])('has no %s', (field) => {
    expect(param(wire.parseCreate({ ...older, [field]: {} }))).toBe(`$.${field}`);
  });

  it('needs both names of a buyer', () => {
    expect(param(wire.parseCreate({ ...older, buyer: { email: 'a@example.com' } }))).toBe('$.buyer.first_name');
  });
});

describe.each([v20260130, v20260417])('$version', (wire) => {
  it('reads a whole create request', () => {
    const parsed = value(
      wire.parseCreate({
        ...newer,
        buyer: { email: 'ada@example.com', full_name: 'Ada Byron', account_type: 'guest' },
        fulfillment_details: { name: 'Ada', phone_number: '1', email: 'ada@example.com', address: shippingAddress },
        capabilities: { interventions: { supported: ['3ds', 'telepathy', 'address_verification'] }, extensions: ['discount@2026-01-27', 'unheard_of'] },
        discounts: { codes: ['SAVE10'] },
        coupons: ['OLD50'],
        fulfillment_groups: [
          { id: 'home', item_ids: ['mug'], destination_type: 'shipping', fulfillment_details: { name: 'Eve', address: shippingAddress }, instructions: 'Ring' },
          { id: 'counter', item_ids: [], destination_type: 'pickup', location_id: 'comptoir' },
        ],
        affiliate_attribution: facts,
        locale: 'en-CA',
        timezone: 'America/Toronto',
        quote_id: 'quote_1',
        metadata: { trip: { leg: [1, null] } },
      }),
    );
    expect(parsed).toEqual({
      items: [{ id: 'mug', quantity: 2 }],
      currency: 'cad',
      buyer: { email: 'ada@example.com', fullName: 'Ada Byron', profile: { accountType: 'guest' } },
      contact: { name: 'Ada', phoneNumber: '1', email: 'ada@example.com' },
      address: shippingAddress,
      groups: [
        {
          id: 'home',
          method: 'shipping',
          itemIds: ['mug'],
          contact: { name: 'Eve' },
          address: shippingAddress,
          locationId: null,
          instructions: 'Ring',
        },
        { id: 'counter', method: 'pickup', itemIds: [], contact: null, address: null, locationId: 'comptoir', instructions: null },
      ],
      discountCodes: ['SAVE10'],
      attribution: { provider: 'impact.example', touchpoint: 'first', facts },
      details: {
        locale: 'en-CA',
        timeZone: 'America/Toronto',
        quoteId: 'quote_1',
        metadata: '{"trip":{"leg":[1,null]}}',
        interventions: ['3ds', 'address_verification'],
        extensions: ['discount'],
      },
    });
  });

  it.each([
    [{ discounts: { codes: ['A'] }, coupons: ['B'] }, ['A']],
    [{ discounts: { codes: [] }, coupons: ['B'] }, []],
    [{ discounts: {}, coupons: ['B'] }, ['B']],
    [{ coupons: [] }, []],
    [{ discounts: {} }, undefined],
    [{}, undefined],
  ])('codes win over coupons: %j', (body, codes) => {
    expect(value(wire.parseUpdate(body)).discountCodes).toEqual(codes);
    expect(value(wire.parseCreate({ ...newer, ...body })).discountCodes).toEqual(codes);
  });

  it('reads the options, of any type and several', () => {
    const option = (type: string, id: string) => ({ type, option_id: id, item_ids: ['mug'] });
    const options = ['shipping', 'digital', 'pickup', 'local_delivery'].map((type) => option(type, type));
    expect(value(wire.parseUpdate({ selected_fulfillment_options: options })).selections).toEqual(
      ['shipping', 'digital', 'pickup', 'local_delivery'].map((optionId) => ({ optionId, itemIds: ['mug'] })),
    );
    expect(value(wire.parseUpdate({ selected_fulfillment_options: [] })).selections).toEqual([]);
    expect(param(wire.parseUpdate({ selected_fulfillment_options: [option('drone', 'a')] }))).toBe('$.selected_fulfillment_options[0].type');
  });

  it('reads what the agent says of the risk', () => {
    const signals = { ip_address: '192.0.2.1', user_agent: 'A/1', accept_language: 'en', session_id: 's', device_fingerprint: 'd' };
    expect(value(wire.parseComplete({ ...newerPay, risk_signals: signals })).riskSignals).toEqual(signals);
    expect(param(wire.parseComplete({ ...newerPay, risk_signals: { ...signals, mood: 'calm' } }))).toBe('$.risk_signals.mood');
  });

  it('reads all that is told of the buyer, and refuses what is nothing of it by its path', () => {
    const told = {
      email: 'ada@example.com', customer_id: 'cust_7', account_type: 'business', authentication_status: 'authenticated',
      company: { name: 'Engines', tax_id: '1', department: 'Mills', cost_center: 'CC-1' }, loyalty: { tier: 'Gold', points_balance: 5, member_since: '2024-01-15T09:00:00Z' },
      tax_exemption: { certificate_id: 'c', certificate_type: 'resale', exempt_regions: ['ON'], expires_at: '2027-12-31T23:59:59Z' },
    };
    expect(value(wire.parseUpdate({ buyer: told })).buyer).toEqual({
      email: 'ada@example.com',
      profile: {
        customerId: 'cust_7', accountType: 'business', authenticationStatus: 'authenticated', company: { name: 'Engines', taxId: '1', department: 'Mills', costCenter: 'CC-1' },
        loyalty: { tier: 'Gold', pointsBalance: 5, memberSince: '2024-01-15T09:00:00Z' },
        taxExemption: { certificateId: 'c', certificateType: 'resale', exemptRegions: ['ON'], expiresAt: '2027-12-31T23:59:59Z' },
      },
    });
    expect(value(wire.parseUpdate({ buyer: { email: 'ada@example.com' } })).buyer).toEqual({ email: 'ada@example.com' });
    expect(param(wire.parseUpdate({ buyer: { ...told, company: { tax_id: '1' } } }))).toBe('$.buyer.company.name');
    expect(param(wire.parseUpdate({ buyer: { ...told, company: { name: 'x\u0000' } } }))).toBe('$.buyer.company.name');
    expect(param(wire.parseUpdate({ buyer: { ...told, loyalty: { points_balance: 1.5 } } }))).toBe('$.buyer.loyalty.points_balance');
  });

  it('takes 25 discount codes and no more, under either name', () => {
    const codes = (count: number) => Array.from({ length: count }, (_, index) => `CODE${index}`);
    expect(value(wire.parseUpdate({ discounts: { codes: codes(25) } })).discountCodes).toHaveLength(25);
    expect(param(wire.parseUpdate({ discounts: { codes: codes(26) } }))).toBe('$.discounts.codes');
    expect(param(wire.parseUpdate({ coupons: codes(26) }))).toBe('$.coupons');
  });

  it.each(['metadata', 'locale', 'timezone', 'quote_id', 'currency', 'capabilities'])('takes %s at create alone', (field) => {
    expect(param(wire.parseUpdate({ [field]: {} }))).toBe(`$.${field}`);
  });

  it('keeps metadata within 64 KiB and of characters that can be kept', () => {
    for (const note of ['x'.repeat(64 * 1024), 'a\u0000b', '\udfff']) {
      expect(param(wire.parseCreate({ ...newer, metadata: { note } }))).toBe('$.metadata');
    }
  });

  it.each([
    [{ interventions: { supported: ['3ds', 'telepathy'], display_context: 'hologram', surprise: 1 }, surprise: {} }],
    [{ payment: { handlers: [] }, extensions: ['discount', 'unheard_of'] }],
    [{ extensions: [{ name: 'discount', extends: ['$.X'] }] }],
  ])('ignores unknown values inside capabilities: %j', (capabilities) => {
    expect(wire.parseCreate({ ...newer, capabilities }).ok).toBe(true);
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
    [{ ...newer, discounts: { codes: 'SAVE' } }, '$.discounts.codes'],
    [{ ...newer, coupons: [1] }, '$.coupons[0]'],
    [{ ...newer, affiliate_attribution: { provider: 'x' } }, '$.affiliate_attribution.token'],
    [{ ...newer, metadata: [] }, '$.metadata'],
    [{ ...newer, fulfillment_groups: [{}] }, '$.fulfillment_groups[0].id'],
    [{ ...newer, fulfillment_details: { email: 'nobody' } }, '$.fulfillment_details.email'],
  ])('refuses the create request %#', (body, where) => {
    expect(param(wire.parseCreate(body))).toBe(where);
  });

  it('takes a name and an amount of an item as digits or as text, and goes by its own', () => {
    for (const unit_amount of [1200, '1200']) {
      expect(value(wire.parseCreate({ ...newer, line_items: [{ id: 'mug', name: 'Mug', unit_amount }] })).items).toEqual([{ id: 'mug', quantity: 1 }]);
    }
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
    expect(param(wire.parseComplete({ payment_data: data }))).toBe(where);
  });
});

describe('order notes and consents', () => {
  const parses = (notes: unknown): Parsed<object>[] => [
    v20260417.parseCreate({ ...newer, order_notes: notes }),
    v20260417.parseUpdate({ order_notes: notes }),
    v20260417.parseComplete({ ...newerPay, order_notes: notes }),
  ];

  it('2026-04-17 reads notes of up to 5,000 characters', () => {
    const notes = 'x'.repeat(5000);
    const [create, update, complete] = parses(notes).map((parsed) => value(parsed));
    expect(create).toMatchObject({ details: { orderNotes: notes } });
    expect(update).toEqual({ details: { orderNotes: notes } });
    expect(complete).toMatchObject({ orderNotes: notes });
    for (const wrong of ['x'.repeat(5001), 'a\u0000b', 7, null]) expect(parses(wrong).map(param)).toEqual(['$.order_notes', '$.order_notes', '$.order_notes']);
  });

  it('2026-04-17 reads consents', () => {
    const parse = (consents: unknown) => v20260417.parseComplete({ ...newerPay, marketing_consents: consents });
    expect(value(parse([{ channel: 'email', opted_in: true }, { channel: 'sms', opted_in: false }])).marketingConsents).toEqual([
      { channel: 'email', optedIn: true },
      { channel: 'sms', optedIn: false },
    ]);
    expect(param(parse([{ channel: 'email' }]))).toBe('$.marketing_consents[0].opted_in');
    expect(param(parse([{ channel: 'email', opted_in: 'yes' }]))).toBe('$.marketing_consents[0].opted_in');
  });

  it('2026-01-30 has neither', () => {
    expect(param(v20260130.parseCreate({ ...newer, order_notes: 'Ring' }))).toBe('$.order_notes');
    expect(param(v20260130.parseComplete({ ...newerPay, order_notes: 'Ring' }))).toBe('$.order_notes');
    expect(param(v20260130.parseComplete({ ...newerPay, marketing_consents: [] }))).toBe('$.marketing_consents');
  });
});

/** A request of the official examples, and the operation that it is of. */
type Example = readonly [name: string, body: unknown, operation: 'parseCreate' | 'parseUpdate' | 'parseComplete' | 'parseCancel'];

/** Every request among a version's official examples of the checkout, its extensions included. */
function examplesOf(version: string): Example[] {
  const folder = path.resolve(process.cwd(), '../shared/specs/acp/examples', version);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /agentic_checkout\.json|discount-extension|capability_negotiation|multi_item/.test(file) && !file.includes('mcp') && file.endsWith('.json'));
  return files.flatMap((file) => {
    const all = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
    const requests = Object.entries(all).filter(([name]) => name.includes('request'));
    return requests.map(([name, body]): Example => [`${path.basename(file, '.json')}: ${name}`, body, operationOf(name)]);
  });
}

function operationOf(name: string): Example[2] {
  if (name.startsWith('update')) return 'parseUpdate';
  if (name.startsWith('complete')) return 'parseComplete';
  return name.startsWith('cancel') ? 'parseCancel' : 'parseCreate';
}

/** What of the official examples cannot be read, and why: each contradicts the official schema or asks for what we do not offer. */
const UNREADABLE: readonly (readonly [version: string, name: RegExp, where: string, why: string])[] = [
  ['2025-09-29', /: create_checkout_session_request$/, '$.items[0].quantity', 'two and a half pieces: quantities are whole (rules.md)'],
  ['2026-01-16', /capability_negotiation/, '$.agent_capabilities', 'the closed create request of this version has no such field'],
  ['2026-01-30', /seller_backed/, '$.payment_data.handler_id', 'a handler that we do not advertise'],
  ['2026-04-17', /seller_backed/, '$.payment_data.handler_id', 'a handler that we do not advertise'],
  ['2026-01-30', /discount|multi_item/, '$.capabilities', 'the schema requires capabilities, and these have none'],
  ['2026-04-17', /discount|multi_item/, '$.capabilities', 'the schema requires capabilities, and these have none'],
];

describe.skipIf(!officialSchemasAreHere).each(WIRES)('the official example requests of $version', (wire) => {
  const examples = officialSchemasAreHere ? examplesOf(wire.version) : [];

  it('are there', () => expect(examples.length).toBeGreaterThan(2));

  it.each(examples)('%s', (name, body, operation) => {
    const unreadable = UNREADABLE.find(([version, pattern]) => version === wire.version && pattern.test(name));
    expect(param(wire[operation](body))).toBe(unreadable?.[2]);
    if (unreadable?.[2] === '$.capabilities') expect(param(wire[operation]({ ...(body as object), capabilities: {} }))).toBeUndefined();
  });
});
