import {
  NO_DETAILS,
  NO_DISCOUNTS,
  type AuthenticationTerms,
  type Buyer,
  type Checkout,
  type CheckoutDetails,
  type CheckoutDiscounts,
  type CheckoutLine,
  type CheckoutMessage,
  type CheckoutStatus,
  type DiscountRefusal,
  type FulfillmentOption,
  type MessageCode,
  type MessageSubject,
} from '@/lib/checkout';
import { NO_PROGRESS, type Adjustment, type Fulfillment, type OrderProgress, type PlacedOrder } from '@/lib/order';

// Checkouts for the tests of the serializers: every status, and each optional part present and absent.

const at = new Date('2026-05-01T10:00:00.000Z');

export const shippingAddress = {
  name: 'Ada Byron',
  line_one: '1 King St W',
  line_two: 'Unit 2',
  city: 'Toronto',
  state: 'ON',
  country: 'CA',
  postal_code: 'M5H 1A1',
};

export const line: CheckoutLine = {
  id: 'line_1',
  itemId: 'moose-mug',
  name: 'Moose mug',
  description: 'Stoneware, 350 ml',
  imagePath: '/items/moose-mug.svg',
  quantity: 2,
  unitAmount: 1200n,
  baseAmount: 2400n,
  discountAmount: 0n,
  subtotalAmount: 2400n,
  taxAmount: 312n,
  taxes: [{ name: 'HST', rateBasisPoints: 1300, amount: 312n }],
  totalAmount: 2712n,
  inStock: true,
};

export const standardShipping: FulfillmentOption = {
  kind: 'shipping',
  id: 'standard',
  title: 'Standard',
  description: '3 to 5 days',
  carrier: 'Canada Post',
  earliestAt: '2026-05-04T10:00:00.000Z',
  latestAt: '2026-05-06T10:00:00.000Z',
  subtotalAmount: 500n,
  taxAmount: 65n,
  totalAmount: 565n,
  lineIds: ['line_1'],
  groupId: null,
  taxes: [{ name: 'HST', rateBasisPoints: 1300, amount: 65n }],
  location: null,
};

export const digital: FulfillmentOption = {
  ...standardShipping,
  kind: 'digital',
  id: 'download',
  title: 'Download',
  description: 'At once',
  carrier: '',
  earliestAt: null,
  latestAt: null,
  subtotalAmount: 0n,
  taxAmount: 0n,
  totalAmount: 0n,
  taxes: [],
  lineIds: ['line_2'],
};

export const localDelivery: FulfillmentOption = {
  ...standardShipping,
  kind: 'local_delivery',
  id: 'bike',
  title: 'By bike',
  description: 'This afternoon',
  carrier: '',
  earliestAt: '2026-05-01T14:00:00.000Z',
  latestAt: '2026-05-01T16:00:00.000Z',
};

export const pickup: FulfillmentOption = {
  kind: 'pickup',
  id: 'pickup',
  title: 'Pickup',
  description: 'At the counter',
  carrier: '',
  earliestAt: null,
  latestAt: null,
  subtotalAmount: 0n,
  taxAmount: 0n,
  totalAmount: 0n,
  lineIds: ['line_1'],
  groupId: null,
  taxes: [],
  location: { name: 'Au Comptoir', address: { ...shippingAddress, country: 'FR', city: 'Paris' } },
};

export const ready: Checkout = {
  id: '5c1f3a52-6f7b-4d55-9f0e-3f7d3b0a9a11',
  merchantId: 'd0a1f1de-6a5e-4a52-8a57-0d2b6f3a7c11',
  merchantHandle: 'regal-moose',
  merchantName: 'Regal Moose',
  agentId: 'agent_1',
  apiKeyId: null,
  wire: 'acp',
  wireVersion: '2026-04-17',
  status: 'ready',
  version: 1,
  startedVersion: null,
  handover: 'merchant',
  currency: 'CAD',
  snapshotHash: '00',
  createdAt: at,
  updatedAt: at,
  expiresAt: new Date('2026-05-01T11:00:00.000Z'),
  order: null,
  lines: [line],
  options: [standardShipping],
  selections: [{ optionId: 'standard', lineIds: ['line_1'] }],
  groups: [],
  discounts: NO_DISCOUNTS,
  details: NO_DETAILS,
  buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', phoneNumber: '+14165550100' },
  contact: { name: 'Ada Byron', phoneNumber: '+14165550100' },
  address: shippingAddress,
  messages: [],
  totals: {
    itemsBaseAmount: 2400n,
    itemsDiscountAmount: 0n,
    subtotalAmount: 2400n,
    discountAmount: 0n,
    fulfillmentAmount: 500n,
    taxAmount: 377n,
    feeAmount: 0n,
    totalAmount: 3277n,
  },
  authentication: null,
};

