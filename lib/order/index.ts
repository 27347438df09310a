export type { NewOrder, Order, OrderContent, OrderLine, OrderPaymentStatus, OrderReader, OrderStatus } from './types';
export { findOrder, listOrders, lockOrder } from './store';
export { recordReturn } from './record-return';
export { placeOrder, recordCapture, recordEnd, recordRefund, type PlacedOrder } from './place-order';
export {
  loadMerchantOrder,
  loadMerchantOrders,
  loadOrderPermalink,
  type OrderDetailView,
  type OrderLineView,
  type OrderPermalinkView,
  type OrderRow,
  type OrderTotalView,
} from './view';
