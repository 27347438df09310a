import { nextRoute } from '@/lib/entrance/next-route';
import { getOrders } from '@/lib/protocols/sacp/orders';

export const GET = nextRoute(getOrders);
