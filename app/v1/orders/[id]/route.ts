import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getOrder } from '@/lib/protocols/quote';

export const GET = nextRoute(getOrder);
export const OPTIONS = preflightRoute(getOrder);
