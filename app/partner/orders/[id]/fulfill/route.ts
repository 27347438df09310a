import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerOrderFulfill } from '@/lib/protocols/partner/orders';

export const POST = nextRoute(postPartnerOrderFulfill);
