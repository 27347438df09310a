import { describe, expect, it } from 'vitest';
import { cancellationRefund } from './decide-cancellation';
import { leftToRefund, lineProgress, NO_PROGRESS, openLines, orderStage, refundedAmount } from './progress';
import { mayBecome, nextStatuses } from './status';
import type { Adjustment, Fulfillment, FulfillmentStatus, LineQuantity, Order } from './types';

const sent = (status: FulfillmentStatus, ...lines: LineQuantity[]): Fulfillment => ({
  id: 'ful_1', key: 'k', kind: 'shipping', status, lines, carrier: null, trackingNumber: null, trackingUrl: null, events: [],
});
const adjustment = (more: Partial<Adjustment>): Adjustment => ({
  id: 'adj_1', key: 'k', kind: 'cancellation', status: 'completed', lines: [], amount: 0n, reason: null, description: null, origin: 'merchant', at: '2026-01-01T00:00:00.000Z', ...more,
});
const of = (lineId: string, quantity: number): LineQuantity => ({ lineId, quantity });

const LINES = [{ id: 'a', quantity: 3 }, { id: 'b', quantity: 1 }];
type Case = [name: string, fulfillments: Fulfillment[], canceled: LineQuantity[], stage: string, open: LineQuantity[]];

describe('how far an order is', () => {
  it.each<Case>([
    ['nothing happened', [], [], 'confirmed', [of('a', 3), of('b', 1)]],
    ['a part is on its way', [sent('shipped', of('a', 1))], [], 'processing', [of('a', 2), of('b', 1)]],
    ['all is on its way', [sent('shipped', of('a', 3)), sent('in_transit', of('b', 1))], [], 'shipped', []],
    ['all but a part has arrived', [sent('delivered', of('a', 3)), sent('shipped', of('b', 1))], [], 'shipped', []],
    ['all has arrived', [sent('delivered', of('a', 3)), sent('delivered', of('b', 1))], [], 'completed', []],
    ['what failed is to be sent again', [sent('failed', of('a', 3))], [], 'confirmed', [of('a', 3), of('b', 1)]],
    ['the rest was canceled', [sent('shipped', of('a', 1))], [of('a', 2), of('b', 1)], 'shipped', []],
  ])('%s', (_name, fulfillments, canceled, stage, open) => {
    const goods = { status: 'confirmed', lines: LINES, progress: { fulfillments, adjustments: canceled.map((line) => adjustment({ lines: [line] })) } } as const;
    expect(orderStage(goods)).toBe(stage);
    expect(openLines(goods)).toEqual(open);
  });

  it('counts ordered, current and fulfilled apart', () => {
    const progress = { fulfillments: [sent('shipped', of('a', 1)), sent('failed', of('b', 1))], adjustments: [adjustment({ lines: [of('a', 1)] })] };
    expect(Object.fromEntries(lineProgress({ status: 'confirmed', lines: LINES, progress }))).toEqual({
      a: { ordered: 3, current: 2, fulfilled: 1 },
      b: { ordered: 1, current: 1, fulfilled: 0 },
    });
    expect(lineProgress({ status: 'canceled', lines: LINES, progress: NO_PROGRESS }).get('a')).toEqual({ ordered: 3, current: 0, fulfilled: 0 });
  });
});

describe('what went back', () => {
  const refund = (amount: bigint, status: Adjustment['status'] = 'completed') => adjustment({ kind: 'refund', amount, status });
  const order = (refunds: Adjustment[], told = 0n) => ({ totalAmount: 1_000n, refundedAmount: told, progress: { fulfillments: [], adjustments: refunds } });

  it('is the sum of completed refunds; what is pending is not left any more, what failed is', () => {
    const made = order([refund(100n), refund(50n), refund(300n, 'pending'), refund(400n, 'failed')], 150n);
    expect(refundedAmount(made.progress)).toBe(150n);
    expect(leftToRefund(made)).toBe(550n);
  });

  it('is never offered twice where the network told of more than is listed', () => {
    expect(leftToRefund(order([], 700n))).toBe(300n);
    expect(leftToRefund(order([refund(300n, 'pending')], 300n))).toBe(700n);
  });
});

describe('what goes back for canceled goods', () => {
  const line = (id: string, quantity: number, totalAmount: bigint, taxAmount: bigint) => ({ id, itemId: id, name: id, quantity, unitAmount: 0n, totalAmount, taxAmount });
  const order = (adjustments: Adjustment[] = []): Order =>
    ({
      status: 'confirmed', totalAmount: 1_700n, refundedAmount: 0n, progress: { fulfillments: [], adjustments },
      content: { lines: [line('a', 3, 1_000n, 100n), line('b', 1, 50n, 0n)] },
    }) as unknown as Order;

  it('is its price with tax, and successive parts lose no unit', () => {
    const parts = [1, 2, 3].map((count) => cancellationRefund(order(count === 1 ? [] : [adjustment({ lines: [of('a', count - 1)] })]), [of('a', 1)]));
    expect(parts).toEqual([366n, 367n, 367n]);
    expect(parts.reduce((sum, part) => sum + part)).toBe(1_100n);
  });

  it('is all that is left, delivery included, when nothing stays', () => {
    expect(cancellationRefund(order(), [of('a', 3), of('b', 1)])).toBe(1_700n);
    expect(cancellationRefund(order([adjustment({ kind: 'refund', amount: 600n })]), [of('a', 3), of('b', 1)])).toBe(1_100n);
  });

  it('is never more than is left', () => {
    expect(cancellationRefund(order([adjustment({ kind: 'refund', amount: 1_690n })]), [of('b', 1)])).toBe(10n);
  });
});

describe('a fulfilment', () => {
  it('that was delivered or failed changes no more', () => {
    for (const end of ['delivered', 'failed'] as const) expect(nextStatuses(end)).toEqual([]);
    expect(mayBecome('shipped', 'delivered')).toBe(true);
    expect(mayBecome('ready_for_pickup', 'in_transit')).toBe(false);
  });
});
