import { nextRoute } from '@/lib/entrance/next-route';
import { getMerchantResource } from '@/lib/protocols/oauth';

export const GET = nextRoute(getMerchantResource);
