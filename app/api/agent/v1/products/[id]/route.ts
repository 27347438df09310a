import { nextRoute } from '@/lib/entrance/next-route';
import { getProduct } from '@/lib/protocols/sacp/products';

export const GET = nextRoute(getProduct);
