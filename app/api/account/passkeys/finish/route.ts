import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysFinish } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeysFinish);
