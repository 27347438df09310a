import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerOrderReady } from '@/lib/protocols/partner/orders';

export const POST = nextRoute(postPartnerOrderReady);
