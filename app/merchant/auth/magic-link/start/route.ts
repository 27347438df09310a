import { nextRoute } from '@/lib/entrance/next-route';
import { postMagicLinkStart } from '@/lib/protocols/console';

export const POST = nextRoute(postMagicLinkStart);
