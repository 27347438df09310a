import { nextRoute } from '@/lib/entrance/next-route';
import { postGoLive } from '@/lib/protocols/console';

export const POST = nextRoute(postGoLive);
