import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeys } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeys);
