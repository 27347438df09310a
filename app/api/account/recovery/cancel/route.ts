import { nextRoute } from '@/lib/entrance/next-route';
import { postRecoveryCancel } from '@/lib/protocols/account';

export const POST = nextRoute(postRecoveryCancel);
