import type { Endpoint } from '@/lib/http/endpoint';
import { getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid } from './payments';

export { getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid };

/** SACP's payment network (rules.md, Network). */
export const networkEndpoints: readonly Endpoint[] = [getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid];
