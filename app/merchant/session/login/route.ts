import { nextRoute } from '@/lib/entrance/next-route';
import { postSessionLogin } from '@/lib/protocols/console';

export const POST = nextRoute(postSessionLogin);
