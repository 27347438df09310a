import { nextRoute } from '@/lib/entrance/next-route';
import { postSessionsEndOthers } from '@/lib/protocols/account';

export const POST = nextRoute(postSessionsEndOthers);
