import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysFinish } from '@/lib/protocols/console';

export const POST = nextRoute(postPasskeysFinish);
