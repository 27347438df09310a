export type {
  Adjustment, AdjustmentStatus, Fulfillment, FulfillmentEvent, FulfillmentKind, FulfillmentStatus, LineQuantity, NewOrder, Order, OrderContent, OrderLine,
  OrderEventKind, OrderPaymentStatus, OrderProgress, OrderReader, OrderStatus,
} from './types';
export { findOrder, getOrder, listOrders, lockOrder } from './store';
export { recordReturn } from './record-return';
export { recordKitchenStep } from './record-kitchen-step';
export { eventsOf, placeOrder, recordCapture, recordEnd, type PlacedOrder } from './place-order';
export { recordRefund } from './record-refund';
export { advanceFulfillment, fulfillmentKind, shipOrder, type AdvanceFulfillment, type AdvanceRefusal, type ShipOrder, type ShipRefusal } from './ship-order';
export { cancelOrder, type CancelledMoney, type CancelOrder, type CancelRefusal } from './cancel-order';
export { cancellationRefund } from './decide-cancellation';
export { requestRefund, type RequestRefund, type RequestRefundRefusal } from './request-refund';
export { makeRefund } from './make-refund';
export { goodsOf, leftToRefund, lineProgress, NO_PROGRESS, openLines, orderStage, refundedAmount, type LineProgress, type OrderStage } from './progress';
export type { LinesRefusal } from './judge-lines';
export { nextStatuses } from './status';
export {
  loadMerchantOrder,
  loadMerchantOrders,
  loadOrderPermalink,
  type AdjustmentView,
  type FulfillmentView,
  type OrderDetailView,
  type OrderLineView,
  type OrderPermalinkView,
  type OrderRow,
  type OrderTotalView,
  type TimelineEvent,
} from './view';
export { decideOrderFilter, type OrderFilter, type OrderFilterInput } from './order-filter';