const empty: Checkout = {
  ...ready,
  buyer: null,
  contact: null,
  address: null,
  options: [],
  selections: [],
  totals: { ...ready.totals, fulfillmentAmount: 0n, taxAmount: 312n, totalAmount: 2712n },
};

export const discounts: CheckoutDiscounts = {
  codes: ['SAVE10', 'OLD50'],
  applied: [
    {
      id: 'discount_1',
      code: 'SAVE10',
      couponId: 'coupon_1',
      name: 'Ten percent off',
      percentBasisPoints: 1_000,
      offAmount: null,
      amount: 240n,
      method: 'each',
      priority: 1,
      startsAt: '2026-04-01T00:00:00.000Z',
      endsAt: '2026-06-01T00:00:00.000Z',
      allocations: [{ target: { kind: 'line', index: 0 }, amount: 240n }],
    },
    {
      id: 'discount_2',
      code: null,
      couponId: 'coupon_2',
      name: 'One dollar off, and of delivery',
      percentBasisPoints: null,
      offAmount: 100n,
      amount: 100n,
      method: 'across',
      priority: 2,
      startsAt: null,
      endsAt: null,
      allocations: [
        { target: { kind: 'subtotal' }, amount: 60n },
        { target: { kind: 'fulfillment' }, amount: 40n },
      ],
    },
  ],
  rejected: [{ code: 'OLD50', reason: 'discount_code_expired', text: 'The code OLD50 has expired.' }],
};

const discountedLine: CheckoutLine = { ...line, discountAmount: 240n, subtotalAmount: 2160n, taxAmount: 281n, taxes: [{ name: 'HST', rateBasisPoints: 1300, amount: 281n }], totalAmount: 2441n };
const discountedTotals = {
  itemsBaseAmount: 2400n,
  itemsDiscountAmount: 240n,
  subtotalAmount: 2160n,
  discountAmount: 100n,
  fulfillmentAmount: 500n,
  taxAmount: 346n,
  feeAmount: 0n,
  totalAmount: 2906n,
};

const REFUSALS: readonly DiscountRefusal[] = [
  'discount_code_expired',
  'discount_code_invalid',
  'discount_code_already_applied',
  'discount_code_combination_disallowed',
  'discount_code_minimum_not_met',
  'discount_code_user_not_logged_in',
  'discount_code_user_ineligible',
  'discount_code_usage_limit_reached',
];
const CODES: readonly MessageCode[] = [
  'missing',
  'invalid',
  'out_of_stock',
  'low_stock',
  'quantity_exceeded',
  'price_change',
  'payment_declined',
  'requires_3ds',
  'region_restricted',
  'minimum_not_met',
  'slot_full',
  'closed',
  ...REFUSALS,
];
const SUBJECTS: readonly MessageSubject[] = [
  { field: 'line', index: 0 },
  { field: 'buyer' },
  { field: 'buyer_email' },
  { field: 'address' },
  { field: 'fulfillment_option' },
  { field: 'fulfillment_group', index: 0 },
  { field: 'discount_code', index: 1 },
  { field: 'authentication' },
  { field: 'payment' },
];

/** Every kind of message with every code, and one about each subject. */
export const allMessages: readonly CheckoutMessage[] = [
  ...(['error', 'warning', 'info'] as const).flatMap((kind) => CODES.map((code) => ({ kind, code, subject: { field: 'buyer' } as const, text: 'Words.' }))),
  ...SUBJECTS.map((subject) => ({ kind: 'error' as const, code: 'invalid' as const, subject, text: 'Words.' })),
];

