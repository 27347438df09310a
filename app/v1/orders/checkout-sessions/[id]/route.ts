import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getCheckoutSession } from '@/lib/protocols/quote';

export const GET = nextRoute(getCheckoutSession);
export const OPTIONS = preflightRoute(getCheckoutSession);
