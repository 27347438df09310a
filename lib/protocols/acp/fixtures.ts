import { NO_DETAILS, NO_DISCOUNTS, type Checkout, type CheckoutLine, type CheckoutMessage, type CheckoutStatus, type FulfillmentOption } from '@/lib/checkout';
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
    totalAmount: 3277n,
  },
};

const empty: Checkout = {
  ...ready,
  buyer: null,
  contact: null,
  address: null,
  options: [],
  selections: [],
  groups: [],
  discounts: NO_DISCOUNTS,
  details: NO_DETAILS,
  totals: { ...ready.totals, fulfillmentAmount: 0n, taxAmount: 312n, totalAmount: 2712n },
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

/** Name, and checkout. */
export const checkouts: readonly (readonly [string, Checkout])[] = [
  ...STATUSES.map((status) => [`${status}, with everything`, { ...ready, status }] as const),
  ...STATUSES.map((status) => [`${status}, bare`, { ...empty, status }] as const),
  ['with every message', { ...ready, status: 'needs_input', messages }],
  ['a buyer known by email alone', { ...ready, buyer: { email: 'ada@example.com' } }],
  ['a buyer known by full name', { ...ready, buyer: { email: 'ada@example.com', fullName: 'Ada King Byron' } }],
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
  [
    'discounts',
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
  ['an order that arrived', withProgress({ fulfillments: [{ ...shipped, status: 'delivered', lines: [{ lineId: 'line_1', quantity: 2 }] }], adjustments: [] })],
  ['an order whose parcel was lost', withProgress({ fulfillments: [{ ...shipped, status: 'failed', carrier: null, trackingNumber: null, trackingUrl: null }], adjustments: [] })],
  ['an order that waits at the counter', withProgress({ fulfillments: [{ ...shipped, kind: 'pickup', status: 'ready_for_pickup' }], adjustments: [] })],
  ['an order in USDC', { ...lived, currency: 'USDC' }],
];
