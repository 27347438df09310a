import type { Endpoint } from '@/lib/http/endpoint';
import { postAuthorize } from './authorize';
import { getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid } from './payments';

export { getPayment, postAuthorize, postPaymentCapture, postPaymentRefund, postPaymentVoid };

/** SACP's payment network (rules.md, Network). */
export const networkEndpoints: readonly Endpoint[] = [postAuthorize, getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid];
