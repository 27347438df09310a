import { nextRoute } from '@/lib/entrance/next-route';
import { postDeliveryResend } from '@/lib/protocols/account';

export const POST = nextRoute(postDeliveryResend);
