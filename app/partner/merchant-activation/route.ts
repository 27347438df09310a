import { nextRoute } from '@/lib/entrance/next-route';
import { getMerchantActivation } from '@/lib/protocols/partner/activation';

export const GET = nextRoute(getMerchantActivation);
