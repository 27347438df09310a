import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getProduct } from '@/lib/protocols/sacp/products';

export const GET = nextRoute(getProduct);
export const OPTIONS = preflightRoute(getProduct);
