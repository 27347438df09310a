import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getProducts } from '@/lib/protocols/sacp/products';

export const GET = nextRoute(getProducts);
export const OPTIONS = preflightRoute(getProducts);
