import { nextRoute } from '@/lib/entrance/next-route';
import { postRecovery } from '@/lib/protocols/account';

export const POST = nextRoute(postRecovery);
