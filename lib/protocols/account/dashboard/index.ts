import type { Endpoint } from '@/lib/http/endpoint';
import { postOrderCancel, postOrderProgress, postOrderShip } from './orders';
import { postOrderRefund } from './refund-order';
import { deleteMerchantWebhook, postDeliveryResend, postMerchantWebhook } from './webhooks';

export { deleteMerchantWebhook, postDeliveryResend, postMerchantWebhook, postOrderCancel, postOrderProgress, postOrderRefund, postOrderShip };

/** What a merchant's pages do: orders and webhooks. */
export const endpoints: readonly Endpoint[] = [
  postOrderShip, postOrderProgress, postOrderCancel, postOrderRefund, postMerchantWebhook, deleteMerchantWebhook, postDeliveryResend,
];
