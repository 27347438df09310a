import { nextRoute } from '@/lib/entrance/next-route';
import { postOrderRefund } from '@/lib/protocols/account';

export const POST = nextRoute(postOrderRefund);
