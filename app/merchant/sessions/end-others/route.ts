import { nextRoute } from '@/lib/entrance/next-route';
import { postSessionsEndOthers } from '@/lib/protocols/console';

export const POST = nextRoute(postSessionsEndOthers);
