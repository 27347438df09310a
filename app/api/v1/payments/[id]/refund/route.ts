import { nextRoute } from '@/lib/entrance/next-route';
import { postPaymentRefund } from '@/lib/protocols/sacp/network';

export const POST = nextRoute(postPaymentRefund);
