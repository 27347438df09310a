import { nextRoute } from '@/lib/entrance/next-route';
import { getPaymentEvents } from '@/lib/protocols/sacp/payments';

export const GET = nextRoute(getPaymentEvents);
