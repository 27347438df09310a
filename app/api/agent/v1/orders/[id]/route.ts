import { nextRoute } from '@/lib/entrance/next-route';
import { getOrder } from '@/lib/protocols/sacp/orders';

export const GET = nextRoute(getOrder);
