export type { NewOrder, OrderContent, OrderPaymentStatus } from './types';
export { placeOrder, recordCapture, recordVoid, type PlacedOrder } from './place-order';
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
