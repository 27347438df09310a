import { StatusPill, type Tone } from '@/components/ui/status-pill';
import type { AdjustmentView, FulfillmentStatus, OrderRow } from '@/lib/order';
import type { ReturnStatus } from '@/lib/order-return';
import type { OrderWords } from './order-words';

const PAYMENT_TONE: Readonly<Record<OrderRow['paymentStatus'], Tone>> = { authorized: 'accent', captured: 'success', voided: 'muted', expired: 'muted' };
const STAGE_TONE: Readonly<Record<OrderRow['stage'], Tone>> = { confirmed: 'muted', processing: 'accent', shipped: 'accent', completed: 'success', canceled: 'danger' };
export const FULFILLMENT_TONE: Readonly<Record<FulfillmentStatus, Tone>> = { shipped: 'accent', in_transit: 'accent', out_for_delivery: 'accent', ready_for_pickup: 'accent', delivered: 'success', failed: 'danger' };
export const RETURN_TONE: Readonly<Record<ReturnStatus, Tone>> = { requested: 'warning', approved: 'accent', refused: 'muted', refunded: 'success' };
export const ADJUSTMENT_TONE: Readonly<Record<AdjustmentView['status'], Tone>> = { pending: 'warning', completed: 'success', failed: 'danger' };

type Standing = Pick<OrderRow, 'paymentStatus' | 'stage' | 'refunded' | 'total'>;

export const PaymentPill = ({ order, words }: { order: Standing; words: OrderWords }) => <StatusPill tone={PAYMENT_TONE[order.paymentStatus]}>{words.payment[order.paymentStatus]}</StatusPill>;

export const ReturnPill = ({ words }: { words: OrderWords }) => <StatusPill tone={RETURN_TONE.requested}>{words.returns.requested}</StatusPill>;

/** How far an order's goods are; nothing where its payment says all. */
export const StagePill = ({ order, words }: { order: Standing; words: OrderWords }) =>
  order.stage === 'confirmed' ? null : <StatusPill tone={STAGE_TONE[order.stage]}>{words.stage[order.stage]}</StatusPill>;

/** What went back to the card; nothing when nothing did. */
export const RefundPill = ({ order: { refunded, total }, words }: { order: Standing; words: OrderWords }) =>
  refunded.amount === 0n ? null : <StatusPill tone="muted">{refunded.amount === total.amount ? words.refunded : words.partlyRefunded}</StatusPill>;

export const goodsText = (goods: readonly { readonly name: string; readonly quantity: number }[]): string => goods.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');

/** On whose authority it was paid. */
export const authorityText = ({ humanPresent, agentName }: Pick<OrderRow, 'humanPresent' | 'agentName'>, words: OrderWords): string =>
  humanPresent ? words.humanCountersigned : agentName === null ? words.automatic : words.withinLimits;
