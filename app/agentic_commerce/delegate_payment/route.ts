import { delegatePayment } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(delegatePayment);
export const OPTIONS = preflightRoute(delegatePayment);
