import { nextRoute } from '@/lib/entrance/next-route';
import { postRecoveryStart } from '@/lib/protocols/account';

export const POST = nextRoute(postRecoveryStart);
