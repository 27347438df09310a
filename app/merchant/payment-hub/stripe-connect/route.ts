import { nextRoute } from '@/lib/entrance/next-route';
import { getStripeConnect } from '@/lib/protocols/console/payment-hub';

export const GET = nextRoute(getStripeConnect);
