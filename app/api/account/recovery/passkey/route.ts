import { nextRoute } from '@/lib/entrance/next-route';
import { postRecoveryPasskey } from '@/lib/protocols/account';

export const POST = nextRoute(postRecoveryPasskey);
