import { nextRoute } from '@/lib/entrance/next-route';
import { getMerchantMcpResource } from '@/lib/protocols/oauth';

export const GET = nextRoute(getMerchantMcpResource);
