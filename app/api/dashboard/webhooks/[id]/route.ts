import { nextRoute } from '@/lib/entrance/next-route';
import { deleteMerchantWebhook } from '@/lib/protocols/account';

export const DELETE = nextRoute(deleteMerchantWebhook);
