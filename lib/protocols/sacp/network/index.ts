import type { Endpoint } from '@/lib/http/endpoint';
import { getPayment, postPaymentCapture, postPaymentVoid } from './payments';

export { getPayment, postPaymentCapture, postPaymentVoid };

/** SACP's payment network (rules.md, Network). */
export const networkEndpoints: readonly Endpoint[] = [getPayment, postPaymentCapture, postPaymentVoid];
