import { nextRoute } from '@/lib/entrance/next-route';
import { postRecoveryStatus } from '@/lib/protocols/account';

export const POST = nextRoute(postRecoveryStatus);
