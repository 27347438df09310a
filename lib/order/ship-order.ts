import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { inTransaction, type Ctx } from '@/lib/ports';
import { changeOrder } from './change-order';
import { goodsText, judgeLines, type LinesRefusal } from './judge-lines';
import { FIRST_STATUS, mayBecome } from './status';
import { lockOrder } from './store';
import type { Fulfillment, FulfillmentKind, FulfillmentStatus, LineQuantity, Order } from './types';

/** A bound on what one order's document may grow to. */
const MAX_FULFILLMENTS = 100;
const MAX_EVENTS = 100;
const MAX_WORDS_LENGTH = 100;

export type ShipOrder = {
  readonly merchantId: string;
  readonly orderId: string;
  /** Names this wish among those of its order: the same key hands over once. */
  readonly key: string;
  /** Null: all that is left. Each line once. */
  readonly lines: readonly LineQuantity[] | null;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  /** An https URL. */
  readonly trackingUrl: string | null;
};

export type ShipRefusal = { readonly code: 'not_found' | 'order_canceled' | 'too_many' } | LinesRefusal;

/**
 * Hands goods of an order over: a shipment, or as the buyer chose a pickup that is ready or a digital delivery. What is handed over never
 * exceeds what is left, under any number of calls at once: they are judged one after the other, under the order's row lock.
 */
export const shipOrder = (ctx: Ctx, command: ShipOrder): Promise<Result<{ order: Order; fulfillment: Fulfillment }, ShipRefusal>> =>
  inTransaction<Ctx, Result<{ order: Order; fulfillment: Fulfillment }, ShipRefusal>>(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderId: command.orderId, reader: { merchantId: command.merchantId } });
    if (!order) return err({ code: 'not_found' });
    const { fulfillments } = order.progress;
    const earlier = fulfillments.find(({ key }) => key === command.key);
    if (earlier) return ok({ order, fulfillment: earlier });
    if (order.status === 'canceled') return err({ code: 'order_canceled' });
    if (fulfillments.length >= MAX_FULFILLMENTS) return err({ code: 'too_many' });
    const lines = judgeLines(order, command.lines);
    if (!lines.ok) return lines;
    const fulfillment = toFulfillment(tx, order, command, lines.value);
    const carrier = fulfillment.carrier === null ? '' : ` with ${fulfillment.carrier}`;
    const changed = await changeOrder(
      tx,
      { ...order, progress: { ...order.progress, fulfillments: [...fulfillments, fulfillment] } },
      { kind: fulfillment.status, detail: { fulfillmentId: fulfillment.id }, note: `${goodsText(order, lines.value)}${carrier}` },
    );
    return ok({ order: changed, fulfillment });
  });

function toFulfillment(tx: Ctx, order: Order, { key, carrier, trackingNumber, trackingUrl }: ShipOrder, lines: readonly LineQuantity[]): Fulfillment {
  const kind = fulfillmentKind(order);
  const words = (text: string | null): string | null => (text === null ? null : cleanText(text, MAX_WORDS_LENGTH) || null);
  const tracked = kind === 'shipping';
  return {
    id: newId('fulfillment', tx.clock.now().getTime()),
    key,
    kind,
    status: FIRST_STATUS[kind],
    lines,
    carrier: tracked ? words(carrier) : null,
    trackingNumber: tracked ? words(trackingNumber) : null,
    trackingUrl: tracked ? trackingUrl : null,
    events: [toEvent(tx, FIRST_STATUS[kind], null)],
  };
}

const toEvent = (tx: Ctx, status: FulfillmentStatus, description: string | null) => ({ id: newId('event', tx.clock.now().getTime()), status, at: tx.clock.now().toISOString(), description });

/** Orders from before the kind was kept: what has an address is shipped. */
export const fulfillmentKind = ({ content }: Pick<Order, 'content'>): FulfillmentKind => content.fulfillmentKind ?? (content.address ? 'shipping' : 'pickup');

export type AdvanceFulfillment = {
  readonly merchantId: string;
  readonly orderId: string;
  readonly fulfillmentId: string;
  readonly status: FulfillmentStatus;
  readonly description: string | null;
};

export type AdvanceRefusal = { readonly code: 'not_found' | 'too_many' } | { readonly code: 'wrong_status'; readonly status: FulfillmentStatus };

/** What the carrier or the counter tells of goods on their way. Delivered or failed is for good; what failed may be handed over again. */
export const advanceFulfillment = (ctx: Ctx, command: AdvanceFulfillment): Promise<Result<Order, AdvanceRefusal>> =>
  inTransaction<Ctx, Result<Order, AdvanceRefusal>>(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderId: command.orderId, reader: { merchantId: command.merchantId } });
    const fulfillment = order?.progress.fulfillments.find(({ id }) => id === command.fulfillmentId);
    if (!order || !fulfillment) return err({ code: 'not_found' });
    if (fulfillment.status === command.status && fulfillment.status !== 'in_transit') return ok(order);
    if (!mayBecome(fulfillment.status, command.status)) return err({ code: 'wrong_status', status: fulfillment.status });
    if (fulfillment.events.length >= MAX_EVENTS) return err({ code: 'too_many' });
    const description = command.description === null ? null : cleanText(command.description, MAX_WORDS_LENGTH) || null;
    const moved: Fulfillment = { ...fulfillment, status: command.status, events: [...fulfillment.events, toEvent(tx, command.status, description)] };
    const fulfillments = order.progress.fulfillments.map((each) => (each.id === moved.id ? moved : each));
    invariant(fulfillments.includes(moved), 'the fulfilment is of this order');
    const changed = { ...order, progress: { ...order.progress, fulfillments } };
    return ok(await changeOrder(tx, changed, { kind: moved.status, detail: { fulfillmentId: moved.id }, note: description ?? goodsText(order, moved.lines) }));
  });