/** HST of two parts, as where a region adds its own. */
const withTwoTaxes: Checkout = {
  ...ready,
  lines: [
    {
      ...line,
      taxes: [
        { name: 'GST', rateBasisPoints: 500, amount: 120n },
        { name: 'QST', rateBasisPoints: 800, amount: 192n },
      ],
    },
  ],
  options: [
    {
      ...standardShipping,
      taxes: [
        { name: 'GST', rateBasisPoints: 500, amount: 25n },
        { name: 'QST', rateBasisPoints: 800, amount: 40n },
      ],
    },
  ],
};

/** A net price beside an odd tax, as where prices include it: 12.00 a piece. */
const inclusive: Checkout = {
  ...ready,
  merchantHandle: 'au-comptoir-a-patons',
  currency: 'EUR',
  lines: [
    {
      ...line,
      unitAmount: 1000n,
      baseAmount: 2000n,
      subtotalAmount: 2000n,
      taxAmount: 400n,
      taxes: [{ name: 'TVA', rateBasisPoints: 2_000, amount: 400n }],
      totalAmount: 2400n,
    },
  ],
  options: [pickup],
  selections: [{ optionId: 'pickup', lineIds: ['line_1'] }],
  totals: { ...ready.totals, itemsBaseAmount: 2000n, subtotalAmount: 2000n, fulfillmentAmount: 0n, taxAmount: 400n, totalAmount: 2400n },
};

const song: CheckoutLine = { ...line, id: 'line_2', itemId: 'song', name: 'Song', quantity: 1, imagePath: null };

/** A mug sent home and a song to download, in groups of the agent's making. */
export const inGroups: Checkout = {
  ...ready,
  lines: [line, song],
  options: [{ ...standardShipping, groupId: 'home' }, { ...digital, groupId: 'ears' }, { ...localDelivery, groupId: 'home' }, pickup],
  selections: [
    { optionId: 'standard', lineIds: ['line_1'] },
    { optionId: 'download', lineIds: ['line_2'] },
  ],
  groups: [
    {
      id: 'home',
      method: 'shipping',
      lineIds: ['line_1'],
      contact: { name: 'Ada Byron', email: 'ada@example.com' },
      address: { ...shippingAddress, company: 'Analytical Engines' },
      locationId: null,
      instructions: 'Ring twice',
    },
    { id: 'ears', method: 'digital', lineIds: ['line_2'], contact: null, address: null, locationId: null, instructions: null },
    { id: 'counter', method: 'pickup', lineIds: [], contact: null, address: null, locationId: 'au-comptoir', instructions: null },
  ],
  totals: {
    itemsBaseAmount: 4800n,
    itemsDiscountAmount: 0n,
    subtotalAmount: 4800n,
    discountAmount: 0n,
    fulfillmentAmount: 500n,
    taxAmount: 689n,
    feeAmount: 0n,
    totalAmount: 5989n,
  },
};

export const details: CheckoutDetails = {
  locale: 'en-CA',
  timeZone: 'America/Toronto',
  orderNotes: 'Ring twice',
  quoteId: 'quote_1',
  metadata: '{"trip":{"leg":[1,null,"two"]}}',
  interventions: ['3ds', 'address_verification'],
  extensions: ['discount'],
};

/** A buyer of whom everything is told. */
export const knownBuyer: Buyer = {
  email: 'ada@example.com',
  fullName: 'Ada King Byron',
  profile: {
    customerId: 'cust_7',
    accountType: 'business',
    authenticationStatus: 'authenticated',
    company: { name: 'Analytical Engines', taxId: '12-3456789', department: 'Mills', costCenter: 'CC-1' },
    loyalty: { tier: 'Gold', pointsBalance: 5_000, memberSince: '2024-01-15T09:00:00Z' },
    taxExemption: { certificateId: 'cert_1', certificateType: 'resale', exemptRegions: ['ON', 'QC'], expiresAt: '2027-12-31T23:59:59Z' },
  },
};

