import { nextRoute } from '@/lib/entrance/next-route';
import { postSessionLogout } from '@/lib/protocols/console';

export const POST = nextRoute(postSessionLogout);
