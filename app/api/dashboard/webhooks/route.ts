import { nextRoute } from '@/lib/entrance/next-route';
import { postMerchantWebhook } from '@/lib/protocols/account';

export const POST = nextRoute(postMerchantWebhook);
