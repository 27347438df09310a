import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerOrderAck } from '@/lib/protocols/partner/orders';

export const POST = nextRoute(postPartnerOrderAck);
