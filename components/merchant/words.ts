import type { Tone } from '@/components/ui/status-pill';
import type { FeedView } from '@/lib/feed';
import type { AdjustmentStatus, FulfillmentKind, FulfillmentStatus, OrderRow } from '@/lib/order';
import type { ReturnReason, ReturnStatus } from '@/lib/order-return';
import type { DeliveryStatus } from '@/lib/webhook';

type Word = { readonly text: string; readonly tone: Tone };

export const PAYMENT: Record<OrderRow['paymentStatus'], Word> = {
  authorized: { text: 'Authorised', tone: 'accent' },
  captured: { text: 'Captured', tone: 'success' },
  voided: { text: 'Voided', tone: 'muted' },
  expired: { text: 'Expired', tone: 'muted' },
};

/** How far an order's goods are; null where its payment says all. */
export const STAGE: Record<OrderRow['stage'], Word | null> = {
  confirmed: null,
  processing: { text: 'Partly shipped', tone: 'accent' },
  shipped: { text: 'Shipped', tone: 'accent' },
  completed: { text: 'Delivered', tone: 'success' },
  canceled: { text: 'Canceled', tone: 'danger' },
};

export const FULFILLMENT: Record<FulfillmentStatus, Word> = {
  shipped: { text: 'Shipped', tone: 'accent' },
  in_transit: { text: 'In transit', tone: 'accent' },
  out_for_delivery: { text: 'Out for delivery', tone: 'accent' },
  ready_for_pickup: { text: 'Ready for pickup', tone: 'accent' },
  delivered: { text: 'Delivered', tone: 'success' },
  failed: { text: 'Not delivered', tone: 'danger' },
};

/** How goods of each kind are handed over. */
export const HAND_OVER: Record<FulfillmentKind, { readonly open: string; readonly title: string; readonly submit: string; readonly tells: string }> = {
  shipping: { open: 'Ship', title: 'Ship items', submit: 'Mark as shipped', tells: 'The agent is told, with the tracking you give.' },
  pickup: { open: 'Ready for pickup', title: 'Items are ready for pickup', submit: 'Mark as ready', tells: 'The agent is told that they can be picked up.' },
  digital: { open: 'Deliver', title: 'Deliver items', submit: 'Mark as delivered', tells: 'The agent is told that they were delivered.' },
};

const MADE: Record<AdjustmentStatus, Word> = {
  pending: { text: 'Refund under way', tone: 'warning' },
  completed: { text: 'Refund made', tone: 'success' },
  failed: { text: 'Refused by the bank', tone: 'danger' },
};
const CANCELED: Word = { text: 'Canceled', tone: 'muted' };
export const ADJUSTMENT: Record<'refund' | 'cancellation', Record<AdjustmentStatus, Word>> = {
  refund: MADE,
  cancellation: { pending: CANCELED, completed: CANCELED, failed: CANCELED },
};

/** Where an adjustment was made. */
export const ORIGIN: Record<'merchant' | 'return' | 'network', string> = { merchant: 'By you', return: 'For a return', network: 'At the payment network' };

export const DELIVERY: Record<DeliveryStatus, Word> = {
  pending: { text: 'Waits', tone: 'warning' },
  delivered: { text: 'Delivered', tone: 'success' },
  refused: { text: 'Refused', tone: 'danger' },
  failed: { text: 'Failed', tone: 'danger' },
};

export const goodsText = (goods: readonly { readonly name: string; readonly quantity: number }[]): string => goods.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');

/** A return's state, and what its amount is in it. */
export const RETURN: Record<ReturnStatus, Word & { readonly refund: string | null }> = {
  requested: { text: 'Return requested', tone: 'warning', refund: 'Expected' },
  approved: { text: 'Return approved', tone: 'accent', refund: 'Refund to come' },
  refused: { text: 'Return refused', tone: 'muted', refund: null },
  refunded: { text: 'Refunded', tone: 'success', refund: 'Refunded' },
};

export const RETURN_REASON: Record<ReturnReason, string> = {
  faulty: 'Faulty',
  not_as_described: 'Not as described',
  wrong_item: 'Wrong item',
  no_longer_wanted: 'No longer wanted',
  arrived_late: 'Arrived late',
  other: 'Another reason',
};

/** What went back to the card, or null when nothing did. */
export function refundWord({ refunded, total }: Pick<OrderRow, 'refunded' | 'total'>): Word | null {
  if (refunded.amount === 0n) return null;
  return refunded.amount === total.amount ? { text: 'Refunded', tone: 'muted' } : { text: 'Partly refunded', tone: 'muted' };
}

/** On whose authority it was paid. */
export const authorityText = ({ humanPresent, agentName }: Pick<OrderRow, 'humanPresent' | 'agentName'>): string =>
  humanPresent ? 'Human countersigned' : agentName === null ? 'Automatic' : 'Automatic, within limits';

/** How a feed stands, in a word or two. */
export function feedState({ status, waitingCount, nextTryAt }: Pick<FeedView, 'status' | 'waitingCount' | 'nextTryAt'>): Word {
  if (status === 'stopped') return { text: 'Stopped', tone: 'danger' };
  if (nextTryAt !== null) return { text: 'Waits to try again', tone: 'warning' };
  return waitingCount > 0 ? { text: 'Publishing', tone: 'accent' } : { text: 'Up to date', tone: 'success' };
}
