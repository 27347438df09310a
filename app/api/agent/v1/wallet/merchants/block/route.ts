import { nextRoute } from '@/lib/entrance/next-route';
import { postBlockMerchant } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postBlockMerchant);
