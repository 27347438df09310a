import { nextRoute } from '@/lib/entrance/next-route';
import { postTakeOffline } from '@/lib/protocols/console';

export const POST = nextRoute(postTakeOffline);
