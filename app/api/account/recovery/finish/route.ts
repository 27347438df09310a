import { nextRoute } from '@/lib/entrance/next-route';
import { postRecoveryFinish } from '@/lib/protocols/account';

export const POST = nextRoute(postRecoveryFinish);
