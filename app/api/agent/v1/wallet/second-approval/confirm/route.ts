import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmSecond } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postConfirmSecond);
