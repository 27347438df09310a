import { nextRoute } from '@/lib/entrance/next-route';
import { getPartnerConnect } from '@/lib/protocols/partner/stripe-connect';

export const GET = nextRoute(getPartnerConnect);
