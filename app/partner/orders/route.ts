import { nextRoute } from '@/lib/entrance/next-route';
import { getPartnerOrders } from '@/lib/protocols/partner/orders';

export const GET = nextRoute(getPartnerOrders);
