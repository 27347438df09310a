export {
  AGENT_EVENTS, type AgentEvent, type AgentEventType, MERCHANT_EVENTS, type MerchantEvent, type MerchantEventType, type MerchantWebhookEndpoint, type PaymentEvent,
  PAYMENT_EVENTS, type PaymentEventType, type WebhookDelivery, type WebhookEndpoint, isOrderEvent, ORDER_EVENTS, type OrderEvent, type OrderEventType, DELIVERY_STATUSES,
  type DeliveryStatus, OPS_TOPICS, type OpsTopic, type PlainOrderEvent,
} from './types';
export { deliverOrderEvent, hasOrderListener, promiseOrderEvent } from './order-event';
export { deleteOldDeliveries, KEPT_DAYS, resendDelivery, type ResendRefusal } from './resend-delivery';
export { announceOrder } from './announce-order';
export { announcePayment } from './announce-payment';
export { announceToMerchants } from './announce-to-merchants';
export { registerMerchantEndpoint, type RegisterMerchantEndpoint } from './register-merchant-endpoint';
export { deleteMerchantEndpoint, listMerchantEndpoints } from './merchant-store';
export { registerEndpoint, type RegisteredEndpoint, type RegisterEndpoint } from './register-endpoint';
export { announce } from './announce';
export { deliverWebhook } from './deliver-webhook';
export { deleteEndpoint, listEndpoints } from './store';
export {
  DELIVERY_GROUPS, loadDeliveries, loadDelivery, type AttemptView, type DeliveryDetailView, type DeliveryGroup, type DeliveryRow,
} from './view';
