import { getCart, putCart } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getCart);
export const PUT = nextRoute(putCart);
export const OPTIONS = preflightRoute(getCart, putCart);