export const messages: readonly CheckoutMessage[] = [
  { kind: 'error', code: 'out_of_stock', subject: { field: 'line', index: 0 }, text: 'Not enough in stock.' },
  { kind: 'error', code: 'missing', subject: { field: 'buyer' }, text: 'The buyer is needed.' },
  { kind: 'error', code: 'missing', subject: { field: 'buyer_email' }, text: 'An email address is needed.' },
  { kind: 'error', code: 'region_restricted', subject: { field: 'address' }, text: 'The merchant does not ship there.' },
  { kind: 'error', code: 'invalid', subject: { field: 'fulfillment_option' }, text: 'Choose an option.' },
  { kind: 'error', code: 'payment_declined', subject: { field: 'payment' }, text: 'The payment was declined.' },
  { kind: 'info', code: 'invalid', subject: { field: 'line', index: 0 }, text: 'The price has changed.' },
];

const order: PlacedOrder = {
  id: '0f6c2a3b-95a4-4d5c-8a6c-6b1b4c1d2e3f', number: '1001', status: 'confirmed', paymentStatus: 'captured', progress: NO_PROGRESS, createdAt: at,
};

const STATUSES: readonly CheckoutStatus[] = ['open', 'needs_input', 'ready', 'paying', 'canceled', 'expired'];

const terms: AuthenticationTerms = {
  acquirer: { bin: '401234', country: 'CA', merchantId: 'd0a1f1de6a5e4a528a570d2b6f3a7c11', merchantName: 'Regal Moose' },
  directoryServer: 'visa',
  flow: 'challenge',
  channel: { acceptHeader: 'application/json', ipAddress: '203.0.113.45', language: 'en-CA', userAgent: 'agent/1.0' },
};

/** Waits for its card holder. */
export const authenticating: Checkout = {
  ...ready,
  status: 'authentication_required',
  authentication: terms,
  messages: [{ kind: 'error', code: 'requires_3ds', subject: { field: 'authentication' }, text: 'The card needs its holder authenticated.' }],
};

/** Name, and checkout. */
export const checkouts: readonly (readonly [string, Checkout])[] = [
  ...STATUSES.map((status) => [`${status}, with everything`, { ...ready, status }] as const),
  ...STATUSES.map((status) => [`${status}, bare`, { ...empty, status }] as const),
  ['authentication_required', authenticating],
  ['authentication_required, of a card that is let pass, over a wire without a browser', { ...authenticating, authentication: { ...terms, flow: 'frictionless', channel: null } }],
  ['with every message', { ...ready, status: 'needs_input', messages }],
  ['a buyer known by email alone', { ...ready, buyer: { email: 'ada@example.com' } }],
  ['a buyer known by full name', { ...ready, buyer: { email: 'ada@example.com', fullName: 'Ada King Byron' } }],
  ['a buyer of whom everything is told', { ...ready, buyer: knownBuyer }],
  ['an address with a company', { ...ready, address: { ...shippingAddress, company: 'Analytical Engines' } }],
  ['a contact without an address', { ...empty, contact: { email: 'ada@example.com' } }],
  ['an unselected option', { ...ready, selections: [] }],
  [
    'a plain option and line',
    {
      ...ready,
      options: [{ ...standardShipping, description: '', carrier: '', earliestAt: null, latestAt: null }],
      lines: [{ ...line, description: '', imagePath: null, inStock: false }],
    },
  ],
  ['every kind of message with every code, about everything', { ...ready, status: 'needs_input', messages: allMessages }],
  ['discounts by code and automatic, and a refused code', { ...ready, discounts, totals: discountedTotals, lines: [discountedLine] }],
  ['codes that were all refused', { ...ready, discounts: { ...discounts, applied: [] } }],
  ['tax of two shares', withTwoTaxes],
  ['tax shares that do not add up', { ...withTwoTaxes, options: [standardShipping], lines: [{ ...line, taxes: [] }] }],
  ['prices that include tax', inclusive],
  ['a service fee', { ...inclusive, totals: { ...inclusive.totals, feeAmount: 50n, totalAmount: 2450n } }],
  ['groups, and an option for each', inGroups],
  ['details', { ...ready, details }],
  ['an agent that can do nothing', { ...ready, details: { ...NO_DETAILS, interventions: [], extensions: [] } }],
  ['digital goods', { ...ready, address: null, options: [{ ...digital, lineIds: ['line_1'] }], selections: [{ optionId: 'download', lineIds: ['line_1'] }] }],
  ['local delivery', { ...ready, options: [localDelivery], selections: [{ optionId: 'bike', lineIds: ['line_1'] }] }],
  ['local delivery without hours', { ...ready, options: [{ ...localDelivery, earliestAt: null }], selections: [] }],
  [
    'discounted amounts without their discounts',
    { ...ready, totals: { ...ready.totals, itemsDiscountAmount: 100n, discountAmount: 50n }, lines: [{ ...line, discountAmount: 100n }] },
  ],
  ['pickup', { ...ready, merchantHandle: 'au-comptoir-a-patons', currency: 'EUR', address: null, options: [pickup], selections: [{ optionId: 'pickup', lineIds: ['line_1'] }] }],
  ['pickup without a place', { ...ready, address: null, options: [{ ...pickup, location: null }], selections: [{ optionId: 'pickup', lineIds: ['line_1'] }] }],
  ['two lines of one item', { ...ready, lines: [line, { ...line, id: 'line_2' }] }],
];

