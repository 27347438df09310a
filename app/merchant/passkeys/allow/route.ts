import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysAllow } from '@/lib/protocols/console';

export const POST = nextRoute(postPasskeysAllow);
