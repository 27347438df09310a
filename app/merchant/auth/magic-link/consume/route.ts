import { nextRoute } from '@/lib/entrance/next-route';
import { postMagicLinkConsume } from '@/lib/protocols/console';

export const POST = nextRoute(postMagicLinkConsume);