export const completed: Checkout = { ...ready, status: 'completed', order };

const shipped: Fulfillment = {
  id: 'ful_1', key: 'one', kind: 'shipping', status: 'in_transit', lines: [{ lineId: 'line_1', quantity: 1 }], carrier: 'Canada Post', trackingNumber: 'CP 1',
  trackingUrl: 'https://post.example/CP1',
  events: [
    { id: 'evt_1', status: 'shipped', at: '2026-05-02T10:00:00.000Z', description: null },
    { id: 'evt_2', status: 'in_transit', at: '2026-05-03T10:00:00.000Z', description: 'Left Ottawa' },
  ],
};
const refund: Adjustment = {
  id: 'adj_1', key: 'refund', kind: 'refund', status: 'completed', lines: [{ lineId: 'line_1', quantity: 1 }], amount: 1356n, reason: 'defective', description: 'A crack',
  origin: 'merchant', at: '2026-05-04T10:00:00.000Z',
};
const cancellation: Adjustment = { ...refund, id: 'adj_2', key: 'cancel', kind: 'cancellation', amount: 0n, reason: null, description: null };
const withProgress = (progress: OrderProgress, more: Partial<PlacedOrder> = {}): Checkout => ({ ...completed, order: { ...order, progress, ...more } });

/** Half shipped, half canceled and refunded. */
export const lived = withProgress({ fulfillments: [shipped], adjustments: [cancellation, refund, { ...refund, id: 'adj_3', lines: [], status: 'pending', reason: null, description: null }] });

/** Name, and completed checkout. */
export const completedCheckouts: readonly (readonly [string, Checkout])[] = [
  ['shipped goods', completed],
  ['pickup', { ...completed, currency: 'EUR', address: null, options: [pickup], selections: [{ optionId: 'pickup', lineIds: ['line_1'] }] }],
  ['an order whose payment was voided', { ...completed, order: { ...order, status: 'canceled', paymentStatus: 'voided' } }],
  ['an order that is partly shipped, canceled and refunded', lived],
  ['an order with a note, taxed in two shares', { ...withTwoTaxes, status: 'completed', order, details }],
  ['an order that arrived', withProgress({ fulfillments: [{ ...shipped, status: 'delivered', lines: [{ lineId: 'line_1', quantity: 2 }] }], adjustments: [] })],
  ['an order whose parcel was lost', withProgress({ fulfillments: [{ ...shipped, status: 'failed', carrier: null, trackingNumber: null, trackingUrl: null }], adjustments: [] })],
  ['an order that waits at the counter', withProgress({ fulfillments: [{ ...shipped, kind: 'pickup', status: 'ready_for_pickup' }], adjustments: [] })],
  ['an order in USDC', { ...lived, currency: 'USDC' }],
  ['groups, and an option for each', { ...inGroups, status: 'completed', order }],
  ['discounts and details', { ...completed, discounts, details, totals: discountedTotals, lines: [discountedLine] }],
];
