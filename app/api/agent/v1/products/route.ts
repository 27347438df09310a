import { nextRoute } from '@/lib/entrance/next-route';
import { getProducts } from '@/lib/protocols/sacp/products';

export const GET = nextRoute(getProducts);
